<?php

declare(strict_types=1);

namespace Ego\Errors\Internal;

use Ego\Errors\Cancelled;
use Ego\Errors\DeadlineExceeded;
use Ego\Errors\EgoException;
use Ego\Errors\Registry;
use Ego\Errors\Status;

/**
 * Finds the error in a throwable or in the previous ones of it.
 *
 * @internal
 */
final class Search
{
    private const MAX_LINKS = 128;

    /** PHP itself has no timeout or cancellation; these are the ones of its event loops and HTTP clients. */
    private const LOCAL = [
        DeadlineExceeded::class => Status::DEADLINE_EXCEEDED,
        Cancelled::class => Status::CANCELLED,
        'Amp\\TimeoutException' => Status::DEADLINE_EXCEEDED,
        'Amp\\CancelledException' => Status::CANCELLED,
        'React\\Promise\\Timer\\TimeoutException' => Status::DEADLINE_EXCEEDED,
        'Symfony\\Contracts\\HttpClient\\Exception\\TimeoutExceptionInterface' => Status::DEADLINE_EXCEEDED,
    ];

    /**
     * Reads a throwable; total.
     */
    public static function read(\Throwable $error, Registry $registry): EgoException
    {
        return self::find($error, $registry)
            // The text of a foreign error never becomes a message: it may hold what a caller must not see.
            ?? EgoException::plain(Status::UNKNOWN, '', $error, $registry);
    }

    /**
     * The first of the throwable and its previous ones that is an error of this package or of another copy of it, a
     * timeout or a cancellation.
     */
    public static function find(\Throwable $error, Registry $registry): ?EgoException
    {
        $link = $error;
        for ($count = 0; $link !== null && $count < self::MAX_LINKS; $count++) {
            if ($link instanceof EgoException) {
                return $link;
            }
            $found = \defined($link::class . '::EGO_ERROR') ? self::ofAnotherCopy($link, $registry) : null;
            if ($found !== null) {
                return $found;
            }
            foreach (self::LOCAL as $class => $status) {
                if ($link instanceof $class) {
                    return EgoException::plain($status, '', $error, $registry);
                }
            }
            $link = $link->getPrevious();
        }
        return null;
    }

    /**
     * The error of another copy, whose classes are in another namespace, by what it would send.
     */
    private static function ofAnotherCopy(\Throwable $error, Registry $registry): ?EgoException
    {
        try {
            /** @var object{toStatus: callable} $error */
            $native = NativeStatus::of($error->toStatus());
        } catch (\Throwable) {
            return null;
        }
        return EgoException::received($native->code, $native->message, $native->details, $error, $registry);
    }
}
