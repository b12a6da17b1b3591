<?php

declare(strict_types=1);

namespace Ego\Errors;

/**
 * A definition of an error code that cannot be one.
 */
final class InvalidCodeException extends \InvalidArgumentException
{
}
