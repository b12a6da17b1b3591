<?php

declare(strict_types=1);

namespace Ego\Errors;

/**
 * Two different definitions of error codes with one identity.
 */
final class DuplicateCodeException extends \LogicException
{
    /**
     * @param ErrorCode $first the code that is registered
     * @param ErrorCode $second the one that was to be registered
     */
    public function __construct(private readonly ErrorCode $first, private readonly ErrorCode $second)
    {
        parent::__construct("two definitions of one error code: {$first->describe()} and {$second->describe()}");
    }

    /**
     * The code that was registered before.
     */
    public function getFirst(): ErrorCode
    {
        return $this->first;
    }

    /**
     * The code that is refused.
     */
    public function getSecond(): ErrorCode
    {
        return $this->second;
    }
}
