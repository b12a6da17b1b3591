<?php

declare(strict_types=1);

namespace Ego\Errors;

use Ego\Errors\Internal\Locales;
use Ego\Errors\Internal\MessageTemplate;
use Ego\Errors\Internal\Text;

/**
 * One declared error: what a proto file says about it. Immutable.
 *
 * Generated exception classes hold one: `UserErrNotFound::code()`.
 */
final class ErrorCode
{
    /** The full name of the enum value, `shop.user.v1.USER_ERR_NOT_FOUND`. */
    public readonly string $fullName;

    /** The enum value's own name, `USER_ERR_NOT_FOUND`. */
    public readonly string $name;

    /** ErrorInfo.reason: the full name, or the own name with `identity=aip`. */
    public readonly string $reason;

    /** ErrorInfo.domain; may be empty. */
    public readonly string $domain;

    /** The message template; may be empty. */
    public readonly string $message;

    /** @var list<string> the declared metadata keys, as they were declared */
    public readonly array $keys;

    private readonly Locales $locales;

    /**
     * @param string $fullName such as `shop.user.v1.USER_ERR_NOT_FOUND`
     * @param Status $status the gRPC status that the error travels with; not OK
     * @param string $reason ErrorInfo.reason: the full name (the default) or the text after its last dot
     * @param string $domain ErrorInfo.domain; needed when the reason is not the full name
     * @param string $message text in which `{key}` stands for the metadata entry `key`
     * @param array<array-key, string> $i18n such texts by BCP-47 tag
     * @param list<string> $keys the declared metadata keys
     * @param class-string<EgoException>|null $exception the class of its exceptions; null for EgoException itself
     *
     * @throws InvalidCodeException if this cannot be an error code
     */
    public function __construct(
        string $fullName,
        public readonly Status $status,
        string $reason = '',
        string $domain = '',
        string $message = '',
        array $i18n = [],
        array $keys = [],
        public readonly ?string $exception = null,
    ) {
        $this->fullName = Text::clean($fullName);
        $this->name = substr($this->fullName, (int) strrpos('.' . $this->fullName, '.'));
        $this->reason = $reason === '' ? $this->fullName : Text::clean($reason);
        $this->domain = Text::clean($domain);
        $this->message = Text::clean($message);
        $this->locales = new Locales($i18n);
        $this->keys = array_map(Text::clean(...), array_values($keys));
        $problem = $this->problem();
        if ($problem !== '') {
            throw new InvalidCodeException("error code '{$this->fullName}': $problem");
        }
    }

    /**
     * The message templates by BCP-47 tag, sorted.
     *
     * @return array<array-key, string>
     */
    public function translations(): array
    {
        return $this->locales->texts;
    }

    /**
     * Whether two codes say the same in everything that was declared.
     */
    public function equals(self $other): bool
    {
        return $this->fullName === $other->fullName
            && $this->status === $other->status
            && $this->reason === $other->reason
            && $this->domain === $other->domain
            && $this->message === $other->message
            && $this->locales->texts === $other->locales->texts
            && $this->keys === $other->keys;
    }

    /**
     * A new exception of this code.
     *
     * @param array<array-key, string|null> $metadata copied; an entry with null is left out
     */
    public function exception(array $metadata = [], ?\Throwable $previous = null): EgoException
    {
        return EgoException::of($this, $metadata, $previous);
    }

    /**
     * The message of an error with this metadata: the template, or the own name where there is none.
     *
     * @param array<array-key, string> $metadata
     *
     * @internal
     */
    public function defaultText(array $metadata): string
    {
        return $this->message === '' ? $this->name : MessageTemplate::fill($this->message, $metadata);
    }

    /**
     * The tag under which a text for the locale was declared, and that text; null when there is none.
     *
     * @param array<array-key, string> $metadata
     *
     * @return array{string, string}|null
     *
     * @internal
     */
    public function localText(?string $locale, array $metadata): ?array
    {
        $tag = $this->locales->find($locale);
        return $tag === null ? null : [$tag, MessageTemplate::fill($this->locales->texts[$tag], $metadata)];
    }

    /**
     * Who this is, for messages about two definitions under one identity.
     *
     * @internal
     */
    public function describe(): string
    {
        $class = $this->exception === null ? '' : " in {$this->exception}";
        return "{$this->fullName} ({$this->status->name}, domain \"{$this->domain}\"$class)";
    }

    private function problem(): string
    {
        return match (true) {
            $this->fullName === '' => 'the full name is empty',
            $this->status === Status::OK => 'OK is not the status of an error',
            $this->reason === $this->fullName => '',
            $this->reason !== $this->name => "the reason '{$this->reason}' is neither the full name nor the own name",
            $this->domain === '' => 'a reason that is not the full name needs a domain',
            default => '',
        };
    }
}
