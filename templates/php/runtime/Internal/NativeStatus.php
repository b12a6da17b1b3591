<?php

declare(strict_types=1);

namespace Ego\Errors\Internal;

use Ego\Errors\Status;

/**
 * The parts of a status as ext-grpc or the trailers of a call give it; total, whatever it is given.
 *
 * @internal
 */
final class NativeStatus
{
    public const TRAILER = 'grpc-status-details-bin';

    private function __construct(
        public readonly int $code,
        public readonly string $message,
        public readonly string $details,
    ) {
    }

    /**
     * @param mixed $status an object or array with `code`, `details` and `metadata`, an array of decoded trailers, or a
     *                      Google\Rpc\Status
     */
    public static function of(mixed $status): self
    {
        if ($status instanceof \Google\Rpc\Status) {
            try {
                return new self($status->getCode(), $status->getMessage(), $status->serializeToString());
            } catch (\Throwable) {
                return new self(Status::UNKNOWN->value, '', '');
            }
        }
        // get_object_vars sees what is public, and runs no code of the object.
        $fields = \is_object($status) ? get_object_vars($status) : (\is_array($status) ? $status : []);
        if (\array_key_exists('code', $fields)) {
            $metadata = $fields['metadata'] ?? null;
            $details = \is_array($metadata) ? self::named($metadata, self::TRAILER) : '';
            return new self(self::number($fields['code']), self::text($fields['details'] ?? ''), self::text($details));
        }
        return new self(
            self::number(self::text(self::named($fields, 'grpc-status'))),
            self::text(self::named($fields, 'grpc-message')),
            self::text(self::named($fields, self::TRAILER)),
        );
    }

    /**
     * The trailers of a call, as they are on the wire of HTTP/2.
     *
     * @param array<array-key, mixed> $headers values or lists of values by name
     */
    public static function ofHttp(array $headers): self
    {
        // Several values of one header may arrive joined by commas; the first counts.
        $details = strstr(self::text(self::named($headers, self::TRAILER)) . ',', ',', true);
        return new self(
            self::number(self::text(self::named($headers, 'grpc-status'))),
            rawurldecode(self::text(self::named($headers, 'grpc-message'))),
            (string) base64_decode((string) $details, false),
        );
    }

    /**
     * The value of a key of metadata, which has no case; the one in lower case wins, as gRPC writes it.
     *
     * @param array<array-key, mixed> $metadata
     */
    private static function named(array $metadata, string $name): mixed
    {
        if (isset($metadata[$name])) {
            return $metadata[$name];
        }
        foreach ($metadata as $key => $value) {
            if (strtolower((string) $key) === $name) {
                return $value;
            }
        }
        return '';
    }

    private static function number(mixed $code): int
    {
        if (\is_int($code)) {
            return $code;
        }
        $isNumber = \is_string($code) && preg_match('/^[0-9]{1,9}$/D', $code) === 1;
        return $isNumber ? (int) $code : Status::UNKNOWN->value;
    }

    /**
     * A value, or the first of a list.
     */
    private static function text(mixed $value): string
    {
        if (\is_array($value)) {
            $value = reset($value);
        }
        return \is_string($value) || \is_int($value) ? (string) $value : '';
    }
}
