package io.egoerrors;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/** The details of an error in the order of the wire, and the ErrorInfo among them that decides. */
final class Details {
  static final Details NONE = new Details(Info.NONE, Collections.emptyList(), -1, false);

  final Info info;

  /** All details, the ErrorInfo in its place; immutable. */
  final List<Detail> all;

  /** Where the ErrorInfo stands in {@link #all}; -1 when there is none. */
  final int place;

  /** Whether the ErrorInfo came from the wire; then it stays even if nothing is left in it. */
  private final boolean received;

  private Details(Info info, List<Detail> all, int place, boolean received) {
    this.info = info;
    this.all = all;
    this.place = place;
    this.received = received;
  }

  /** Takes a list that nobody changes any more. */
  static Details received(Info info, List<Detail> all, int place) {
    return new Details(info, Collections.unmodifiableList(all), place, place >= 0);
  }

  /** The details of a new error: an ErrorInfo if there is anything in it. */
  static Details of(Info info) {
    return NONE.with(info);
  }

  /**
   * Encodes the ErrorInfo anew, in its place and under its type_url, or first when there was none.
   */
  Details with(Info replacement) {
    List<Detail> changed = new ArrayList<>(all);
    String typeUrl = place < 0 ? Info.TYPE_URL : changed.remove(place).getTypeUrl();
    if (!received && replacement.isEmpty()) {
      return new Details(replacement, List.copyOf(changed), -1, false);
    }
    int at = Math.max(place, 0);
    changed.add(at, replacement.toDetail(typeUrl));
    return new Details(replacement, List.copyOf(changed), at, received);
  }

  Details withMetadata(SortedMap<String, String> metadata) {
    return with(info.withMetadata(metadata));
  }

  /** Puts the ErrorInfo first, byte for byte, and the given details behind it. */
  Details withOthers(List<Detail> others) {
    List<Detail> changed = new ArrayList<>();
    if (place >= 0) {
      changed.add(all.get(place));
    }
    changed.addAll(others);
    return new Details(info, List.copyOf(changed), place >= 0 ? 0 : -1, received);
  }

  /** Returns all details but the ErrorInfo. */
  List<Detail> others() {
    if (place < 0) {
      return all;
    }
    List<Detail> others = new ArrayList<>(all);
    others.remove(place);
    return Collections.unmodifiableList(others);
  }

  /**
   * Returns the canonical bytes of the Status; empty when there is nothing that would need them.
   */
  byte[] encode(int code, String message) {
    if (all.isEmpty()) {
      return new byte[0];
    }
    WireWriter out = new WireWriter().varint(1, code).textIfAny(2, message);
    all.forEach(detail -> out.bytes(3, detail.encode()));
    return out.toBytes();
  }
}
