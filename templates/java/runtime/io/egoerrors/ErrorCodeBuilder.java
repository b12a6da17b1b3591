package io.egoerrors;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects what is declared about an error. */
public final class ErrorCodeBuilder {
  final String fullName;
  final Status.Code status;
  final Map<String, String> translations = new TreeMap<>();
  final List<String> keys = new ArrayList<>();
  String reason = "";
  String domain = "";
  String message = "";

  ErrorCodeBuilder(String fullName, Status.Code status) {
    this.fullName = fullName;
    this.status = status;
  }

  /**
   * Sets ErrorInfo.reason, when it is not the full name.
   *
   * @param reason the value's own name; needs a domain
   * @return this
   */
  public ErrorCodeBuilder reason(String reason) {
    this.reason = reason;
    return this;
  }

  /**
   * Sets ErrorInfo.domain.
   *
   * @param domain such as {@code user.shop.example.com}
   * @return this
   */
  public ErrorCodeBuilder domain(String domain) {
    this.domain = domain;
    return this;
  }

  /**
   * Sets the message template.
   *
   * @param message such as {@code user {uid} not found}
   * @return this
   */
  public ErrorCodeBuilder message(String message) {
    this.message = message;
    return this;
  }

  /**
   * Adds the message template of a locale.
   *
   * @param locale a BCP-47 tag; {@code cn} counts as zh-CN
   * @param message the template
   * @return this
   */
  public ErrorCodeBuilder translation(String locale, String message) {
    translations.put(locale, message);
    return this;
  }

  /**
   * Adds declared metadata keys.
   *
   * @param keys the keys
   * @return this
   */
  public ErrorCodeBuilder keys(String... keys) {
    for (String key : keys) {
      this.keys.add(Utf8.clean(key));
    }
    return this;
  }

  /**
   * Completes the definition.
   *
   * @return the error code
   * @throws IllegalArgumentException if the full name is empty, the status is OK, or the reason is
   *     neither the full name nor (with a domain) the value's own name
   */
  public ErrorCode build() {
    ErrorCode code = new ErrorCode(this);
    String name = code.getFullName();
    if (name.isEmpty()) {
      throw new IllegalArgumentException("an error code needs a full name");
    }
    if (status == null || status == Status.Code.OK) {
      throw new IllegalArgumentException(
          name + ": status " + status + " cannot be that of an error");
    }
    if (!code.getReason().equals(name)) {
      if (!code.getReason().equals(code.getName())) {
        throw new IllegalArgumentException(
            name
                + ": reason \""
                + code.getReason()
                + "\" is neither the full name nor the own name");
      }
      if (code.getDomain().isEmpty()) {
        throw new IllegalArgumentException(
            name + ": reason \"" + code.getReason() + "\" needs a domain to be unique in");
      }
    }
    return code;
  }

  /**
   * Completes the definition and makes it known to {@link Registry#global}.
   *
   * @return the error code
   * @throws IllegalArgumentException as {@link #build}
   * @throws DuplicateCodeException if another definition has the same identity
   */
  public ErrorCode register() {
    ErrorCode code = build();
    Registry.global().register(code);
    return code;
  }
}
