<?php

declare(strict_types=1);

namespace Ego\Testee;

use Ego\Errors\DeadlineExceeded;

/**
 * A timeout of the application.
 */
final class Late extends \RuntimeException implements DeadlineExceeded
{
}
