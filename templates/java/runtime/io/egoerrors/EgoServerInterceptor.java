package io.egoerrors;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/**
 * Puts errors on the wire, in calls of every streaming kind.
 *
 * <p>An {@link EgoException}, a gRPC exception, a timeout or a cancellation that a handler throws,
 * also as a cause, ends the call with its status and details. Everything else that is thrown is
 * left to gRPC, which ends the call with UNKNOWN. What a handler passes to {@code onError} is sent
 * the same way, and an exception that several threads share is sent safely. No error is larger than
 * a default client can receive.
 */
public final class EgoServerInterceptor implements ServerInterceptor {
  /** Makes an interceptor; it has no state. */
  public EgoServerInterceptor() {}

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    ClosingCall<Q, A> closing = new ClosingCall<>(call);
    try {
      return new ClosingListener<>(next.startCall(closing, headers), closing);
    } catch (RuntimeException error) {
      closing.fail(error);
      return new ServerCall.Listener<Q>() {};
    }
  }

  /** A call that ends once, and ignores what a failed handler still sends. */
  private static final class ClosingCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
    // A handler may send from a thread of its own while a callback of the listener throws.
    private final Object lock = new Object();
    private boolean isClosed;
    private volatile boolean hasFailed;

    ClosingCall(ServerCall<Q, A> call) {
      super(call);
    }

    /** Ends the call with the error; throws it again if it is none that has a status. */
    void fail(RuntimeException error) {
      if (Reader.findDeciding(error) == null) {
        throw error;
      }
      hasFailed = true;
      EgoException found = EgoErrors.fromThrowable(error);
      close(found.getStatus(), found.toTrailers());
    }

    @Override
    public void sendHeaders(Metadata headers) {
      synchronized (lock) {
        if (!hasFailed) {
          super.sendHeaders(headers);
        }
      }
    }

    @Override
    public void sendMessage(A message) {
      synchronized (lock) {
        if (!hasFailed) {
          super.sendMessage(message);
        }
      }
    }

    @Override
    public void close(Status status, Metadata trailers) {
      synchronized (lock) {
        if (isClosed && hasFailed) {
          return;
        }
        isClosed = true;
        // gRPC writes into trailers, also into those of an exception that other threads throw.
        Metadata own = new Metadata();
        own.merge(trailers);
        if (status.isOk()) {
          super.close(status, own);
          return;
        }
        EgoException error = read(status, own);
        own.discardAll(EgoException.DETAILS_KEY);
        own.merge(error.toTrailers());
        super.close(error.getStatus(), own);
      }
    }
  }

  /** Reads what a handler ends the call with, so that it goes out within the budget. */
  private static EgoException read(Status status, Metadata trailers) {
    // A gRPC exception or ours comes with its own status; gRPC does not know local timeouts.
    boolean isLocal =
        status.getCode() == Status.Code.UNKNOWN
            && status.getDescription() == null
            && !trailers.containsKey(EgoException.DETAILS_KEY)
            && Reader.isLocal(status.getCause());
    return isLocal
        ? EgoErrors.fromThrowable(status.getCause())
        : Reader.read(status, trailers, status.getCause(), Registry.global());
  }

  /** Passes what the client does to the handler, until the handler has failed. */
  private static final class ClosingListener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final ClosingCall<Q, ?> call;

    ClosingListener(ServerCall.Listener<Q> listener, ClosingCall<Q, ?> call) {
      super(listener);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      guard(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      guard(super::onHalfClose);
    }

    @Override
    public void onReady() {
      guard(super::onReady);
    }

    private void guard(Runnable step) {
      if (call.hasFailed) {
        return;
      }
      try {
        step.run();
      } catch (RuntimeException error) {
        call.fail(error);
      }
    }
  }
}
