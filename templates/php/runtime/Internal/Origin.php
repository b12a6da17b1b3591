<?php

declare(strict_types=1);

namespace Ego\Errors\Internal;

use Ego\Errors\EgoException;

/**
 * Makes exceptions that say where the caller made them, not where this package did.
 *
 * @internal
 */
final class Origin
{
    /** @var array<class-string<EgoException>, \ReflectionClass<EgoException>> */
    private static array $classes = [];

    private static ?\ReflectionProperty $trace = null;

    /**
     * An exception whose constructor has not run: those of generated classes take what their code declares.
     *
     * @param class-string<EgoException> $class where it cannot be had, the exception is a plain one
     */
    public static function instance(string $class): EgoException
    {
        try {
            if (!isset(self::$classes[$class])) {
                $isOurs = is_a($class, EgoException::class, true);
                self::$classes[$class] = new \ReflectionClass($isOurs ? $class : EgoException::class);
            }
            return self::$classes[$class]->newInstanceWithoutConstructor();
        } catch (\Throwable) {
            return (new \ReflectionClass(EgoException::class))->newInstanceWithoutConstructor();
        }
    }

    /**
     * The file and line of the first caller outside of this package; the trace of the error begins behind it.
     *
     * @return array{string, int}
     */
    public static function place(EgoException $error): array
    {
        $own = \dirname(__DIR__) . \DIRECTORY_SEPARATOR;
        $trace = $error->getTrace();
        foreach ($trace as $depth => $frame) {
            if (isset($frame['file'], $frame['line']) && !str_starts_with($frame['file'], $own)) {
                self::trace()->setValue($error, \array_slice($trace, $depth + 1));
                return [$frame['file'], $frame['line']];
            }
        }
        return [$error->getFile(), $error->getLine()];
    }

    /**
     * Gives a derived error the trace of the one that it was derived from.
     */
    public static function copyTrace(EgoException $from, EgoException $to): void
    {
        self::trace()->setValue($to, $from->getTrace());
    }

    private static function trace(): \ReflectionProperty
    {
        return self::$trace ??= new \ReflectionProperty(\Exception::class, 'trace');
    }
}
