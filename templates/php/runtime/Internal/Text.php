<?php

declare(strict_types=1);

namespace Ego\Errors\Internal;

/**
 * Text that is always well-formed UTF-8: what is not becomes U+FFFD, one for each maximal ill-formed part.
 *
 * @internal
 */
final class Text
{
    /**
     * Runs of well-formed text, which are skipped; then what an ill-formed part may look like. Runs are cut, so that no
     * length of text meets a limit of PCRE.
     */
    private const ILL_FORMED = '/[\x00-\x7f]{1,9999}+(*SKIP)(*FAIL)|(?:[\xc2-\xdf][\x80-\xbf]'
        . '|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]'
        . '|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})(*SKIP)(*FAIL)'
        . '|\xe0[\xa0-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]|\xed[\x80-\x9f]|\xf0[\x90-\xbf][\x80-\xbf]?'
        . '|[\xf1-\xf3][\x80-\xbf]{1,2}|\xf4[\x80-\x8f][\x80-\xbf]?|./s';

    private const REPLACEMENT = "\u{fffd}";

    /**
     * The text, with U+FFFD for what is not UTF-8, as WHATWG's decoder does it.
     */
    public static function clean(string $text): string
    {
        if (preg_match('//u', $text) === 1) {
            return $text;
        }
        return (string) preg_replace(self::ILL_FORMED, self::REPLACEMENT, $text);
    }

    /**
     * The text after the last occurrence of a character; all of it when there is none.
     */
    public static function afterLast(string $character, string $text): string
    {
        $at = strrpos($text, $character);
        return $at === false ? $text : substr($text, $at + 1);
    }

    /**
     * Metadata as it is kept: well-formed, sorted by the bytes of the keys, without the entries that are null.
     *
     * @param array<array-key, string|null> $present well-formed entries
     * @param array<array-key, string|null> $given entries of a caller, which are set over them
     *
     * @return array<array-key, string> PHP makes an integer of a key such as "7"
     */
    public static function metadata(array $present, array $given): array
    {
        foreach ($given as $key => $value) {
            if ($value !== null) {
                $present[self::clean((string) $key)] = self::clean($value);
            }
        }
        ksort($present, SORT_STRING);
        return $present;
    }
}
