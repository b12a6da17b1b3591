<?php

declare(strict_types=1);

namespace Live;

/**
 * A message that is nothing but its bytes: what ext-grpc needs of one, without protobuf.
 */
final class Text
{
    public function __construct(public string $text = '')
    {
    }

    public function serializeToString(): string
    {
        return $this->text;
    }

    public function mergeFromString(string $bytes): void
    {
        $this->text = $bytes;
    }
}
