package io.egoerrors;

/** Two different definitions under one identity; the message names both. */
public final class DuplicateCodeException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final transient ErrorCode first;
  private final transient ErrorCode second;

  DuplicateCodeException(ErrorCode first, ErrorCode second) {
    super(
        "two different error codes under one identity: "
            + first.describe()
            + " is registered, "
            + second.describe()
            + " was to be");
    this.first = first;
    this.second = second;
  }

  /**
   * Returns the definition that is registered.
   *
   * @return the definition; null after serialization
   */
  public ErrorCode getFirst() {
    return first;
  }

  /**
   * Returns the definition that was refused.
   *
   * @return the definition; null after serialization
   */
  public ErrorCode getSecond() {
    return second;
  }
}
