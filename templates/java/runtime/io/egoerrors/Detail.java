package io.egoerrors;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.io.IOException;
import java.util.Arrays;

/** One google.protobuf.Any of Status.details, kept as the bytes that it came with. */
public final class Detail {
  static final String PREFIX = "type.googleapis.com/";

  private static final byte[] INFO_URL = Utf8.encode(Info.TYPE_URL);

  private static final byte[] EMPTY = {};

  private final String typeUrl;
  private final byte[] value;
  private final String typeName;

  private Detail(String typeUrl, byte[] value) {
    this.typeUrl = typeUrl;
    this.value = value;
    this.typeName =
        typeUrl == Info.TYPE_URL ? Info.TYPE : typeUrl.substring(typeUrl.lastIndexOf('/') + 1);
  }

  /**
   * Makes a detail.
   *
   * @param typeUrl such as {@code type.googleapis.com/google.rpc.RetryInfo}; null counts as empty
   * @param value the serialized message, copied; null counts as empty
   * @return the detail
   */
  public static Detail of(String typeUrl, byte[] value) {
    return wrap(Utf8.clean(typeUrl), value == null ? EMPTY : value.clone());
  }

  /**
   * Makes a detail from a message.
   *
   * @param message such as a RetryInfo
   * @return the detail, with the same bytes for equal messages
   */
  public static Detail pack(Message message) {
    byte[] value = new byte[message.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(value);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
    } catch (IOException impossible) {
      throw new IllegalStateException("an array has no I/O errors", impossible);
    }
    return wrap(PREFIX + message.getDescriptorForType().getFullName(), value);
  }

  /** Makes a detail from well-formed text and bytes that nobody else holds. */
  static Detail wrap(String typeUrl, byte[] value) {
    return new Detail(typeUrl, value);
  }

  static Detail read(WireReader any) throws MalformedException {
    String typeUrl = "";
    byte[] value = EMPTY;
    while (any.next()) {
      if (any.isBytes(1)) {
        // Nearly every error has this one, and equal bytes are found faster than decoded.
        typeUrl = any.equalsBytes(INFO_URL) ? Info.TYPE_URL : any.text();
      } else if (any.isBytes(2)) {
        value = any.copy();
      }
    }
    return wrap(typeUrl, value);
  }

  /**
   * Returns the type_url.
   *
   * @return any text
   */
  public String getTypeUrl() {
    return typeUrl;
  }

  /**
   * Returns the name of the message type: the text after the last slash of the type_url.
   *
   * @return such as {@code google.rpc.RetryInfo}
   */
  public String getTypeName() {
    return typeName;
  }

  /**
   * Returns the serialized message.
   *
   * @return a copy
   */
  public byte[] getValue() {
    return value.clone();
  }

  /**
   * Returns the message in the detail.
   *
   * @param kind an instance of the wanted type, such as {@code RetryInfo.getDefaultInstance()}
   * @param <T> the wanted type
   * @return the message; null when the detail is of another type or malformed
   */
  @SuppressWarnings("unchecked") // A parser of a type makes messages of it.
  public <T extends Message> T unpack(T kind) {
    if (!typeName.equals(kind.getDescriptorForType().getFullName())) {
      return null;
    }
    try {
      return (T) kind.getParserForType().parseFrom(value);
    } catch (InvalidProtocolBufferException malformed) {
      return null;
    }
  }

  /** Returns the bytes themselves, for readers in this package. */
  byte[] bytes() {
    return value;
  }

  /** Returns the bytes that the detail takes in a Status. */
  int size() {
    int url = Utf8.length(typeUrl);
    int inner = url == 0 ? 0 : WireWriter.sizeOf(url);
    return WireWriter.sizeOf(inner + (value.length == 0 ? 0 : WireWriter.sizeOf(value.length)));
  }

  byte[] encode() {
    WireWriter any = new WireWriter().textIfAny(1, typeUrl);
    return (value.length == 0 ? any : any.bytes(2, value)).toBytes();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Detail
        && typeUrl.equals(((Detail) other).typeUrl)
        && Arrays.equals(value, ((Detail) other).value);
  }

  @Override
  public int hashCode() {
    return 31 * typeUrl.hashCode() + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return typeUrl + " (" + value.length + " bytes)";
  }
}
