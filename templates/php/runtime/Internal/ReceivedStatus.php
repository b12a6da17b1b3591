<?php

declare(strict_types=1);

namespace Ego\Errors\Internal;

use Ego\Errors\Detail;

/**
 * What the bytes of a grpc-status-details-bin trailer say.
 *
 * @internal
 */
final class ReceivedStatus
{
    private const MAX_DETAILS = 64;
    private const MAX_METADATA = 64;

    public int $code = 0;

    /** Bytes as they came. */
    public string $message = '';

    public string $reason = '';
    public string $domain = '';

    /** @var array<array-key, string> sorted */
    public array $metadata = [];

    /** @var list<Detail> */
    public array $details = [];

    /** Where the ErrorInfo that decides is among the details; -1 when there is none. */
    public int $infoAt = -1;

    /** Whether an ErrorInfo was passed over because it is malformed. */
    public bool $isBroken = false;

    private function __construct()
    {
    }

    /**
     * Reads the bytes; null when they are no Status.
     */
    public static function read(string $bytes): ?self
    {
        $status = new self();
        try {
            $status->readStatus(new Reader($bytes, 0, \strlen($bytes)));
        } catch (MalformedException) {
            return null;
        }
        foreach ($status->details as $at => $detail) {
            if ($detail->typeUrl === Content::INFO_URL || $detail->typeName() === Content::INFO) {
                try {
                    $status->readInfo(new Reader($detail->value, 0, \strlen($detail->value)));
                    $status->infoAt = $at;
                    break;
                } catch (MalformedException) {
                    $status->isBroken = true;
                }
            }
        }
        return $status;
    }

    private function readStatus(Reader $in): void
    {
        while ($in->next()) {
            if ($in->field === 3 && $in->type === 2) {
                $detail = self::readAny($in->message());
                if (\count($this->details) < self::MAX_DETAILS) {
                    $this->details[] = $detail;
                }
            } elseif ($in->field === 1 && $in->type === 0) {
                $this->code = $in->int32();
            } elseif ($in->field === 2 && $in->type === 2) {
                $this->message = $in->value();
            }
        }
    }

    private static function readAny(Reader $in): Detail
    {
        $typeUrl = '';
        $value = '';
        while ($in->next()) {
            if ($in->type === 2 && $in->field === 1) {
                $typeUrl = $in->value();
            } elseif ($in->type === 2 && $in->field === 2) {
                $value = $in->value();
            }
        }
        return new Detail($typeUrl, $value);
    }

    private function readInfo(Reader $in): void
    {
        $reason = '';
        $domain = '';
        $metadata = [];
        while ($in->next()) {
            if ($in->type !== 2) {
                continue;
            }
            if ($in->field === 1) {
                $reason = $in->value();
            } elseif ($in->field === 2) {
                $domain = $in->value();
            } elseif ($in->field === 3) {
                [$key, $value] = self::readEntry($in->message());
                if (\count($metadata) < self::MAX_METADATA || isset($metadata[$key])) {
                    $metadata[$key] = $value;
                }
            }
        }
        // Not before all of it is read: a malformed ErrorInfo says nothing.
        $this->reason = Text::clean($reason);
        $this->domain = Text::clean($domain);
        ksort($metadata, SORT_STRING);
        $this->metadata = $metadata;
    }

    /**
     * @return array{string, string}
     */
    private static function readEntry(Reader $in): array
    {
        $key = '';
        $value = '';
        while ($in->next()) {
            if ($in->type === 2 && $in->field === 1) {
                $key = $in->value();
            } elseif ($in->type === 2 && $in->field === 2) {
                $value = $in->value();
            }
        }
        return [Text::clean($key), Text::clean($value)];
    }
}
