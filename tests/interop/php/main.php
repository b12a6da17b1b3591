<?php

/**
 * The PHP program: `server` or `client`. Classes come from the folder named by INTEROP_GENERATED, gRPC's own from the one
 * named by INTEROP_GRPC, and google/protobuf from PHP's include path.
 */

declare(strict_types=1);

use Example\Interop\UserErrCodes;
use Interop\Client;
use Interop\Server;

spl_autoload_register(static function (string $class): void {
    $file = str_replace('\\', '/', $class) . '.php';
    foreach ([__DIR__, getenv('INTEROP_GENERATED'), getenv('INTEROP_GRPC')] as $folder) {
        if (is_file("$folder/$file")) {
            require "$folder/$file";
            return;
        }
    }
    $installed = stream_resolve_include_path($file);
    if ($installed !== false) {
        require $installed;
    }
});

UserErrCodes::register();
$argv[1] === 'server' ? Server::serve() : Client::ask();
