package io.egoerrors;

/** Bytes that are not a protobuf message; always caught, so it has no stack trace. */
final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedException(String message) {
    super(message, null, false, false);
  }
}
