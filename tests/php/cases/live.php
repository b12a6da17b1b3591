<?php

/**
 * Finds the classes of the live cases: the project's, gRPC's, and those beside this file.
 */

declare(strict_types=1);

require $argv[1] . '/vendor/autoload.php';
spl_autoload_register(static function (string $class) use ($argv): void {
    $folders = ['Grpc\\' => "$argv[2]/lib/Grpc/", 'Live\\' => __DIR__ . '/live/'];
    foreach ($folders as $prefix => $folder) {
        $file = $folder . strtr(substr($class, strlen($prefix)), '\\', '/') . '.php';
        if (str_starts_with($class, $prefix) && is_file($file)) {
            require $file;
        }
    }
});
