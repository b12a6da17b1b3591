package io.egoerrors;

import java.util.Map;

/**
 * The JSON body of an error over HTTP, as in AIP-193; written by hand so that no JSON library is
 * needed.
 */
final class HttpBody {
  private HttpBody() {}

  static String of(Content content, String locale) {
    Info info = content.details.info;
    StringBuilder out = new StringBuilder();
    out.append("{\"error\":{\"code\":").append(HttpStatus.of(content.status));
    member(out, ",", "message", content.message());
    member(out, ",", "status", content.statusName());
    out.append(",\"details\":[");
    if (!info.isEmpty()) {
      member(out, "{", "@type", Info.TYPE_URL);
      member(out, ",", "reason", info.reason);
      member(out, ",", "domain", info.domain);
      out.append(",\"metadata\":{");
      String separator = "";
      for (Map.Entry<String, String> entry : info.metadata.entrySet()) {
        member(out, separator, entry.getKey(), entry.getValue());
        separator = ",";
      }
      out.append("}}");
    }
    ErrorCode code = content.code();
    String tag = code == null ? null : code.findTag(locale);
    if (tag != null) {
      String type = Detail.PREFIX + "google.rpc.LocalizedMessage";
      member(out, info.isEmpty() ? "{" : ",{", "@type", type);
      member(out, ",", "locale", tag);
      member(out, ",", "message", code.localText(tag, info.metadata));
      out.append('}');
    }
    return out.append("]}}").toString();
  }

  private static void member(StringBuilder out, String before, String key, String value) {
    out.append(before);
    quote(out, key);
    out.append(':');
    quote(out, value);
  }

  private static void quote(StringBuilder out, String text) {
    out.append('"');
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
