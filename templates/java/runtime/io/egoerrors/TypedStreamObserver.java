package io.egoerrors;

import io.grpc.stub.StreamObserver;

/**
 * An observer whose {@code onError} receives an {@link EgoException}.
 *
 * @param <T> the type of the messages
 */
public final class TypedStreamObserver<T> implements StreamObserver<T> {
  private final StreamObserver<T> observer;

  /**
   * Wraps an observer.
   *
   * @param observer what receives the messages and the error
   */
  public TypedStreamObserver(StreamObserver<T> observer) {
    this.observer = observer;
  }

  @Override
  public void onNext(T message) {
    observer.onNext(message);
  }

  @Override
  public void onError(Throwable error) {
    EgoException found = EgoErrors.fromThrowable(error);
    observer.onError(found == null ? error : found);
  }

  @Override
  public void onCompleted() {
    observer.onCompleted();
  }
}
