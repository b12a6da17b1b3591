package io.egoerrors;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/** Finds the error in a throwable or in the causes of one. */
final class Reader {
  private static final int MAX_LINKS = 128;

  private Reader() {}

  static EgoException read(Throwable error, Registry registry) {
    if (error == null || error instanceof EgoException) {
      return (EgoException) error;
    }
    try {
      return search(error, registry);
    } catch (RuntimeException broken) {
      // A getCause() that throws must not hide that there was an error.
      return EgoException.received(Status.Code.UNKNOWN.value(), "", null, error, registry);
    }
  }

  private static EgoException search(Throwable error, Registry registry) {
    Status status = statusOf(error);
    if (status != null) {
      return status.isOk() ? null : read(status, trailersOf(error), error, registry);
    }
    Throwable deciding = findDeciding(error);
    if (deciding instanceof EgoException) {
      return (EgoException) deciding;
    }
    Status found = deciding == null ? null : statusOf(deciding);
    if (found != null) {
      return read(found, trailersOf(deciding), deciding, registry);
    }
    // The text of a foreign error never becomes a message: it may hold what a caller must not see.
    return EgoException.received(localStatus(deciding).value(), "", null, error, registry);
  }

  static EgoException read(Status status, Metadata trailers, Throwable cause, Registry registry) {
    return EgoException.received(
        status.getCode().value(), status.getDescription(), details(trailers), cause, registry);
  }

  /** Returns the bytes of the first trailer with details, or null. */
  private static byte[] details(Metadata trailers) {
    try {
      Iterable<byte[]> all = trailers == null ? null : trailers.getAll(EgoException.DETAILS_KEY);
      return all == null ? null : all.iterator().next();
    } catch (RuntimeException broken) {
      // In one process, trailers hold objects that may fail to become bytes.
      return null;
    }
  }

  /**
   * Returns the first of the error and its causes that is more than an ordinary failure, or null.
   */
  static Throwable findDeciding(Throwable error) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Throwable link = error;
    while (link != null && seen.size() < MAX_LINKS && seen.add(link)) {
      Status status = statusOf(link);
      if (status == null ? localStatus(link) != Status.Code.UNKNOWN : !status.isOk()) {
        return link;
      }
      link = link.getCause();
    }
    return null;
  }

  /** Says whether a timeout or a cancellation of this process decides. */
  static boolean isLocal(Throwable error) {
    Throwable deciding = findDeciding(error);
    return deciding != null && statusOf(deciding) == null;
  }

  private static Status statusOf(Throwable error) {
    if (error instanceof StatusRuntimeException) {
      return ((StatusRuntimeException) error).getStatus();
    }
    return error instanceof StatusException ? ((StatusException) error).getStatus() : null;
  }

  private static Metadata trailersOf(Throwable error) {
    return error instanceof StatusRuntimeException
        ? ((StatusRuntimeException) error).getTrailers()
        : ((StatusException) error).getTrailers();
  }

  private static Status.Code localStatus(Throwable error) {
    if (error instanceof TimeoutException) {
      return Status.Code.DEADLINE_EXCEEDED;
    }
    return error instanceof CancellationException || error instanceof InterruptedException
        ? Status.Code.CANCELLED
        : Status.Code.UNKNOWN;
  }
}
