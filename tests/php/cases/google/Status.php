<?php

declare(strict_types=1);

namespace Google\Rpc;

use Google\Protobuf\Any;
use Google\Protobuf\Internal\GPBType;
use Google\Protobuf\Internal\GPBUtil;
use Google\Protobuf\Internal\Message;

/**
 * google.rpc.Status in the form that protoc gives messages, for the package google/protobuf of Debian.
 */
final class Status extends Message
{
    /** @var int */
    protected $code = 0;

    /** @var string */
    protected $message = '';

    /** @var \Google\Protobuf\Internal\RepeatedField */
    private $details;

    public function getCode(): int
    {
        return $this->code;
    }

    public function setCode(mixed $code): void
    {
        GPBUtil::checkInt32($code);
        $this->code = $code;
    }

    public function getMessage(): string
    {
        return $this->message;
    }

    public function setMessage(mixed $message): void
    {
        GPBUtil::checkString($message, true);
        $this->message = $message;
    }

    public function getDetails(): iterable
    {
        return $this->details;
    }

    public function setDetails(mixed $details): void
    {
        $this->details = GPBUtil::checkRepeatedField($details, GPBType::MESSAGE, Any::class);
    }
}
