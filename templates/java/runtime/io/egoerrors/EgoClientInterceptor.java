package io.egoerrors;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;

/**
 * Gives every failed call an {@link EgoException} as the cause of the exception that gRPC throws.
 *
 * <p>Stubs make their own exceptions, of all streaming kinds; with this interceptor {@code
 * getCause()} of one is the typed error. To catch the typed error itself, use {@link
 * EgoErrors#call} or {@link TypedStreamObserver}, which need no interceptor.
 */
public final class EgoClientInterceptor implements ClientInterceptor {
  /** Makes an interceptor; it has no state. */
  public EgoClientInterceptor() {}

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<Q, A>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        super.start(new TypingListener<>(listener), headers);
      }
    };
  }

  private static final class TypingListener<A> extends SimpleForwardingClientCallListener<A> {
    TypingListener(ClientCall.Listener<A> listener) {
      super(listener);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      EgoException error = Reader.read(status, trailers, status.getCause(), Registry.global());
      super.onClose(error == null ? status : status.withCause(error), trailers);
    }
  }
}
