<?php

declare(strict_types=1);

namespace Ego\Errors\Internal;

/**
 * Reads one message of the wire format of protobuf, field by field; the bytes may be anything.
 *
 * By hand, because protobuf's own readers differ in what they accept (docs/error-contract.md, section W).
 *
 * @internal
 */
final class Reader
{
    /** The number of the field that `next` found. */
    public int $field = 0;

    /** Its wire type: 0, 1, 2 or 5. */
    public int $type = 0;

    /** The value of a varint (modulo 2^64), or the length of a field of wire type 2. */
    public int $number = 0;

    /**
     * @param int $at where the message begins; behind `next`, where the next field does
     * @param int $end where it ends
     */
    public function __construct(private readonly string $bytes, private int $at, private readonly int $end)
    {
    }

    /**
     * Goes to the next field; false at the end of the message.
     *
     * @throws MalformedException if there is something that is no field
     */
    public function next(): bool
    {
        if ($this->at >= $this->end) {
            return false;
        }
        $tag = \ord($this->bytes[$this->at++]);
        if ($tag > 0x7f) {
            $this->at--;
            $tag = $this->varint();
        }
        if ($tag < 8 || $tag > 0xffffffff) {
            throw new MalformedException('a tag without a field number, or above 2^32');
        }
        $this->field = $tag >> 3;
        $this->type = $tag & 7;
        switch ($this->type) {
            case 0:
                $this->number = $this->varint();
                return true;
            case 2:
                $this->number = $this->varint();
                $this->skip($this->number);
                return true;
            case 1:
                $this->skip(8);
                return true;
            case 5:
                $this->skip(4);
                return true;
            default:
                throw new MalformedException("wire type {$this->type}");
        }
    }

    /**
     * The bytes of the field that `next` found, which is of wire type 2.
     */
    public function value(): string
    {
        return substr($this->bytes, $this->at - $this->number, $this->number);
    }

    /**
     * A reader of the message in that field.
     */
    public function message(): self
    {
        return new self($this->bytes, $this->at - $this->number, $this->at);
    }

    /**
     * The varint that `next` found, as int32.
     */
    public function int32(): int
    {
        $low = $this->number & 0xffffffff;
        return $low > 0x7fffffff ? $low - 0x100000000 : $low;
    }

    private function skip(int $length): void
    {
        // A length of 2^63 or more is negative here.
        if ($length < 0 || $length > $this->end - $this->at) {
            throw new MalformedException('a field that ends behind its message');
        }
        $this->at += $length;
    }

    private function varint(): int
    {
        $number = 0;
        for ($shift = 0; $this->at < $this->end; $shift += 7) {
            $byte = \ord($this->bytes[$this->at++]);
            if ($shift === 63 && $byte > 1) {
                throw new MalformedException('a varint above 2^64');
            }
            $number |= ($byte & 0x7f) << $shift;
            if ($byte < 0x80) {
                return $number;
            }
        }
        throw new MalformedException('a message that ends inside a varint');
    }
}
