<?php

declare(strict_types=1);

namespace Ego\Errors\Internal;

/**
 * Metadata that becomes an object in JSON, also where it is empty or its keys are 0, 1, 2 …
 *
 * @internal
 *
 * @implements \IteratorAggregate<array-key, string>
 */
final class JsonObject implements \JsonSerializable, \IteratorAggregate, \Countable
{
    /**
     * @param array<array-key, string> $entries
     */
    public function __construct(private readonly array $entries)
    {
    }

    /**
     * @return array<array-key, string>|object
     */
    public function jsonSerialize(): array|object
    {
        // An object would lose keys that begin with NUL; a list has none of them.
        return array_is_list($this->entries) ? (object) $this->entries : $this->entries;
    }

    public function getIterator(): \Traversable
    {
        return new \ArrayIterator($this->entries);
    }

    public function count(): int
    {
        return \count($this->entries);
    }
}
