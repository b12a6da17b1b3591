<?php

declare(strict_types=1);

namespace Ego\Errors\Internal;

/**
 * Message texts with `{key}` in them.
 *
 * @internal
 */
final class MessageTemplate
{
    /**
     * Replaces each key of the metadata, from left to right and once; all other text stays.
     *
     * @param array<array-key, string> $metadata
     */
    public static function fill(string $template, array $metadata): string
    {
        $open = strpos($template, '{');
        if ($open === false || $metadata === []) {
            return $template;
        }
        $text = '';
        $done = 0;
        while ($open !== false) {
            $close = strpos($template, '}', $open);
            if ($close === false) {
                break;
            }
            $value = $metadata[substr($template, $open + 1, $close - $open - 1)] ?? null;
            if ($value === null) {
                $text .= substr($template, $done, $open + 1 - $done);
                $done = $open + 1;
            } else {
                $text .= substr($template, $done, $open - $done) . $value;
                $done = $close + 1;
            }
            $open = strpos($template, '{', $done);
        }
        return $text . substr($template, $done);
    }
}
