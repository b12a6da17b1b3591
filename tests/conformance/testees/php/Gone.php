<?php

declare(strict_types=1);

namespace Ego\Testee;

use Ego\Errors\Cancelled;

/**
 * A cancellation of the application.
 */
final class Gone extends \RuntimeException implements Cancelled
{
}
