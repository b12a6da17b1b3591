package io.egoerrors;

import java.util.Arrays;

/**
 * Reads the fields of one protobuf message, one after another.
 *
 * <p>Written out because protobuf libraries differ in what they refuse; all runtimes of this
 * project give the same answer for the same bytes (docs/error-contract.md, section W).
 */
final class WireReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final byte[] bytes;
  private final int end;
  private int at;
  private int field;
  private int type;
  private long number;
  private int from;

  WireReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private WireReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /** Moves to the next field and checks it; false at the end of the message. */
  boolean next() throws MalformedException {
    if (at == end) {
      return false;
    }
    long tag = varint();
    if (tag >>> 32 != 0 || tag >>> 3 == 0) {
      throw new MalformedException("bad tag");
    }
    field = (int) (tag >>> 3);
    type = (int) (tag & 7);
    switch (type) {
      case VARINT:
        number = varint();
        break;
      case FIXED64:
        advance(8);
        break;
      case BYTES:
        long length = varint();
        from = at;
        advance(length);
        break;
      case FIXED32:
        advance(4);
        break;
      default:
        throw new MalformedException("bad wire type");
    }
    return true;
  }

  boolean isBytes(int wanted) {
    return field == wanted && type == BYTES;
  }

  boolean isVarint(int wanted) {
    return field == wanted && type == VARINT;
  }

  int int32() {
    return (int) number;
  }

  String text() {
    return Utf8.decode(bytes, from, at);
  }

  boolean equalsBytes(byte[] wanted) {
    return Arrays.equals(bytes, from, at, wanted, 0, wanted.length);
  }

  byte[] copy() {
    return Arrays.copyOfRange(bytes, from, at);
  }

  /** Returns a reader of the message in this field. */
  WireReader message() {
    return new WireReader(bytes, from, at);
  }

  private void advance(long count) throws MalformedException {
    if (count < 0 || count > end - at) {
      throw new MalformedException("ends inside a field");
    }
    at += (int) count;
  }

  private long varint() throws MalformedException {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (at == end) {
        throw new MalformedException("ends inside a varint");
      }
      byte b = bytes[at++];
      if (shift == 63 && (b & 0xff) > 1) {
        break;
      }
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new MalformedException("varint of more than 64 bits");
  }
}
