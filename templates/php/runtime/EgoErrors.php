<?php

declare(strict_types=1);

namespace Ego\Errors;

use Ego\Errors\Internal\NativeStatus;

/**
 * Reads, matches and registers errors: the entry points.
 */
final class EgoErrors
{
    private function __construct()
    {
    }

    /**
     * Reads any error; never throws.
     *
     * An EgoException comes back as it is. Of any other throwable, it and its previous ones are searched, from the
     * outside in, for an EgoException; without one it becomes UNKNOWN without a message, with the throwable as previous.
     *
     * @param mixed $status ext-grpc's status object, or an array of that form, `code`, `details`, `metadata`; or one
     *                      of decoded trailers: `grpc-status`, `grpc-message` and `grpc-status-details-bin`;
     *                      or a throwable, or null
     *
     * @return EgoException|null of the class of its code if that is registered; null for null and for status OK
     */
    public static function fromStatus(mixed $status): ?EgoException
    {
        return Registry::global()->fromStatus($status);
    }

    /**
     * Reads the trailers of a call as they are on the wire, percent-encoded and in base64; never throws.
     *
     * @param array<array-key, mixed> $headers values or lists of values by name, in any case
     */
    public static function fromHttpTrailers(array $headers): ?EgoException
    {
        $native = NativeStatus::ofHttp($headers);
        return self::fromWire($native->code, $native->message, $native->details);
    }

    /**
     * Reads the parts of a status; never throws.
     *
     * @param int $code the number in grpc-status; one that gRPC does not know counts as UNKNOWN
     * @param string $message grpc-message after percent-decoding
     * @param string|null $details the bytes of grpc-status-details-bin, whatever they are
     */
    public static function fromWire(int $code, string $message, ?string $details): ?EgoException
    {
        return EgoException::received($code, $message, $details ?? '', null, Registry::global());
    }

    /**
     * Throws the error of a status; returns when it is OK.
     *
     * @param mixed $status what `fromStatus` takes
     *
     * @throws EgoException
     */
    public static function check(mixed $status): void
    {
        $error = self::fromStatus($status);
        if ($error !== null) {
            throw $error;
        }
    }

    /**
     * Whether an error is an occurrence of a code.
     *
     * @param mixed $error what `fromStatus` takes
     * @param ErrorCode|\Throwable|class-string<EgoException>|null $target a code, a generated class, or another error;
     *                                                                     null equals only null
     */
    public static function is(mixed $error, ErrorCode|\Throwable|string|null $target): bool
    {
        return Registry::global()->is($error, $target);
    }

    /**
     * An error without a code.
     */
    public static function of(Status $status, string $message = '', ?\Throwable $previous = null): EgoException
    {
        if ($status === Status::OK) {
            throw new InvalidCodeException('OK is not the status of an error');
        }
        return EgoException::plain($status, $message, $previous, Registry::global());
    }

    /**
     * Makes a code known, and returns it; generated classes call it.
     *
     * @throws DuplicateCodeException if another definition has its identity
     */
    public static function register(ErrorCode $code): ErrorCode
    {
        Registry::global()->register($code);
        return $code;
    }

    /**
     * Makes exception classes known, by the full names of their codes, without loading them; generated classes call it.
     *
     * @param array<array-key, class-string<EgoException>> $classes
     *
     * @throws DuplicateCodeException if two classes with one full name say different things
     */
    public static function registerClasses(array $classes): void
    {
        Registry::global()->registerClasses($classes);
    }

    /**
     * The code of an exception class that extends the EgoException of another copy of this package.
     *
     * @throws \InvalidArgumentException if it is no exception class with a code
     *
     * @internal
     */
    public static function codeOfAnotherCopy(string $class): ErrorCode
    {
        $code = \defined($class . '::EGO_ERROR') ? $class::code() : null;
        if (!\is_object($code)) {
            throw new \InvalidArgumentException("$class is no exception class with an error code");
        }
        return new ErrorCode($code->fullName, Status::from($code->status->value), $code->reason, $code->domain);
    }
}
