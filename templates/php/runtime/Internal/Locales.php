<?php

declare(strict_types=1);

namespace Ego\Errors\Internal;

/**
 * How `zh_CN`, `zh-cn` and `cn` find the same text.
 *
 * @internal
 */
final class Locales
{
    /** @var array<array-key, string> by tag as declared, with `-` for `_` and `zh-CN` for `cn`; sorted */
    public readonly array $texts;

    /** @var array<array-key, string> tag by its form without ASCII case */
    private readonly array $tags;

    /**
     * @param array<array-key, string> $declared
     */
    public function __construct(array $declared)
    {
        if ($declared === []) {
            $this->texts = [];
            $this->tags = [];
            return;
        }
        $sorted = Text::metadata([], $declared);
        $texts = [];
        $short = [];
        foreach ($sorted as $tag => $text) {
            if (self::fold((string) $tag) === 'cn') {
                $short['zh-CN'] ??= $text; // a key written zh-CN wins
            } else {
                $texts[strtr((string) $tag, '_', '-')] ??= $text;
            }
        }
        $texts += $short;
        ksort($texts, SORT_STRING);
        $tags = [];
        foreach (array_keys($texts) as $tag) {
            $tags[self::fold((string) $tag)] ??= (string) $tag;
        }
        $this->texts = $texts;
        $this->tags = $tags;
    }

    /**
     * The first tag with a text on the way from the asked one to its language; null when there is none.
     */
    public function find(?string $asked): ?string
    {
        if ($asked === null || $this->tags === []) {
            return null;
        }
        $rest = self::fold(strtr(Text::clean($asked), '_', '-'));
        $rest = $rest === 'cn' ? 'zh-cn' : $rest;
        while ($rest !== '') {
            if (isset($this->tags[$rest])) {
                return $this->tags[$rest];
            }
            $rest = substr($rest, 0, (int) strrpos($rest, '-'));
        }
        return null;
    }

    /**
     * Without ASCII case, whatever the locale of the process is.
     */
    private static function fold(string $tag): string
    {
        return strtr($tag, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz');
    }
}
