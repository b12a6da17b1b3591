<?php

declare(strict_types=1);

namespace Ego\Errors;

/**
 * For exceptions of one's own that say that nobody waits any more: they are read as CANCELLED.
 */
interface Cancelled extends \Throwable
{
}
