<?php

declare(strict_types=1);

namespace Ego\Errors\Internal;

use Ego\Errors\Detail;

/**
 * The part of EgoException that makes other ones of it.
 *
 * @internal
 */
trait Derives
{
    /**
     * The error with a message that is taken literally.
     */
    final public function withMessage(string $message): static
    {
        return $this->derive($this->content->withMessage($message));
    }

    /**
     * The error with other metadata.
     *
     * @param array<array-key, string|null> $metadata all entries; one with null is left out
     */
    final public function withMetadata(array $metadata): static
    {
        return $this->derive($this->content->withMetadata(Text::metadata([], $metadata)));
    }

    /**
     * The error with more metadata.
     *
     * @param array<array-key, string|null> $metadata entries to set over the present ones; one with null is left out
     */
    final public function addMetadata(array $metadata): static
    {
        return $this->derive($this->content->withMetadata(Text::metadata($this->content->metadata, $metadata)));
    }

    /**
     * The error with other details; the ErrorInfo stays, and comes first.
     */
    final public function withDetails(Detail ...$details): static
    {
        return $this->derive($this->content->withDetails(array_values($details)));
    }

    /**
     * The error with a local cause, which `getPrevious` gives.
     */
    final public function withPrevious(\Throwable $previous): static
    {
        return $this->derive($this->content, $previous);
    }

    private function derive(Content $content, ?\Throwable $previous = null): static
    {
        $error = Origin::instance(static::class);
        $error->adopt($content, $previous ?? $this->getPrevious());
        [$error->file, $error->line] = [$this->file, $this->line];
        Origin::copyTrace($this, $error);
        return $error;
    }
}
