<?php

declare(strict_types=1);

namespace Ego\Errors\Internal;

use Ego\Errors\Detail;
use Ego\Errors\ErrorCode;
use Ego\Errors\Registry;
use Ego\Errors\Status;

/**
 * What an error holds, as one value that nobody changes once it is made.
 *
 * @internal
 */
final class Content
{
    public const INFO = 'google.rpc.ErrorInfo';
    public const INFO_URL = 'type.googleapis.com/google.rpc.ErrorInfo';

    public string $reason = '';
    public string $domain = '';

    /** @var array<array-key, string> sorted */
    public array $metadata = [];

    /** Whether details arrived that could not be decoded, all or one ErrorInfo of them. */
    public bool $isBroken = false;

    /** Whether grpc-status disagreed with the details or with the code. */
    public bool $isMismatch = false;

    /** Whether it came from elsewhere. */
    public bool $isReceived = false;

    /** @var list<Detail> all details in the order of the wire, the ErrorInfo that was read in its place */
    private array $details = [];

    /** Where that ErrorInfo is among the details; -1 when none was read. */
    private int $infoAt = -1;

    /** Whether the bytes of that ErrorInfo are out of date. */
    private bool $isInfoDerived = false;

    /** The Status as it was received, until something is derived. */
    private string $raw = '';

    /** The message; null while it is the code's template. */
    private ?string $text = '';

    private ?ErrorCode $code = null;

    private function __construct(public readonly Status $status, private readonly Registry $registry)
    {
    }

    /**
     * A fresh error of a code.
     *
     * @param array<array-key, string|null> $metadata
     */
    public static function fresh(ErrorCode $code, array $metadata): self
    {
        $content = new self($code->status, Registry::global());
        $content->code = $code;
        $content->text = null;
        $content->reason = $code->reason;
        $content->domain = $code->domain;
        $content->metadata = $metadata === [] ? [] : Text::metadata([], $metadata);
        return $content;
    }

    /**
     * An error that is only a status and a message.
     */
    public static function plain(Status $status, string $message, Registry $registry): self
    {
        $content = new self($status, $registry);
        $content->text = Text::clean($message);
        return $content;
    }

    /**
     * What arrived with a status that is not OK; total (docs/error-contract.md, section R).
     *
     * @param string $raw the bytes of grpc-status-details-bin; empty ones mean that there was no such trailer
     */
    public static function received(Status $status, string $message, string $raw, Registry $registry): self
    {
        $content = self::plain($status, $message, $registry);
        $content->isReceived = true;
        $content->raw = $raw;
        $read = $raw === '' ? null : ReceivedStatus::read($raw);
        if ($read === null) {
            $content->isBroken = $raw !== '';
            return $content;
        }
        if ($message === '') {
            $content->text = Text::clean($read->message);
        }
        $content->isBroken = $read->isBroken;
        $content->details = $read->details;
        $content->infoAt = $read->infoAt;
        $content->reason = $read->reason;
        $content->domain = $read->domain;
        $content->metadata = $read->metadata;
        $content->code = $registry->find($read->reason, $read->domain);
        $content->isMismatch = $read->code !== $status->value
            || ($content->code !== null && $content->code->status !== $status);
        return $content;
    }

    /**
     * @param string $message taken literally
     */
    public function withMessage(string $message): self
    {
        $derived = $this->derived();
        $derived->text = Text::clean($message);
        return $derived;
    }

    /**
     * @param array<array-key, string> $metadata as Text::metadata gives it
     */
    public function withMetadata(array $metadata): self
    {
        $derived = $this->derived();
        $derived->metadata = $metadata;
        $derived->isInfoDerived = true;
        return $derived;
    }

    /**
     * @param list<Detail> $details
     */
    public function withDetails(array $details): self
    {
        $derived = $this->derived();
        if ($this->infoAt >= 0) {
            array_unshift($details, $this->details[$this->infoAt]);
            $derived->infoAt = 0;
        }
        $derived->details = $details;
        return $derived;
    }

    /**
     * The message as it is shown and sent.
     */
    public function message(): string
    {
        return $this->text ?? ($this->code === null ? '' : $this->code->defaultText($this->metadata));
    }

    /**
     * The code that this is an occurrence of; looked for again where it was not known when the error was read.
     */
    public function code(): ?ErrorCode
    {
        return $this->code ?? $this->registry->find($this->reason, $this->domain);
    }

    /**
     * The details but the deciding ErrorInfo.
     *
     * @return list<Detail>
     */
    public function otherDetails(): array
    {
        $others = $this->details;
        if ($this->infoAt >= 0) {
            array_splice($others, $this->infoAt, 1);
        }
        return $others;
    }

    public function hasIdentity(): bool
    {
        return $this->reason !== '' || $this->domain !== '' || $this->metadata !== [];
    }

    /**
     * Whether the error has this identity.
     *
     * @param string $fullName empty for an error whose code nobody knows and whose reason is bare
     */
    public function matches(string $fullName, string $reason, string $domain): bool
    {
        // A dotted reason is the full name, also of a code that was registered after the error was read.
        if ($this->code === null && str_contains($this->reason, '.')) {
            return $this->reason === $fullName;
        }
        $code = $this->code();
        if ($code !== null) {
            return $code->fullName === $fullName;
        }
        // A bare reason that means none or several of the registered codes is not one of them.
        return $this->reason !== ''
            && $this->domain !== ''
            && $this->reason === $reason
            && $this->domain === $domain
            && ($fullName === '' || !$this->registry->has($fullName));
    }

    /**
     * The unique name for people: the full name, or what arrived of it.
     */
    public function identity(): string
    {
        $code = $this->code();
        if ($code !== null) {
            return $code->fullName;
        }
        $isName = $this->domain === '' || str_contains($this->reason, '.');
        return $isName ? $this->reason : "{$this->domain}/{$this->reason}";
    }

    /**
     * What goes on the wire, within the budget.
     */
    public function outgoing(): Outgoing
    {
        $message = $this->message();
        if ($this->raw !== '') {
            $bytes = $this->raw;
        } else {
            $details = $this->outgoingDetails();
            $bytes = $details === [] ? '' : Outgoing::encode($this->status->value, $message, $details);
        }
        if (Outgoing::fits($message, \strlen($bytes))) {
            return new Outgoing($message, $bytes);
        }
        $at = max($this->infoAt, 0);
        $url = $this->infoAt < 0 ? self::INFO_URL : $this->details[$at]->typeUrl;
        $others = $this->details;
        if ($this->infoAt >= 0) {
            $others[$at] = null;
        } else {
            array_unshift($others, null);
        }
        $trimming = new Trimming($this->status->value, $message, $this->reason, $this->domain, $url, $at);
        return $trimming->trim($others, $this->metadata);
    }

    /**
     * The bytes of an ErrorInfo.
     *
     * @param array<array-key, string> $metadata
     */
    public static function encodeInfo(string $reason, string $domain, array $metadata): string
    {
        $bytes = Wire::bytesIfAny(1, $reason) . Wire::bytesIfAny(2, $domain);
        foreach ($metadata as $key => $value) {
            $bytes .= Wire::bytes(3, Wire::bytes(1, (string) $key) . Wire::bytes(2, $value));
        }
        return $bytes;
    }

    /**
     * @return list<Detail>
     */
    private function outgoingDetails(): array
    {
        $details = $this->details;
        if ($this->infoAt >= 0) {
            if ($this->isInfoDerived) {
                $value = self::encodeInfo($this->reason, $this->domain, $this->metadata);
                $details[$this->infoAt] = new Detail($details[$this->infoAt]->typeUrl, $value);
            }
        } elseif ($this->hasIdentity()) {
            $value = self::encodeInfo($this->reason, $this->domain, $this->metadata);
            array_unshift($details, new Detail(self::INFO_URL, $value));
        }
        return $details;
    }

    private function derived(): self
    {
        $derived = clone $this;
        $derived->raw = '';
        return $derived;
    }
}
