<?php

/**
 * A server of all kinds of calls; prints its port. The arguments are the project's folder and that of gRPC's classes.
 */

declare(strict_types=1);

use Ego\Errors\GrpcServer;

require __DIR__ . '/live.php';

$log = static function (Throwable $error): void {
    fwrite(STDERR, 'logged ' . $error::class . ": {$error->getMessage()}\n");
};
$server = new Grpc\RpcServer();
$port = $server->addHttp2Port('127.0.0.1:0');
$server->handle(new GrpcServer(new Live\Service(), $log));
fwrite(STDOUT, "$port\n");
$server->run();
