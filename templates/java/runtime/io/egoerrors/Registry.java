package io.egoerrors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The error codes that a process knows; safe from several threads.
 *
 * <p>Generated classes register their constants with {@link #global} when they are initialized.
 * Call {@code codes()} of a generated class at start-up where errors are to be shown in a person's
 * language before the class is used otherwise.
 */
public final class Registry {
  private static final Registry GLOBAL = new Registry();

  private final Map<String, ErrorCode> byFullName = new ConcurrentHashMap<>();
  private final Map<String, List<ErrorCode>> byName = new ConcurrentHashMap<>();
  private final List<ErrorCode> inOrder = new ArrayList<>();

  /** Makes an empty registry, for tests; everything else uses {@link #global}. */
  public Registry() {}

  /**
   * Returns the registry of the process.
   *
   * @return always the same
   */
  public static Registry global() {
    return GLOBAL;
  }

  /**
   * Registers codes, all or none of them; a code that is registered already changes nothing.
   *
   * @param codes the codes
   * @throws DuplicateCodeException if another definition has the identity of one of them
   */
  public void register(ErrorCode... codes) {
    register(Arrays.asList(codes));
  }

  /**
   * Registers codes, all or none of them; a code that is registered already changes nothing.
   *
   * @param codes the codes
   * @throws DuplicateCodeException if another definition has the identity of one of them
   */
  public synchronized void register(Collection<ErrorCode> codes) {
    List<ErrorCode> added = new ArrayList<>();
    for (ErrorCode code : codes) {
      ErrorCode same = findSame(code, added);
      if (same == null) {
        added.add(code);
      } else if (!same.equals(code)) {
        throw new DuplicateCodeException(same, code);
      }
    }
    for (ErrorCode code : added) {
      byName.merge(code.getName(), List.of(code), Registry::concatenate);
      byFullName.put(code.getFullName(), code);
      inOrder.add(code);
    }
  }

  /**
   * Finds what an error's identity stands for.
   *
   * @param reason ErrorInfo.reason: with a dot it is the full name, otherwise the own name of a
   *     code
   * @param domain ErrorInfo.domain; decides between own names, and where it is empty the own name
   *     must be unique
   * @return the code, or null
   */
  public ErrorCode find(String reason, String domain) {
    if (reason == null || reason.isEmpty()) {
      return null;
    }
    if (reason.indexOf('.') >= 0) {
      return byFullName.get(reason);
    }
    ErrorCode found = null;
    for (ErrorCode code : byName.getOrDefault(reason, Collections.emptyList())) {
      if (domain == null || domain.isEmpty() || domain.equals(code.getDomain())) {
        if (found != null) {
          return null;
        }
        found = code;
      }
    }
    return found;
  }

  /**
   * Returns the registered codes.
   *
   * @return a copy, in the order of registration
   */
  public synchronized List<ErrorCode> codes() {
    return List.copyOf(inOrder);
  }

  /**
   * Reads an error as {@link EgoErrors#fromThrowable} does, with the codes of this registry.
   *
   * @param error any throwable, or null
   * @return the error; null for null and for a status OK
   */
  public EgoException fromThrowable(Throwable error) {
    return Reader.read(error, this);
  }

  /**
   * Reads an error as {@link EgoErrors#fromStatus} does, with the codes of this registry.
   *
   * @param status the number in grpc-status
   * @param message grpc-message after percent-decoding; may be null
   * @param details the bytes of grpc-status-details-bin; may be null
   * @return the error; null for a status OK
   */
  public EgoException fromStatus(int status, String message, byte[] details) {
    return EgoException.received(status, message, details, null, this);
  }

  /**
   * Matches an error as {@link EgoErrors#is} does, with the codes of this registry.
   *
   * @param error any throwable, or null
   * @param code a code, or null
   * @return whether the identities are equal; null equals only null
   */
  public boolean is(Throwable error, ErrorCode code) {
    EgoException found = fromThrowable(error);
    return found == null ? code == null : found.is(code);
  }

  /**
   * Compares two errors as {@link EgoErrors#isSame} does, with the codes of this registry.
   *
   * @param error any throwable, or null
   * @param other any throwable, or null
   * @return whether the identities are equal; null equals only null
   */
  public boolean isSame(Throwable error, Throwable other) {
    EgoException left = fromThrowable(error);
    EgoException right = fromThrowable(other);
    return left == null ? right == null : left.isSame(right);
  }

  boolean contains(String fullName) {
    return byFullName.containsKey(fullName);
  }

  private ErrorCode findSame(ErrorCode code, List<ErrorCode> added) {
    ErrorCode known = byFullName.get(code.getFullName());
    if (known != null) {
      return known;
    }
    for (ErrorCode other : byName.getOrDefault(code.getName(), Collections.emptyList())) {
      if (isSame(code, other)) {
        return other;
      }
    }
    for (ErrorCode other : added) {
      if (other.getFullName().equals(code.getFullName()) || isSame(code, other)) {
        return other;
      }
    }
    return null;
  }

  /** Says whether two bare reasons, which only a domain tells apart, are the same one. */
  private static boolean isSame(ErrorCode left, ErrorCode right) {
    return left.getReason().indexOf('.') < 0
        && left.getReason().equals(right.getReason())
        && left.getDomain().equals(right.getDomain());
  }

  private static List<ErrorCode> concatenate(List<ErrorCode> left, List<ErrorCode> right) {
    List<ErrorCode> both = new ArrayList<>(left);
    both.addAll(right);
    return List.copyOf(both);
  }
}
