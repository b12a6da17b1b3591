package io.egoerrors;

import com.google.protobuf.Message;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/**
 * An error with a gRPC status, a reason and metadata.
 *
 * <p>It is a {@link StatusRuntimeException}, so code that knows only gRPC handles it like any
 * other, and {@code responseObserver.onError(error)} puts it on the wire. Immutable: the {@code
 * with…} methods and {@link #addMetadata} return new exceptions. One exception may be thrown by
 * several threads where {@link EgoServerInterceptor} is installed; gRPC itself writes into {@link
 * #getTrailers}.
 */
public final class EgoException extends StatusRuntimeException {
  static final Metadata.Key<byte[]> DETAILS_KEY =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private static final long serialVersionUID = 1L;

  private final transient Content content;
  private final transient Outgoing outgoing;

  private EgoException(Content content, Throwable cause, Outgoing outgoing) {
    super(nativeStatus(content, outgoing).withCause(cause), nativeTrailers(outgoing));
    this.content = content;
    this.outgoing = outgoing;
    // What was read has the trace of the error that it was read from, as its cause.
    if (!content.isReceived || cause == null) {
      super.fillInStackTrace();
    }
  }

  static EgoException of(ErrorCode code, Map<String, String> metadata) {
    SortedMap<String, String> values = Info.merge(Info.NONE.metadata, metadata);
    return make(Content.fresh(code, values), null);
  }

  /** Reads what arrived; null for status OK. */
  static EgoException received(
      int number, String message, byte[] details, Throwable cause, Registry registry) {
    if (number == 0) {
      return null;
    }
    int known = number > 0 && number <= 16 ? number : Status.Code.UNKNOWN.value();
    return make(Content.received(known, Utf8.clean(message), details, registry), cause);
  }

  private static EgoException make(Content content, Throwable cause) {
    return new EgoException(content, cause, content.outgoing());
  }

  private static Status nativeStatus(Content content, Outgoing outgoing) {
    return Status.fromCodeValue(content.status)
        .withDescription(outgoing.message.isEmpty() ? null : outgoing.message);
  }

  private static Metadata nativeTrailers(Outgoing outgoing) {
    Metadata trailers = new Metadata();
    if (outgoing.details.length > 0) {
      // A copy: who gets the trailers may change the bytes in them.
      trailers.put(DETAILS_KEY, outgoing.details.clone());
    }
    return trailers;
  }

  /** Called by the constructor of Throwable, too early to know whether a trace is wanted. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return content == null ? this : super.fillInStackTrace();
  }

  /** Returns the message, filled from the metadata; it may be empty. */
  @Override
  public String getMessage() {
    return content == null ? super.getMessage() : content.message();
  }

  /** Returns ErrorInfo.reason; empty without an ErrorInfo. */
  public String getReason() {
    return content.details.info.reason;
  }

  /** Returns ErrorInfo.domain; it may be empty. */
  public String getDomain() {
    return content.details.info.domain;
  }

  /** Returns ErrorInfo.metadata, immutable and sorted by key. */
  public SortedMap<String, String> getMetadata() {
    return content.details.info.metadata;
  }

  /** Returns all details but the ErrorInfo, immutable and in the order of the wire. */
  public List<Detail> getDetails() {
    return content.details.others();
  }

  /**
   * Returns the first readable detail of a type, such as that of {@code
   * RetryInfo.getDefaultInstance()}; null when there is none.
   */
  public <T extends Message> T findDetail(T kind) {
    for (Detail detail : getDetails()) {
      T found = detail.unpack(kind);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Returns the gRPC status code: what grpc-status said, whatever the details say. */
  public Status.Code getStatusCode() {
    return getStatus().getCode();
  }

  /** Returns the HTTP status that google.rpc.Code names for the gRPC status: 400 to 504. */
  public int getHttpStatus() {
    return HttpStatus.of(content.status);
  }

  /**
   * Returns the error code that this is an occurrence of; null when no registered code has the
   * reason and domain.
   */
  public ErrorCode getCode() {
    return content.code();
  }

  /**
   * Says whether details arrived that could not be decoded, all or one ErrorInfo of them; whether
   * something may be missing.
   */
  public boolean isDetailsBroken() {
    return content.isBroken;
  }

  /** Says whether grpc-status disagreed with the details, or with the status of the code. */
  public boolean isStatusMismatch() {
    return content.isMismatch();
  }

  /** Says whether the sender dropped parts to keep within what clients can receive. */
  public boolean isTruncated() {
    return "1".equals(getMetadata().get(Outgoing.TRUNCATED));
  }

  /**
   * Says whether this is an occurrence of a code.
   *
   * @param code the code; nothing matches null
   * @return whether the identities are equal
   */
  public boolean is(ErrorCode code) {
    return code != null && content.matches(code.getFullName(), code.getReason(), code.getDomain());
  }

  /**
   * Says whether another error has the same identity.
   *
   * @param other the other error; nothing is the same as null
   * @return whether both are occurrences of one code, or carry the same reason and domain
   */
  public boolean isSame(EgoException other) {
    if (other == null) {
      return false;
    }
    ErrorCode code = other.getCode();
    String reason = other.getReason();
    return code == null
        ? !reason.isEmpty()
            && content.matches(reason.indexOf('.') < 0 ? "" : reason, reason, other.getDomain())
        : is(code);
  }

  /**
   * Derives the error with a message that is taken literally.
   *
   * @param message the message; null counts as empty
   * @return a new exception
   */
  public EgoException withMessage(String message) {
    return make(content.withMessage(Utf8.clean(message)), getCause());
  }

  /**
   * Derives the error with other metadata.
   *
   * @param metadata all entries, copied; one with a null is left out
   * @return a new exception
   */
  public EgoException withMetadata(Map<String, String> metadata) {
    SortedMap<String, String> replacement = Info.merge(Info.NONE.metadata, metadata);
    return make(content.withDetails(content.details.withMetadata(replacement)), getCause());
  }

  /**
   * Derives the error with more metadata.
   *
   * @param metadata the entries to set over the present ones, copied; one with a null is left out
   * @return a new exception
   */
  public EgoException addMetadata(Map<String, String> metadata) {
    SortedMap<String, String> merged = Info.merge(getMetadata(), metadata);
    return make(content.withDetails(content.details.withMetadata(merged)), getCause());
  }

  /** Derives the error with one more metadata entry. */
  public EgoException addMetadata(String key, String value) {
    return addMetadata(Collections.singletonMap(key, value));
  }

  /**
   * Derives the error with other details; the ErrorInfo stays, and comes first.
   *
   * @param details the details, copied
   * @return a new exception
   */
  public EgoException withDetails(List<Detail> details) {
    return make(content.withDetails(content.details.withOthers(details)), getCause());
  }

  /** Derives the error with other details, as {@link #withDetails(List)}. */
  public EgoException withDetails(Detail... details) {
    return withDetails(Arrays.asList(details));
  }

  /** Derives the error with a local cause, which never goes on the wire. */
  public EgoException withCause(Throwable cause) {
    return make(content, cause);
  }

  /**
   * Returns the line to show a person: the message and the unique reason.
   *
   * @param locale a BCP-47 tag; null for the default message
   * @return such as {@code 下单失败 (order.v1.ORDER_ERR_PAY_FAILED)}
   */
  public String display(String locale) {
    return content.display(locale);
  }

  /** Returns the line to show a person in a locale, which may be null for the default message. */
  public String display(Locale locale) {
    return display(locale == null ? null : locale.toLanguageTag());
  }

  /** Returns {@code user 42 not found (user.v1.USER_ERR_NOT_FOUND)}. */
  public String display() {
    return display((String) null);
  }

  /**
   * Returns the JSON body of an HTTP answer, as in AIP-193; send it with {@link #getHttpStatus}.
   *
   * @param locale a BCP-47 tag for a LocalizedMessage; may be null
   * @return a JSON object
   */
  public String httpBody(String locale) {
    return HttpBody.of(content, locale);
  }

  /** Returns the JSON body of an HTTP answer, without a LocalizedMessage. */
  public String httpBody() {
    return httpBody(null);
  }

  /** Returns new metadata with what goes beside the status, grpc-status-details-bin or nothing. */
  public Metadata toTrailers() {
    return nativeTrailers(outgoing);
  }

  /** Returns a plain gRPC exception that carries this error. */
  public StatusRuntimeException toStatusRuntimeException() {
    return new StatusRuntimeException(getStatus(), toTrailers());
  }

  /** Returns a plain checked gRPC exception that carries this error. */
  public StatusException toStatusException() {
    return new StatusException(getStatus(), toTrailers());
  }

  @Override
  public String toString() {
    return EgoException.class.getName() + ": " + getStatusCode() + ": " + display();
  }
}
