package io.egoerrors;

import java.io.ByteArrayOutputStream;

/** Writes the fields of one protobuf message, every varint in its shortest form. */
final class WireWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

  WireWriter varint(int field, int value) {
    raw(field << 3);
    raw(value);
    return this;
  }

  WireWriter bytes(int field, byte[] value) {
    raw(field << 3 | 2);
    raw(value.length);
    out.write(value, 0, value.length);
    return this;
  }

  WireWriter text(int field, String clean) {
    return bytes(field, Utf8.encode(clean));
  }

  WireWriter textIfAny(int field, String clean) {
    return clean.isEmpty() ? this : text(field, clean);
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  private void raw(int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      out.write(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  /** Returns the size of a length-delimited field with a number below 16. */
  static int sizeOf(int length) {
    return 1 + varintSize(length) + length;
  }

  private static int varintSize(int value) {
    return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : value < 1 << 28 ? 4 : 5;
  }
}
