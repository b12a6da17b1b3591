package io.egoerrors;

import io.grpc.Status;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One declared error: what a proto file says about it.
 *
 * <p>Immutable. Two are equal when they say the same in everything. Generated classes hold one as a
 * constant for each error; {@link #exception} makes the exception to throw.
 */
public final class ErrorCode {
  private final String fullName;
  private final String name;
  private final String reason;
  private final String domain;
  private final Status.Code status;
  private final String message;
  private final Locales texts;
  private final List<String> keys;

  ErrorCode(ErrorCodeBuilder builder) {
    fullName = Utf8.clean(builder.fullName);
    name = fullName.substring(fullName.lastIndexOf('.') + 1);
    reason = builder.reason.isEmpty() ? fullName : Utf8.clean(builder.reason);
    domain = Utf8.clean(builder.domain);
    status = builder.status;
    message = Utf8.clean(builder.message);
    texts = new Locales(builder.translations);
    keys = List.copyOf(builder.keys);
  }

  /**
   * Begins a definition.
   *
   * @param fullName the full name of the enum value, such as {@code
   *     shop.user.v1.USER_ERR_NOT_FOUND}
   * @param status the gRPC status that the error travels with; not OK
   * @return a builder
   */
  public static ErrorCodeBuilder builder(String fullName, Status.Code status) {
    return new ErrorCodeBuilder(fullName, status);
  }

  /** Returns the full name of the enum value, {@code shop.user.v1.USER_ERR_NOT_FOUND}. */
  public String getFullName() {
    return fullName;
  }

  /** Returns the enum value's own name, {@code USER_ERR_NOT_FOUND}. */
  public String getName() {
    return name;
  }

  /** Returns ErrorInfo.reason: the full name, or the own name with {@code identity=aip}. */
  public String getReason() {
    return reason;
  }

  /** Returns ErrorInfo.domain; empty when none is declared. */
  public String getDomain() {
    return domain;
  }

  /** Returns the gRPC status, which is not OK. */
  public Status.Code getStatus() {
    return status;
  }

  /** Returns the HTTP status that google.rpc.Code names for the gRPC status: 400 to 504. */
  public int getHttpStatus() {
    return HttpStatus.of(status.value());
  }

  /** Returns the message template; empty when none is declared. */
  public String getMessage() {
    return message;
  }

  /** Returns the message templates of other locales by BCP-47 tag, immutable. */
  public SortedMap<String, String> getTranslations() {
    return texts.texts();
  }

  /** Returns the declared metadata keys, immutable and in the order of their declaration. */
  public List<String> getKeys() {
    return keys;
  }

  /**
   * Makes the exception, with a stack trace from here.
   *
   * @param keysAndValues the metadata, key and value in turn; an entry with a null is left out
   * @return an exception to throw
   */
  public EgoException exception(String... keysAndValues) {
    Map<String, String> metadata = new TreeMap<>();
    for (int at = 0; at + 1 < keysAndValues.length; at += 2) {
      if (keysAndValues[at] != null) {
        metadata.put(keysAndValues[at], keysAndValues[at + 1]);
      }
    }
    return exception(metadata);
  }

  /**
   * Makes the exception, with a stack trace from here.
   *
   * @param metadata the metadata, copied; an entry with a null is left out
   * @return an exception to throw
   */
  public EgoException exception(Map<String, String> metadata) {
    return EgoException.of(this, metadata);
  }

  /**
   * Returns the message in a locale, filled from metadata.
   *
   * @param locale a BCP-47 tag, looked up as {@code zh-Hant-TW}, {@code zh-Hant}, {@code zh}; may
   *     be null
   * @param metadata values by key
   * @return the text of the locale; the default message when there is none
   */
  public String text(String locale, Map<String, String> metadata) {
    SortedMap<String, String> values = Info.merge(Info.NONE.metadata, metadata);
    String tag = findTag(locale);
    return tag == null ? defaultText(values) : localText(tag, values);
  }

  /**
   * Returns the message in a locale, filled from metadata.
   *
   * @param locale the locale; may be null
   * @param metadata values by key
   * @return the text of the locale; the default message when there is none
   */
  public String text(Locale locale, Map<String, String> metadata) {
    return text(locale == null ? null : locale.toLanguageTag(), metadata);
  }

  String findTag(String locale) {
    return texts.find(locale);
  }

  String localText(String tag, Map<String, String> metadata) {
    return MessageTemplate.fill(texts.texts().get(tag), metadata);
  }

  String defaultText(Map<String, String> metadata) {
    return message.isEmpty() ? name : MessageTemplate.fill(message, metadata);
  }

  /** Says who this is, for messages about two definitions under one name. */
  String describe() {
    return fullName + " (" + status + ", domain \"" + domain + "\")";
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof ErrorCode)) {
      return false;
    }
    ErrorCode that = (ErrorCode) other;
    return fullName.equals(that.fullName)
        && reason.equals(that.reason)
        && domain.equals(that.domain)
        && status == that.status
        && message.equals(that.message)
        && texts.texts().equals(that.texts.texts())
        && keys.equals(that.keys);
  }

  @Override
  public int hashCode() {
    return fullName.hashCode();
  }

  @Override
  public String toString() {
    return fullName;
  }
}
