package io.egoerrors;

import io.grpc.Status;
import java.util.concurrent.Callable;

/** Reads and matches errors: the entry points. */
public final class EgoErrors {
  private EgoErrors() {}

  /**
   * Reads any error; never throws.
   *
   * <p>An {@link EgoException} comes back as it is. Of every other one, it and its causes are
   * searched, from the outside in, for an {@code EgoException} or a gRPC exception. A timeout
   * becomes DEADLINE_EXCEEDED, a cancellation CANCELLED, everything else UNKNOWN without a message,
   * with the given error as cause.
   *
   * @param error any throwable, or null
   * @return the error; null for null and for a gRPC exception with status OK
   */
  public static EgoException fromThrowable(Throwable error) {
    return Registry.global().fromThrowable(error);
  }

  /**
   * Reads a raw status; never throws.
   *
   * @param status the number in grpc-status; one that gRPC does not know counts as UNKNOWN
   * @param message grpc-message after percent-decoding; may be null
   * @param details the bytes of grpc-status-details-bin, whatever they are; may be null
   * @return the error; null for status OK
   */
  public static EgoException fromStatus(int status, String message, byte[] details) {
    return Registry.global().fromStatus(status, message, details);
  }

  /**
   * Says whether an error is an occurrence of a code; never throws.
   *
   * @param error any throwable, read as {@link #fromThrowable} does; or null
   * @param code a code, or null
   * @return whether the identities are equal; null equals only null
   */
  public static boolean is(Throwable error, ErrorCode code) {
    return Registry.global().is(error, code);
  }

  /**
   * Says whether two errors have the same identity; never throws.
   *
   * @param error any throwable, or null
   * @param other any throwable, or null
   * @return whether both are occurrences of one code, or carry the same reason and domain
   */
  public static boolean isSame(Throwable error, Throwable other) {
    return Registry.global().isSame(error, other);
  }

  /**
   * Returns the HTTP status that google.rpc.Code names for a gRPC status.
   *
   * @param status the gRPC status
   * @return 200 to 504
   */
  public static int httpStatus(Status.Code status) {
    return HttpStatus.of(status.value());
  }

  /**
   * Runs a call and throws what goes wrong in it as {@link EgoException}.
   *
   * @param call such as {@code () -> stub.getUser(request)}
   * @param <T> the type of the answer
   * @return the answer
   * @throws EgoException if the call throws anything but an {@link Error}
   */
  public static <T> T call(Callable<T> call) {
    try {
      return call.call();
    } catch (Exception error) {
      if (error instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      EgoException found = fromThrowable(error);
      throw found == null
          ? new IllegalStateException("a call that failed with status OK", error)
          : found;
    }
  }
}
