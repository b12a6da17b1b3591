<?php

/**
 * What the cases assert with. A warning counts as a failure, and so does a case that asserts nothing.
 */

declare(strict_types=1);

set_error_handler(static function (int $level, string $text, string $file, int $line): never {
    throw new ErrorException($text, 0, $level, $file, $line);
});

/**
 * The values are the same; otherwise the script ends.
 */
function same(mixed $expected, mixed $actual, string $what): void
{
    if ($expected !== $actual) {
        throw new LogicException("$what: expected " . var_export($expected, true) . ', got ' . var_export($actual, true));
    }
}

/**
 * The function throws this class; what it throws is returned.
 *
 * @template T of Throwable
 *
 * @param class-string<T> $class
 *
 * @return T
 */
function thrown(string $class, callable $function): Throwable
{
    try {
        $function();
    } catch (Throwable $error) {
        same($class, $error::class, "what is thrown ({$error->getMessage()})");
        return $error;
    }
    throw new LogicException("nothing is thrown, $class was expected");
}
