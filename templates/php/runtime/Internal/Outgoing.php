<?php

declare(strict_types=1);

namespace Ego\Errors\Internal;

use Ego\Errors\Detail;

/**
 * What goes on the wire of an error: at most 7,168 bytes of message and details together.
 *
 * A default Java, PHP or C-core client loses the whole error once the trailers pass 8 KiB
 * (docs/error-contract.md, section B).
 *
 * @internal
 */
final class Outgoing
{
    private const BUDGET = 7168;

    /**
     * @param string $message grpc-message before percent-encoding
     * @param string $details the bytes of grpc-status-details-bin; empty when there is no such trailer
     */
    public function __construct(public readonly string $message, public readonly string $details)
    {
    }

    /**
     * The bytes of a Status.
     *
     * @param iterable<Detail> $details
     */
    public static function encode(int $code, string $message, iterable $details): string
    {
        $bytes = "\x08" . Wire::varint($code) . Wire::bytesIfAny(2, $message);
        foreach ($details as $detail) {
            $bytes .= Wire::bytes(3, $detail->encode());
        }
        return $bytes;
    }

    /**
     * Whether a message and so many bytes of details are within the budget.
     */
    public static function fits(string $message, int $length): bool
    {
        $left = self::BUDGET - intdiv($length + 2, 3) * 4;
        $bytes = \strlen($message);
        // Each byte takes one or three; only in between they must be counted.
        return $bytes * 3 <= $left || ($bytes <= $left && self::percentEncodedLength($message) <= $left);
    }

    /**
     * The longest prefix of whole characters that fits; `$length` gives the length of the Status with a message.
     *
     * @param \Closure(int): int $length from the bytes of the message to those of the Status
     */
    public static function longestPrefix(string $message, \Closure $length): string
    {
        $fits = 0;
        $over = min(\strlen($message), self::BUDGET) + 1;
        while ($over - $fits > 1) {
            $middle = ($fits + $over) >> 1;
            if (self::fits(substr($message, 0, $middle), $length($middle))) {
                $fits = $middle;
            } else {
                $over = $middle;
            }
        }
        while ($fits > 0 && $fits < \strlen($message) && (\ord($message[$fits]) & 0xc0) === 0x80) {
            $fits--;
        }
        return substr($message, 0, $fits);
    }

    /**
     * As HTTP/2 trailers, percent-encoded and in base64.
     *
     * @return array<string, string>
     */
    public function toHttpTrailers(int $code): array
    {
        $encode = static fn (array $match): string => strtoupper('%' . bin2hex($match[0]));
        $message = (string) preg_replace_callback('/[^\x20-\x24\x26-\x7e]/', $encode, $this->message);
        $trailers = ['grpc-status' => (string) $code, 'grpc-message' => $message];
        if ($this->details !== '') {
            $trailers[NativeStatus::TRAILER] = rtrim(base64_encode($this->details), '=');
        }
        return $trailers;
    }

    private static function percentEncodedLength(string $message): int
    {
        $plain = \strlen((string) preg_replace('/[^\x20-\x24\x26-\x7e]+/', '', $message));
        return $plain + 3 * (\strlen($message) - $plain);
    }
}
