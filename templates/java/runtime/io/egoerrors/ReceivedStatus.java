package io.egoerrors;

import java.util.ArrayList;
import java.util.List;

/** What the bytes of a grpc-status-details-bin trailer say; total, whatever the bytes are. */
final class ReceivedStatus {
  private static final int MAX_DETAILS = 64;

  /** False when there were no bytes, or when they are not a Status. */
  final boolean decoded;

  final boolean broken;
  final int code;
  final String message;
  final Details details;

  private ReceivedStatus(
      boolean decoded, boolean broken, int code, String message, Details details) {
    this.decoded = decoded;
    this.broken = broken;
    this.code = code;
    this.message = message;
    this.details = details;
  }

  /**
   * Reads the bytes; empty ones mean that there was no trailer. The message is empty if it is not
   * wanted.
   */
  static ReceivedStatus read(byte[] bytes, boolean isMessageWanted) {
    if (bytes.length == 0) {
      return new ReceivedStatus(false, false, 0, "", Details.NONE);
    }
    try {
      return readStatus(new WireReader(bytes), isMessageWanted);
    } catch (MalformedException malformed) {
      return new ReceivedStatus(false, true, 0, "", Details.NONE);
    }
  }

  private static ReceivedStatus readStatus(WireReader in, boolean isMessageWanted)
      throws MalformedException {
    int code = 0;
    String message = "";
    List<Detail> details = new ArrayList<>(4);
    while (in.next()) {
      if (in.isVarint(1)) {
        code = in.int32();
      } else if (in.isBytes(2)) {
        message = isMessageWanted ? in.text() : "";
      } else if (in.isBytes(3)) {
        Detail detail = Detail.read(in.message());
        if (details.size() < MAX_DETAILS) {
          details.add(detail);
        }
      }
    }
    boolean broken = false;
    for (int at = 0; at < details.size(); at++) {
      if (details.get(at).getTypeName().equals(Info.TYPE)) {
        try {
          Info info = Info.read(details.get(at).bytes());
          return new ReceivedStatus(
              true, broken, code, message, Details.received(info, details, at));
        } catch (MalformedException malformed) {
          broken = true;
        }
      }
    }
    return new ReceivedStatus(
        true, broken, code, message, Details.received(Info.NONE, details, -1));
  }
}
