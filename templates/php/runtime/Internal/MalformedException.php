<?php

declare(strict_types=1);

namespace Ego\Errors\Internal;

/**
 * Bytes that are not the message which they should be.
 *
 * @internal
 */
final class MalformedException extends \UnexpectedValueException
{
}
