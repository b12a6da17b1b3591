package io.egoerrors;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How {@code zh_CN}, {@code zh-cn} and {@code cn} find the same text. */
final class Locales {
  /** Without ASCII case, then by code points; other letters keep their case, in every language. */
  private final Map<String, String> tagByFolded = new TreeMap<>();

  private final SortedMap<String, String> textByTag;

  Locales(Map<String, String> declared) {
    TreeMap<String, String> texts = new TreeMap<>(Utf8.ORDER);
    TreeMap<String, String> sorted = new TreeMap<>(Utf8.ORDER);
    declared.forEach((tag, text) -> sorted.put(Utf8.clean(tag), Utf8.clean(text)));
    sorted.forEach(
        (tag, text) -> {
          if (!fold(tag).equals("cn")) {
            texts.putIfAbsent(spell(tag), text);
          }
        });
    sorted.forEach((tag, text) -> texts.putIfAbsent(spell(tag), text));
    texts.keySet().forEach(tag -> tagByFolded.putIfAbsent(fold(tag), tag));
    textByTag = Collections.unmodifiableSortedMap(texts);
  }

  /** Returns the texts by tag as declared, with {@code -} for {@code _} and zh-CN for cn. */
  SortedMap<String, String> texts() {
    return textByTag;
  }

  /**
   * Returns the first tag on the way from the asked one to its language; null when none has a text.
   */
  String find(String asked) {
    if (asked == null || textByTag.isEmpty()) {
      return null;
    }
    String rest = fold(spell(Utf8.clean(asked)));
    while (!rest.isEmpty()) {
      String tag = tagByFolded.get(rest);
      if (tag != null) {
        return tag;
      }
      rest = rest.substring(0, Math.max(rest.lastIndexOf('-'), 0));
    }
    return null;
  }

  private static String spell(String tag) {
    String spelled = tag.replace('_', '-');
    return fold(spelled).equals("cn") ? "zh-CN" : spelled;
  }

  private static String fold(String tag) {
    StringBuilder folded = new StringBuilder(tag);
    for (int at = 0; at < folded.length(); at++) {
      char c = folded.charAt(at);
      if (c >= 'A' && c <= 'Z') {
        folded.setCharAt(at, (char) (c + 32));
      }
    }
    return folded.toString();
  }
}
