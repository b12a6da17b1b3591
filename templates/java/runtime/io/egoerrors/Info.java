package io.egoerrors;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The content of a google.rpc.ErrorInfo: who the error is, and its metadata in the order of the
 * keys.
 */
final class Info {
  static final String TYPE = "google.rpc.ErrorInfo";
  static final String TYPE_URL = Detail.PREFIX + TYPE;
  static final Info NONE = new Info("", "", Collections.emptySortedMap());

  private static final int MAX_METADATA = 64;

  final String reason;
  final String domain;
  final SortedMap<String, String> metadata;

  /** Takes well-formed text and a map that nobody changes. */
  Info(String reason, String domain, SortedMap<String, String> metadata) {
    this.reason = reason;
    this.domain = domain;
    this.metadata = metadata;
  }

  /** Copies the caller's entries over the given ones; an entry without key or value is left out. */
  static SortedMap<String, String> merge(Map<String, String> present, Map<String, String> given) {
    TreeMap<String, String> merged = new TreeMap<>(Utf8.ORDER);
    merged.putAll(present);
    if (given != null) {
      given.forEach(
          (key, value) -> {
            if (key != null && value != null) {
              merged.put(Utf8.clean(key), Utf8.clean(value));
            }
          });
    }
    return Collections.unmodifiableSortedMap(merged);
  }

  static Info read(byte[] bytes) throws MalformedException {
    WireReader in = new WireReader(bytes);
    String reason = "";
    String domain = "";
    TreeMap<String, String> metadata = null;
    while (in.next()) {
      if (in.isBytes(1)) {
        reason = in.text();
      } else if (in.isBytes(2)) {
        domain = in.text();
      } else if (in.isBytes(3)) {
        if (metadata == null) {
          metadata = new TreeMap<>(Utf8.ORDER);
        }
        readEntry(in.message(), metadata);
      }
    }
    return metadata == null
        ? new Info(reason, domain, NONE.metadata)
        : new Info(reason, domain, Collections.unmodifiableSortedMap(metadata));
  }

  private static void readEntry(WireReader entry, TreeMap<String, String> metadata)
      throws MalformedException {
    String key = "";
    String value = "";
    while (entry.next()) {
      if (entry.isBytes(1)) {
        key = entry.text();
      } else if (entry.isBytes(2)) {
        value = entry.text();
      }
    }
    if (metadata.size() < MAX_METADATA || metadata.containsKey(key)) {
      metadata.put(key, value);
    }
  }

  boolean isEmpty() {
    return reason.isEmpty() && domain.isEmpty() && metadata.isEmpty();
  }

  Info withMetadata(SortedMap<String, String> replacement) {
    return new Info(reason, domain, replacement);
  }

  /** Returns the detail that carries this, under the given type_url. */
  Detail toDetail(String typeUrl) {
    WireWriter out = new WireWriter().textIfAny(1, reason).textIfAny(2, domain);
    metadata.forEach(
        (key, value) -> out.bytes(3, new WireWriter().text(1, key).text(2, value).toBytes()));
    return Detail.wrap(typeUrl, out.toBytes());
  }
}
