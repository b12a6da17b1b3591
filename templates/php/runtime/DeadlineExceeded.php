<?php

declare(strict_types=1);

namespace Ego\Errors;

/**
 * For exceptions of one's own that say that there was no time left: they are read as DEADLINE_EXCEEDED.
 */
interface DeadlineExceeded extends \Throwable
{
}
