<?php

/**
 * The PHP testee: one JSON request per line on stdin, one answer per line on stdout.
 */

declare(strict_types=1);

use Ego\Testee\Answers;

spl_autoload_register(static function (string $class): void {
    $folders = [
        'Ego\\Testee\\' => __DIR__,
        'Ego\\Errors\\' => dirname(__DIR__, 4) . '/templates/php/runtime',
    ];
    foreach ($folders as $prefix => $folder) {
        if (str_starts_with($class, $prefix)) {
            require $folder . '/' . strtr(substr($class, strlen($prefix)), '\\', '/') . '.php';
        }
    }
});
// A warning of the runtime is a failure of the testee.
set_error_handler(static function (int $level, string $text, string $file, int $line): never {
    throw new ErrorException($text, 0, $level, $file, $line);
});

$answers = new Answers();
while (($line = fgets(STDIN)) !== false) {
    fwrite(STDOUT, $answers->answer($line) . "\n");
}
