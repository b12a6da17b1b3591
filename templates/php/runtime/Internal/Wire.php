<?php

declare(strict_types=1);

namespace Ego\Errors\Internal;

/**
 * Writes the wire format of protobuf.
 *
 * @internal
 */
final class Wire
{
    /**
     * A varint of a number that is not negative, in its shortest form.
     */
    public static function varint(int $number): string
    {
        $bytes = '';
        while ($number > 0x7f) {
            $bytes .= \chr($number & 0x7f | 0x80);
            $number >>= 7;
        }
        return $bytes . \chr($number);
    }

    /**
     * A field with a length, also when it is empty; the number is below 16.
     */
    public static function bytes(int $field, string $value): string
    {
        return \chr($field << 3 | 2) . self::varint(\strlen($value)) . $value;
    }

    /**
     * A field with a length; nothing when it is empty.
     */
    public static function bytesIfAny(int $field, string $value): string
    {
        return $value === '' ? '' : self::bytes($field, $value);
    }

    /**
     * How many bytes a field with so many bytes in it takes.
     */
    public static function sizeOf(int $length): int
    {
        $size = 2 + $length;
        while ($length > 0x7f) {
            $length >>= 7;
            $size++;
        }
        return $size;
    }

    /**
     * As sizeOf; nothing when it is empty.
     */
    public static function sizeIfAny(int $length): int
    {
        return $length === 0 ? 0 : self::sizeOf($length);
    }
}
