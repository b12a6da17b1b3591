<?php

declare(strict_types=1);

namespace Ego\Errors\Internal;

use Ego\Errors\Detail;

/**
 * One error being taken apart until it fits; sizes are kept up to date, nothing is encoded before the end.
 *
 * @internal
 */
final class Trimming
{
    public const TRUNCATED = 'ego-truncated';

    private const DROPPED_FIRST = ['google.rpc.DebugInfo', 'google.rpc.Help', 'google.rpc.LocalizedMessage'];

    private int $infoSize = 0;
    private int $othersSize = 0;

    /** @var array<int, Detail|null> */
    private array $details = [];

    /** @var array<array-key, string> */
    private array $metadata = [];

    /**
     * @param string $infoUrl the type_url of the ErrorInfo
     * @param int $infoAt its place among the details
     */
    public function __construct(
        private readonly int $code,
        private string $message,
        private readonly string $reason,
        private readonly string $domain,
        private readonly string $infoUrl,
        private readonly int $infoAt,
    ) {
    }

    /**
     * Drops one piece at a time, in the order of section B, until the rest fits.
     *
     * @param array<int, Detail|null> $details null stands for the ErrorInfo
     * @param array<array-key, string> $metadata
     */
    public function trim(array $details, array $metadata): Outgoing
    {
        $this->details = $details;
        $this->metadata = Text::metadata($metadata, [self::TRUNCATED => '1']);
        $this->infoSize = Wire::sizeIfAny(\strlen($this->reason)) + Wire::sizeIfAny(\strlen($this->domain));
        foreach ($this->metadata as $key => $value) {
            $this->infoSize += self::sizeOfEntry((string) $key, $value);
        }
        foreach ($details as $detail) {
            $this->othersSize += $detail === null ? 0 : $detail->size();
        }
        foreach (self::DROPPED_FIRST as $type) {
            $this->dropDetails($type);
        }
        $this->dropDetails(null);
        $this->dropMetadata();
        if ($this->isTooLong()) {
            $this->message = Outgoing::longestPrefix($this->message, $this->length(...));
        }
        $info = Content::encodeInfo($this->reason, $this->domain, $this->metadata);
        $this->details[$this->infoAt] = new Detail($this->infoUrl, $info);
        $bytes = Outgoing::encode($this->code, $this->message, array_filter($this->details));
        return new Outgoing($this->message, $bytes);
    }

    /**
     * Drops details of a type, or of any type for null, from the last to the first.
     */
    private function dropDetails(?string $type): void
    {
        foreach (array_reverse($this->details, true) as $at => $detail) {
            if ($detail !== null && ($type === null || $detail->typeName() === $type)) {
                if (!$this->isTooLong()) {
                    return;
                }
                $this->othersSize -= $detail->size();
                $this->details[$at] = null;
            }
        }
    }

    private function dropMetadata(): void
    {
        $lengths = array_map(\strlen(...), $this->metadata);
        unset($lengths[self::TRUNCATED]);
        // The sort is stable: among values of one length the keys stay in their order.
        asort($lengths);
        foreach (array_reverse($lengths, true) as $key => $_) {
            if (!$this->isTooLong()) {
                return;
            }
            $this->infoSize -= self::sizeOfEntry((string) $key, $this->metadata[$key]);
            unset($this->metadata[$key]);
        }
    }

    private function isTooLong(): bool
    {
        return !Outgoing::fits($this->message, $this->length(\strlen($this->message)));
    }

    /**
     * The length of the Status with a message of so many bytes.
     */
    private function length(int $message): int
    {
        $any = Wire::sizeIfAny(\strlen($this->infoUrl)) + Wire::sizeIfAny($this->infoSize);
        return 2 + Wire::sizeIfAny($message) + Wire::sizeOf($any) + $this->othersSize;
    }

    private static function sizeOfEntry(string $key, string $value): int
    {
        return Wire::sizeOf(Wire::sizeOf(\strlen($key)) + Wire::sizeOf(\strlen($value)));
    }
}
