<?php

declare(strict_types=1);

namespace Ego\Testee;

/**
 * The members of a JSON object, with a refusal for each wrong type.
 */
final class Fields
{
    /**
     * @param array<array-key, mixed> $members
     */
    private function __construct(public readonly array $members)
    {
    }

    /**
     * A JSON value; objects become Fields, arrays lists.
     *
     * @throws \JsonException
     */
    public static function parse(string $json): mixed
    {
        // PHP's objects have no members that begin with NUL, and its arrays do not tell {} from []. So NUL goes through
        // as another character, which no request holds together with the first.
        $mark = "\u{f0000}";
        if (stripos($json, '\u0000') === false) {
            return self::wrap(json_decode($json, false, 1 << 20, JSON_THROW_ON_ERROR), null);
        }
        while (str_contains($json, $mark)) {
            $mark .= "\u{f0000}";
        }
        // An even number of backslashes before it are escapes of their own.
        $escaped = preg_replace('/(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000/', '${1}' . $mark, $json) ?? $json;
        return self::wrap(json_decode($escaped, false, 1 << 20, JSON_THROW_ON_ERROR), $mark);
    }

    public static function of(mixed $value): self
    {
        return $value instanceof self ? $value : throw Refusal::bad('an object is wanted');
    }

    public function has(string $name): bool
    {
        return \array_key_exists($name, $this->members);
    }

    public function get(string $name): mixed
    {
        return $this->members[$name] ?? null;
    }

    public function required(string $name): mixed
    {
        return $this->has($name) ? $this->members[$name] : throw Refusal::bad("$name is missing");
    }

    public function only(string ...$names): self
    {
        return new self(array_intersect_key($this->members, array_flip($names)));
    }

    public function string(string $name, ?string $default = null): string
    {
        $value = $this->has($name) ? $this->members[$name] : $default;
        return \is_string($value) ? $value : throw Refusal::bad("$name is not a string");
    }

    public function integer(string $name, int $default): int
    {
        $value = $this->has($name) ? $this->members[$name] : $default;
        return \is_int($value) && -2 ** 31 <= $value && $value < 2 ** 31
            ? $value
            : throw Refusal::bad("$name is not an integer of 32 bits");
    }

    /**
     * @return list<mixed>
     */
    public function list(string $name): array
    {
        $value = $this->has($name) ? $this->members[$name] : [];
        return \is_array($value) ? $value : throw Refusal::bad("$name is not a list");
    }

    public function textOrNull(string $name): ?string
    {
        return $this->get($name) === null ? null : self::text($this->get($name));
    }

    /**
     * @return array<array-key, string>
     */
    public function texts(string $name): array
    {
        return $this->has($name) ? array_map(self::text(...), self::of($this->members[$name])->members) : [];
    }

    /**
     * A text as raw as PHP has it: any bytes; UTF-16 with U+FFFD for what UTF-8 cannot hold.
     */
    public static function text(mixed $value): string
    {
        if (\is_string($value)) {
            return $value;
        }
        if ($value instanceof self && array_keys($value->members) === ['b64']) {
            return self::bytes($value->members['b64']);
        }
        if ($value instanceof self && array_keys($value->members) === ['utf16']) {
            return self::utf16($value->list('utf16'));
        }
        throw Refusal::bad('a text is wanted');
    }

    public static function bytes(mixed $value): string
    {
        $bytes = \is_string($value) ? base64_decode($value, true) : false;
        if ($bytes === false || base64_encode($bytes) !== $value) {
            throw Refusal::bad('base64 is wanted');
        }
        return $bytes;
    }

    /**
     * @param list<mixed> $units
     */
    private static function utf16(array $units): string
    {
        $text = '';
        foreach ($units as $at => $unit) {
            if (!\is_int($unit) || $unit < 0 || $unit > 0xffff) {
                throw Refusal::bad('a UTF-16 code unit is wanted');
            }
            $next = $units[$at + 1] ?? 0;
            $before = $units[$at - 1] ?? 0;
            if (($unit & 0xfc00) === 0xd800 && \is_int($next) && ($next & 0xfc00) === 0xdc00) {
                $text .= self::character(0x10000 + (($unit & 0x3ff) << 10) + ($next & 0x3ff));
            } elseif (($unit & 0xf800) !== 0xd800) {
                $text .= self::character($unit);
            } elseif (($unit & 0xfc00) !== 0xdc00 || ($before & 0xfc00) !== 0xd800) {
                $text .= "\u{fffd}";
            }
        }
        return $text;
    }

    private static function character(int $point): string
    {
        $tail = static fn (int $shift): string => \chr(0x80 | $point >> $shift & 0x3f);
        return match (true) {
            $point < 0x80 => \chr($point),
            $point < 0x800 => \chr(0xc0 | $point >> 6) . $tail(0),
            $point < 0x10000 => \chr(0xe0 | $point >> 12) . $tail(6) . $tail(0),
            default => \chr(0xf0 | $point >> 18) . $tail(12) . $tail(6) . $tail(0),
        };
    }

    private static function wrap(mixed $value, ?string $mark): mixed
    {
        if (\is_string($value)) {
            return $mark === null ? $value : str_replace($mark, "\0", $value);
        }
        if (\is_array($value)) {
            return array_map(static fn (mixed $item): mixed => self::wrap($item, $mark), $value);
        }
        if (!\is_object($value)) {
            return $value;
        }
        $members = [];
        foreach (get_object_vars($value) as $name => $member) {
            $name = $mark === null ? $name : str_replace($mark, "\0", (string) $name);
            $members[$name] = self::wrap($member, $mark);
        }
        return new self($members);
    }
}
