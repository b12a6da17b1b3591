<?php

declare(strict_types=1);

namespace Interop;

use Ego\Errors\EgoErrors;
use Example\Interop\UserErrCodes;

/**
 * The PHP client: one call a line on stdin, what was caught on stdout.
 */
final class Client
{
    public static function ask(): void
    {
        while (($line = fgets(STDIN)) !== false) {
            $asked = json_decode($line, true, 512, JSON_THROW_ON_ERROR);
            [$count, $status] = Stub::call($asked['address'], $asked['method'], $asked['order']);
            fwrite(STDOUT, json_encode(self::answer($count, $status), JSON_THROW_ON_ERROR) . "\n");
        }
    }

    /** @return array<string, mixed> */
    private static function answer(int $count, object $status): array
    {
        $error = EgoErrors::fromStatus($status);
        $matches = [];
        foreach (UserErrCodes::codes() as $code) {
            if (EgoErrors::is($status, $code)) {
                $matches[] = $code->name;
            }
        }
        $details = $status->metadata['grpc-status-details-bin'][0] ?? null;
        return [
            'status' => $error->getStatus()->name,
            'reason' => $error->getReason(),
            'domain' => $error->getDomain(),
            'metadata' => (object) $error->getMetadata(),
            'message' => $error->getMessage(),
            'display' => $error->display('zh-CN'),
            'matches' => $matches,
            'count' => $count,
            'grpc_status' => $status->code,
            'grpc_message' => $status->details,
            'details_b64' => $details === null ? null : base64_encode($details),
        ];
    }
}
