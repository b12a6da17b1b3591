package io.egoerrors;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/** Text that is always well-formed: what is not becomes U+FFFD, one per maximal ill-formed part. */
public final class Utf8 {
  /**
   * The order of the UTF-8 bytes, which is that of the code points and not that of {@code char}s.
   */
  static final Comparator<String> ORDER = Utf8::compare;

  private static final char REPLACEMENT = '\ufffd';

  private Utf8() {}

  /**
   * Decodes bytes as WHATWG's decoder does; {@code new String} counts ill-formed parts differently.
   *
   * @param bytes any bytes
   * @return well-formed text
   */
  public static String decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  static String decode(byte[] bytes, int from, int to) {
    // Ill-formed bytes always leave a replacement, only not as many as wanted; so most text is done
    // here.
    String decoded = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    return decoded.indexOf(REPLACEMENT) < 0 ? decoded : repair(bytes, from, to);
  }

  private static String repair(byte[] bytes, int from, int to) {
    StringBuilder text = new StringBuilder(to - from);
    for (int at = from; at < to; ) {
      int first = bytes[at++] & 0xff;
      if (first < 0x80) {
        text.append((char) first);
        continue;
      }
      int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
      if (first < 0xc2 || first > 0xf4) {
        text.append(REPLACEMENT);
        continue;
      }
      // The second byte decides about overlong forms, surrogates and what is beyond U+10FFFF.
      int low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
      int high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
      int point = first & (0x3f >> more);
      while (more > 0 && at < to && (bytes[at] & 0xff) >= low && (bytes[at] & 0xff) <= high) {
        point = point << 6 | (bytes[at++] & 0x3f);
        more--;
        low = 0x80;
        high = 0xbf;
      }
      if (more > 0) {
        text.append(REPLACEMENT);
      } else {
        text.appendCodePoint(point);
      }
    }
    return text.toString();
  }

  /**
   * Replaces each lone surrogate.
   *
   * @param text any text; null counts as empty
   * @return well-formed text
   */
  public static String clean(String text) {
    if (text == null) {
      return "";
    }
    int length = text.length();
    for (int at = 0; at < length; at++) {
      if (Character.isSurrogate(text.charAt(at))) {
        if (isLone(text, at)) {
          return replaceLone(text, at);
        }
        at++;
      }
    }
    return text;
  }

  private static String replaceLone(String text, int from) {
    StringBuilder fixed = new StringBuilder(text);
    for (int at = from; at < fixed.length(); at++) {
      if (Character.isSurrogate(fixed.charAt(at))) {
        if (isLone(fixed, at)) {
          fixed.setCharAt(at, REPLACEMENT);
        } else {
          at++;
        }
      }
    }
    return fixed.toString();
  }

  /** Says whether the surrogate here is not the first half of a pair. */
  private static boolean isLone(CharSequence text, int at) {
    return !Character.isHighSurrogate(text.charAt(at))
        || at + 1 == text.length()
        || !Character.isLowSurrogate(text.charAt(at + 1));
  }

  static byte[] encode(String clean) {
    return clean.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the number of UTF-8 bytes of well-formed text. */
  static int length(String clean) {
    int length = clean.length();
    int bytes = length;
    for (int at = 0; at < length; at++) {
      char c = clean.charAt(at);
      if (c >= 0x80) {
        // Each half of a surrogate pair stands for two of the four bytes.
        bytes += c >= 0x800 && !Character.isSurrogate(c) ? 2 : 1;
      }
    }
    return bytes;
  }

  private static int compare(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int at = 0; at < length; at++) {
      char a = left.charAt(at);
      char b = right.charAt(at);
      if (a != b) {
        // Surrogates stand for code points above all other chars.
        boolean high = Character.isSurrogate(a);
        return high == Character.isSurrogate(b) ? Character.compare(a, b) : high ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
