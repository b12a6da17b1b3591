<?php

declare(strict_types=1);

namespace Ego\Errors;

use Ego\Errors\Internal\Text;
use Ego\Errors\Internal\Wire;

/**
 * One google.protobuf.Any of Status.details, kept as the bytes that it came with. Immutable.
 */
final class Detail
{
    private const PREFIX = 'type.googleapis.com/';

    /** Such as `type.googleapis.com/google.rpc.RetryInfo`; any text. */
    public readonly string $typeUrl;

    /**
     * @param string $typeUrl such as `type.googleapis.com/google.rpc.RetryInfo`
     * @param string $value the serialized message
     */
    public function __construct(string $typeUrl, public readonly string $value)
    {
        $this->typeUrl = Text::clean($typeUrl);
    }

    /**
     * A message as a detail; needs the package google/protobuf or the extension protobuf, which the message comes from.
     *
     * @param \Google\Protobuf\Internal\Message $message such as a Google\Rpc\RetryInfo, or a Google\Protobuf\Any
     */
    public static function pack(object $message): self
    {
        if ($message instanceof \Google\Protobuf\Any) {
            return new self($message->getTypeUrl(), $message->getValue());
        }
        $any = new \Google\Protobuf\Any();
        $any->pack($message);
        return new self(self::PREFIX . Text::afterLast('/', $any->getTypeUrl()), $any->getValue());
    }

    /**
     * The message in the detail.
     *
     * @template T of \Google\Protobuf\Internal\Message
     *
     * @param class-string<T> $class such as Google\Rpc\RetryInfo::class
     *
     * @return T|null null when the detail is of another type or malformed
     */
    public function unpack(string $class): ?object
    {
        try {
            $message = new $class();
            $any = new \Google\Protobuf\Any();
            $any->setTypeUrl(self::PREFIX . $this->typeName());
            if (!$any->is($class)) {
                return null;
            }
            $message->mergeFromString($this->value);
            return $message;
        } catch (\Exception) {
            return null;
        }
    }

    /**
     * The name of the message type, the text after the last slash of the type_url: `google.rpc.RetryInfo`.
     */
    public function typeName(): string
    {
        return Text::afterLast('/', $this->typeUrl);
    }

    /**
     * The bytes of the Any.
     *
     * @internal
     */
    public function encode(): string
    {
        return Wire::bytesIfAny(1, $this->typeUrl) . Wire::bytesIfAny(2, $this->value);
    }

    /**
     * How many bytes it takes in a Status.
     *
     * @internal
     */
    public function size(): int
    {
        return Wire::sizeOf(Wire::sizeIfAny(\strlen($this->typeUrl)) + Wire::sizeIfAny(\strlen($this->value)));
    }
}
