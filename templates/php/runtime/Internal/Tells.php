<?php

declare(strict_types=1);

namespace Ego\Errors\Internal;

/**
 * The part of EgoException that shows it to people and sends it to programs.
 *
 * @internal
 */
trait Tells
{
    /**
     * The message in a language: the text of the code for it, filled from the metadata; else the message.
     *
     * @param string|null $locale a BCP-47 tag such as `zh-CN`
     */
    final public function localized(?string $locale): string
    {
        return $this->content->code()?->localText($locale, $this->content->metadata)[1] ?? $this->getMessage();
    }

    /**
     * The line to show a person, the message and the unique reason: `下单失败 (order.v1.ORDER_ERR_PAY_FAILED)`.
     *
     * @param string|null $locale a BCP-47 tag; null for the default message
     */
    final public function display(?string $locale = null): string
    {
        $line = $this->localized($locale);
        $line = $line === '' ? $this->content->status->name : $line;
        return $this->content->reason === '' ? $line : "$line ({$this->content->identity()})";
    }

    /**
     * The JSON body of an HTTP answer, as in AIP-193, for json_encode; send it with `getHttpStatus`.
     *
     * @param string|null $locale a BCP-47 tag for a LocalizedMessage
     *
     * @return array{error: array{code: int, message: string, status: string, details: list<array<string, mixed>>}}
     */
    final public function httpBody(?string $locale = null): array
    {
        $details = [];
        if ($this->content->hasIdentity()) {
            $details[] = [
                '@type' => Content::INFO_URL,
                'reason' => $this->content->reason,
                'domain' => $this->content->domain,
                'metadata' => new JsonObject($this->content->metadata),
            ];
        }
        $found = $this->content->code()?->localText($locale, $this->content->metadata);
        if ($found !== null) {
            $type = 'type.googleapis.com/google.rpc.LocalizedMessage';
            $details[] = ['@type' => $type, 'locale' => $found[0], 'message' => $found[1]];
        }
        return [
            'error' => [
                'code' => $this->getHttpStatus(),
                'message' => $this->getMessage(),
                'status' => $this->content->status->name,
                'details' => $details,
            ],
        ];
    }

    /**
     * What goes on the wire, as ext-grpc's server wants it: `$context->setStatus($error->toStatus())`.
     *
     * @return array{code: int, details: string, metadata: array<string, list<string>>}
     */
    final public function toStatus(): array
    {
        $outgoing = $this->content->outgoing();
        return [
            'code' => $this->content->status->value,
            'details' => $outgoing->message,
            'metadata' => $outgoing->details === '' ? [] : [NativeStatus::TRAILER => [$outgoing->details]],
        ];
    }

    /**
     * What goes on the wire as HTTP/2 trailers, encoded, for servers that are not ext-grpc's.
     *
     * @return array<string, string>
     */
    final public function toHttpTrailers(): array
    {
        return $this->content->outgoing()->toHttpTrailers($this->content->status->value);
    }
}
