<?php

declare(strict_types=1);

namespace Ego\Testee;

use Ego\Errors\EgoException;
use Ego\Errors\ErrorCode;
use Ego\Errors\Internal\JsonObject;
use Ego\Errors\Internal\Text;
use Ego\Errors\Registry;

/**
 * What errors and codes look like in an answer.
 */
final class Views
{
    public const NONE = ['none' => true];

    private const MAX_LINKS = 128;

    /**
     * @return array<string, mixed>
     */
    public static function error(?EgoException $error, Registry $registry): array
    {
        if ($error === null) {
            return self::NONE;
        }
        $matches = [];
        foreach ($registry->codes() as $code) {
            if ($registry->is($error, $code)) {
                $matches[] = $code->fullName;
            }
        }
        sort($matches, SORT_STRING);
        return [
            'status' => $error->getStatus()->name,
            'reason' => $error->getReason(),
            'domain' => $error->getDomain(),
            'metadata' => new JsonObject($error->getMetadata()),
            'message' => $error->getMessage(),
            'details_broken' => $error->isDetailsBroken(),
            'status_mismatch' => $error->isStatusMismatch(),
            'registered' => $error->getErrorCode() !== null,
            'matches' => $matches,
            'chain' => self::chain($error),
            'details_b64' => self::sent($error)['details_b64'],
        ];
    }

    /**
     * @return array<string, mixed>
     */
    public static function sent(?EgoException $error): array
    {
        if ($error === null) {
            return self::NONE;
        }
        $status = $error->toStatus();
        $details = $status['metadata']['grpc-status-details-bin'][0] ?? null;
        return [
            'grpc_status' => $status['code'],
            'grpc_message' => $status['details'],
            'details_b64' => $details === null ? null : base64_encode($details),
        ];
    }

    /**
     * The texts of the local causes, outermost first.
     *
     * @return list<string>
     */
    public static function chain(?EgoException $error): array
    {
        $texts = [];
        $link = $error?->getPrevious();
        while ($link !== null && \count($texts) < self::MAX_LINKS) {
            if ($link instanceof EgoException) {
                $texts[] = "ego:{$link->getReason()}";
            } elseif (!$link instanceof Late && !$link instanceof Gone) {
                $texts[] = Text::clean($link->getMessage());
            }
            $link = $link->getPrevious();
        }
        return $texts;
    }

    /**
     * @return array<string, mixed>
     */
    public static function code(ErrorCode $code): array
    {
        return [
            'full_name' => $code->fullName,
            'reason' => $code->reason,
            'domain' => $code->domain,
            'status' => $code->status->name,
            'http_status' => $code->status->httpStatus(),
            'message' => $code->message,
            'i18n' => new JsonObject($code->translations()),
            'parameters' => $code->keys,
        ];
    }
}
