<?php

declare(strict_types=1);

namespace Ego\Errors;

/**
 * The canonical gRPC status codes; `value` is the number, `name` the name on the wire.
 */
enum Status: int
{
    case OK = 0;
    case CANCELLED = 1;
    case UNKNOWN = 2;
    case INVALID_ARGUMENT = 3;
    case DEADLINE_EXCEEDED = 4;
    case NOT_FOUND = 5;
    case ALREADY_EXISTS = 6;
    case PERMISSION_DENIED = 7;
    case RESOURCE_EXHAUSTED = 8;
    case FAILED_PRECONDITION = 9;
    case ABORTED = 10;
    case OUT_OF_RANGE = 11;
    case UNIMPLEMENTED = 12;
    case INTERNAL = 13;
    case UNAVAILABLE = 14;
    case DATA_LOSS = 15;
    case UNAUTHENTICATED = 16;

    /**
     * The HTTP status that google.rpc.Code names for it, 200 to 504.
     */
    public function httpStatus(): int
    {
        return match ($this) {
            self::OK => 200,
            self::CANCELLED => 499,
            self::INVALID_ARGUMENT, self::FAILED_PRECONDITION, self::OUT_OF_RANGE => 400,
            self::DEADLINE_EXCEEDED => 504,
            self::NOT_FOUND => 404,
            self::ALREADY_EXISTS, self::ABORTED => 409,
            self::PERMISSION_DENIED => 403,
            self::UNAUTHENTICATED => 401,
            self::RESOURCE_EXHAUSTED => 429,
            self::UNIMPLEMENTED => 501,
            self::UNAVAILABLE => 503,
            self::UNKNOWN, self::INTERNAL, self::DATA_LOSS => 500,
        };
    }

    /**
     * The status of a number in grpc-status; one that gRPC does not know is UNKNOWN.
     */
    public static function fromNumber(int $number): self
    {
        return self::tryFrom($number) ?? self::UNKNOWN;
    }

    /**
     * The status of a canonical name such as `NOT_FOUND`; null for any other text.
     */
    public static function fromName(string $name): ?self
    {
        foreach (self::cases() as $case) {
            if ($case->name === $name) {
                return $case;
            }
        }
        return null;
    }
}
