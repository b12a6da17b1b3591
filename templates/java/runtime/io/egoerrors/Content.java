package io.egoerrors;

import io.grpc.Status;
import java.util.SortedMap;

/** What an error holds, as one immutable value. */
final class Content {
  final int status;
  final Details details;
  final boolean isReceived;
  final boolean isBroken;

  /** Null while the message is the code's template. */
  private final String message;

  /**
   * Null for what was read; then the registry knows the code, as soon as its class is initialized.
   */
  private final ErrorCode own;

  private final Registry registry;
  private final boolean isStatusCodeMismatch;

  /** The Status as received; null as soon as something is derived. */
  private final byte[] raw;

  private Content(Content base, Details details, String message) {
    this.status = base.status;
    this.details = details;
    this.isReceived = false;
    this.isBroken = base.isBroken;
    this.message = message;
    this.own = base.own;
    this.registry = base.registry;
    this.isStatusCodeMismatch = base.isStatusCodeMismatch;
    this.raw = null;
  }

  private Content(ErrorCode code, Details details) {
    this.status = code.getStatus().value();
    this.details = details;
    this.isReceived = false;
    this.isBroken = false;
    this.message = null;
    this.own = code;
    this.registry = Registry.global();
    this.isStatusCodeMismatch = false;
    this.raw = null;
  }

  private Content(
      int status, String message, ReceivedStatus received, byte[] raw, Registry registry) {
    this.status = status;
    this.details = received.details;
    this.isReceived = true;
    this.isBroken = received.broken;
    this.message = message.isEmpty() ? received.message : message;
    this.own = null;
    this.registry = registry;
    this.isStatusCodeMismatch = received.decoded && received.code != status;
    this.raw = raw;
  }

  static Content fresh(ErrorCode code, SortedMap<String, String> metadata) {
    return new Content(code, Details.of(new Info(code.getReason(), code.getDomain(), metadata)));
  }

  static Content received(int status, String message, byte[] bytes, Registry registry) {
    byte[] raw = bytes == null ? new byte[0] : bytes.clone();
    return new Content(status, message, ReceivedStatus.read(raw, message.isEmpty()), raw, registry);
  }

  Content withMessage(String replacement) {
    return new Content(this, details, replacement);
  }

  Content withDetails(Details replacement) {
    return new Content(this, replacement, message);
  }

  String message() {
    return message == null ? own.defaultText(details.info.metadata) : message;
  }

  ErrorCode code() {
    return own == null ? registry.find(details.info.reason, details.info.domain) : own;
  }

  boolean isMismatch() {
    ErrorCode code = isStatusCodeMismatch ? null : code();
    return isStatusCodeMismatch || code != null && code.getStatus().value() != status;
  }

  /** Says whether the error has this identity; the full name is empty for a bare reason. */
  boolean matches(String fullName, String reason, String domain) {
    Info info = details.info;
    if (own == null && info.reason.indexOf('.') >= 0) {
      return info.reason.equals(fullName);
    }
    ErrorCode code = code();
    if (code != null) {
      return code.getFullName().equals(fullName);
    }
    // A bare reason that means none or several of the registered codes is not one of them.
    return !info.reason.isEmpty()
        && !registry.contains(fullName)
        && !info.domain.isEmpty()
        && info.domain.equals(domain)
        && info.reason.equals(reason);
  }

  String display(String locale) {
    ErrorCode code = code();
    String tag = code == null ? null : code.findTag(locale);
    String line = tag == null ? message() : code.localText(tag, details.info.metadata);
    if (line.isEmpty()) {
      line = statusName();
    }
    String identity = code == null ? bareIdentity() : code.getFullName();
    return details.info.reason.isEmpty() ? line : line + " (" + identity + ")";
  }

  String statusName() {
    return Status.fromCodeValue(status).getCode().name();
  }

  Outgoing outgoing() {
    byte[] bytes = raw == null ? details.encode(status, message()) : raw;
    return Outgoing.of(status, message(), bytes, details);
  }

  private String bareIdentity() {
    Info info = details.info;
    return info.reason.indexOf('.') >= 0 || info.domain.isEmpty()
        ? info.reason
        : info.domain + "/" + info.reason;
  }
}
