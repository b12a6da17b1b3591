<?php

declare(strict_types=1);

namespace Ego\Testee;

/**
 * An answer that is an error.
 */
final class Refusal extends \Exception
{
    /**
     * @param array<string, string> $more further fields of the answer
     */
    public function __construct(public readonly string $kind, string $text, public readonly array $more = [])
    {
        parent::__construct($text);
    }

    public static function bad(string $text): self
    {
        return new self('bad_request', $text);
    }
}
