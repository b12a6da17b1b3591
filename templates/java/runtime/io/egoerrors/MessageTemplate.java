package io.egoerrors;

import java.util.Map;

/** Message texts with {@code {key}} in them. */
final class MessageTemplate {
  private MessageTemplate() {}

  /** Replaces each key of the metadata, from left to right and once; all other text stays. */
  static String fill(String template, Map<String, String> metadata) {
    int open = template.indexOf('{');
    if (open < 0 || metadata.isEmpty()) {
      return template;
    }
    StringBuilder text = new StringBuilder();
    int done = 0;
    while (open >= 0) {
      int close = template.indexOf('}', open);
      if (close < 0) {
        break;
      }
      String value = metadata.get(template.substring(open + 1, close));
      text.append(template, done, value == null ? open + 1 : open);
      if (value != null) {
        text.append(value);
      }
      done = value == null ? open + 1 : close + 1;
      open = template.indexOf('{', done);
    }
    return text.append(template, done, template.length()).toString();
  }
}
