package io.egoerrors;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What goes on the wire of an error: at most 7,168 bytes of message and details together.
 *
 * <p>A default Java, PHP or C-core client loses the whole error once the trailers pass 8 KiB. So
 * parts are dropped in a fixed order, never the code, the reason or the domain
 * (docs/error-contract.md, section B).
 */
final class Outgoing {
  static final String TRUNCATED = "ego-truncated";

  private static final int BUDGET = 7168;
  private static final List<String> DROPPED_FIRST =
      List.of("google.rpc.DebugInfo", "google.rpc.Help", "google.rpc.LocalizedMessage");

  final String message;

  /** The bytes of grpc-status-details-bin; empty when there is no such trailer. */
  final byte[] details;

  private Outgoing(String message, byte[] details) {
    this.message = message;
    this.details = details;
  }

  static Outgoing of(int code, String message, byte[] bytes, Details details) {
    return percentEncodedLength(message) + base64Length(bytes.length) <= BUDGET
        ? new Outgoing(message, bytes)
        : new Trimming(code, message, details).trim();
  }

  private static int percentEncodedLength(String message) {
    int length = 0;
    for (int at = 0; at < message.length(); at++) {
      length += percentEncodedLength(message.charAt(at));
    }
    return length;
  }

  /** Each half of a surrogate pair stands for two of the four bytes. */
  private static int percentEncodedLength(char c) {
    if (c >= 0x20 && c <= 0x7e && c != '%') {
      return 1;
    }
    return 3 * (c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3);
  }

  private static int base64Length(int length) {
    return (length + 2) / 3 * 4;
  }

  /** One error being taken apart; sizes are kept up to date, nothing is encoded before the end. */
  private static final class Trimming {
    private final int code;
    private final Info info;
    private final String infoUrl;
    private final List<Detail> details;
    private final int place;
    private final TreeMap<String, String> metadata = new TreeMap<>(Utf8.ORDER);
    private String message;
    private int infoSize;
    private int othersSize;

    Trimming(int code, String message, Details given) {
      this.code = code;
      this.message = message;
      info = given.info;
      details = new ArrayList<>(given.all);
      place = Math.max(given.place, 0);
      if (given.place < 0) {
        details.add(0, Detail.wrap(Info.TYPE_URL, new byte[0]));
      }
      infoUrl = details.get(place).getTypeUrl();
      metadata.putAll(info.metadata);
      metadata.put(TRUNCATED, "1");
      infoSize = sizeOfText(info.reason) + sizeOfText(info.domain);
      metadata.forEach((key, value) -> infoSize += sizeOfEntry(key, value));
      for (int at = 0; at < details.size(); at++) {
        othersSize += at == place ? 0 : details.get(at).size();
      }
    }

    Outgoing trim() {
      for (String type : DROPPED_FIRST) {
        dropDetails(type);
      }
      dropDetails(null);
      dropMetadata();
      if (isTooLong(message)) {
        message = longestPrefix();
      }
      details.set(place, new Info(info.reason, info.domain, metadata).toDetail(infoUrl));
      WireWriter out = new WireWriter().varint(1, code).textIfAny(2, message);
      for (Detail detail : details) {
        if (detail != null) {
          out.bytes(3, detail.encode());
        }
      }
      return new Outgoing(message, out.toBytes());
    }

    /** Drops details of a type, or of any type for null, from the last to the first. */
    private void dropDetails(String type) {
      for (int at = details.size() - 1; at >= 0 && isTooLong(message); at--) {
        Detail detail = details.get(at);
        if (at != place && detail != null && (type == null || type.equals(detail.getTypeName()))) {
          othersSize -= detail.size();
          details.set(at, null);
        }
      }
    }

    private void dropMetadata() {
      List<String> keys = new ArrayList<>(metadata.keySet());
      keys.remove(TRUNCATED);
      // The sort is stable: among values of one length the keys stay in their order.
      keys.sort((a, b) -> Integer.compare(lengthOfValue(a), lengthOfValue(b)));
      for (int at = keys.size() - 1; at >= 0 && isTooLong(message); at--) {
        infoSize -= sizeOfEntry(keys.get(at), metadata.remove(keys.get(at)));
      }
    }

    private int lengthOfValue(String key) {
      return Utf8.length(metadata.get(key));
    }

    private String longestPrefix() {
      int points = message.codePointCount(0, message.length());
      int fits = 0;
      int over = points;
      while (over - fits > 1) {
        int middle = (fits + over) >>> 1;
        if (isTooLong(message.substring(0, message.offsetByCodePoints(0, middle)))) {
          over = middle;
        } else {
          fits = middle;
        }
      }
      return message.substring(0, message.offsetByCodePoints(0, fits));
    }

    private boolean isTooLong(String text) {
      int any = sizeOfText(infoUrl) + (infoSize == 0 ? 0 : WireWriter.sizeOf(infoSize));
      int status = 2 + sizeOfText(text) + WireWriter.sizeOf(any) + othersSize;
      return percentEncodedLength(text) + base64Length(status) > BUDGET;
    }

    private static int sizeOfText(String text) {
      return text.isEmpty() ? 0 : WireWriter.sizeOf(Utf8.length(text));
    }

    private static int sizeOfEntry(String key, String value) {
      return WireWriter.sizeOf(
          WireWriter.sizeOf(Utf8.length(key)) + WireWriter.sizeOf(Utf8.length(value)));
    }
  }
}
