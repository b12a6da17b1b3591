import io.egoerrors.EgoClientInterceptor;
import io.egoerrors.EgoErrors;
import io.egoerrors.EgoException;
import io.egoerrors.ErrorCode;
import io.egoerrors.TypedStreamObserver;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Errors over real calls of all four streaming kinds, in process and over HTTP/2. */
public final class StreamingProgram {
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
  private static final ErrorCode LOCKED =
      ErrorCode.builder("stream.v1.LOCKED", Status.Code.PERMISSION_DENIED)
          .domain("stream.example.com")
          .message("{uid} is locked")
          .keys("uid")
          .register();
  private static final EgoException SHARED =
      LOCKED.exception("uid", "\u7528\u6237 %\n\ud83d\ude00");

  /** How a handler says that it failed. */
  private static final List<String> WAYS = List.of("thrown", "thrown as a cause", "onError");

  private StreamingProgram() {}

  /**
   * Runs all checks.
   *
   * @param arguments not used
   * @throws Exception if a check fails
   */
  public static void main(String[] arguments) throws Exception {
    Server local =
        InProcessServerBuilder.forName("streaming")
            .addService(FailingService.service(() -> SHARED))
            .build();
    local.start();
    ManagedChannel channel = InProcessChannelBuilder.forName("streaming").build();
    everyKindInEveryWay(channel);
    everyKindInEveryWay(ClientInterceptors.intercept(channel, new EgoClientInterceptor()));
    theInterceptorTypesTheCause(ClientInterceptors.intercept(channel, new EgoClientInterceptor()));
    aTimeoutIsADeadline();
    aPlainFailureIsUnknown();
    withoutTheInterceptorOnErrorWorks();
    aSharedExceptionIsSentSafely(channel);
    aHopChangesNoByte(channel);
    channel.shutdownNow();
    local.shutdownNow();
    largeErrorsArrive();
    Check.done();
    System.exit(0); // threads of the transports end a second later
  }

  private static void everyKindInEveryWay(Channel channel) throws Exception {
    for (String way : WAYS) {
      check(
          0,
          new ArrayList<>(),
          Check.thrown(
              EgoException.class,
              () ->
                  EgoErrors.call(
                      () ->
                          ClientCalls.blockingUnaryCall(
                              channel,
                              FailingService.method(MethodType.UNARY),
                              CallOptions.DEFAULT,
                              way))));
      List<String> got = new ArrayList<>();
      check(3, got, Check.thrown(EgoException.class, () -> serverStream(channel, way, got)));
      check(0, got, failure(channel, MethodType.CLIENT_STREAMING, way, got));
      check(3, got, failure(channel, MethodType.BIDI_STREAMING, way, got));
    }
  }

  private static void serverStream(Channel channel, String way, List<String> got) {
    got.clear();
    EgoErrors.call(
        () -> {
          Iterator<String> answers =
              ClientCalls.blockingServerStreamingCall(
                  channel,
                  FailingService.method(MethodType.SERVER_STREAMING),
                  CallOptions.DEFAULT,
                  way);
          answers.forEachRemaining(got::add);
          return got;
        });
  }

  /** Sends three messages and returns what comes to a typed observer. */
  private static Throwable failure(Channel channel, MethodType kind, String way, List<String> got)
      throws Exception {
    got.clear();
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    StreamObserver<String> answers =
        new TypedStreamObserver<>(
            new StreamObserver<String>() {
              @Override
              public void onNext(String message) {
                got.add(message);
              }

              @Override
              public void onError(Throwable error) {
                failure.complete(error);
              }

              @Override
              public void onCompleted() {
                failure.complete(null);
              }
            });
    var call = channel.newCall(FailingService.method(kind), CallOptions.DEFAULT);
    StreamObserver<String> requests =
        kind == MethodType.CLIENT_STREAMING
            ? ClientCalls.asyncClientStreamingCall(call, answers)
            : ClientCalls.asyncBidiStreamingCall(call, answers);
    for (int number = 0; number < 3; number++) {
      requests.onNext(way);
    }
    return failure.get(10, TimeUnit.SECONDS);
  }

  private static void check(int messages, List<String> got, Throwable failure) {
    Check.that(failure instanceof EgoException, "typed, not " + failure);
    EgoException error = (EgoException) failure;
    Check.that(error.is(LOCKED), "the code, not " + error);
    Check.equal(SHARED.getMessage(), error.getMessage());
    Check.equal(SHARED.getMetadata(), error.getMetadata());
    Check.equal("stream.example.com", error.getDomain());
    Check.that(!error.isDetailsBroken() && !error.isStatusMismatch(), "nothing is wrong");
    Check.equal(messages, got.size());
  }

  private static void theInterceptorTypesTheCause(Channel channel) {
    StatusRuntimeException error = Check.thrown(StatusRuntimeException.class, () -> unary(channel));
    Check.that(error.getCause() instanceof EgoException, "typed cause, not " + error.getCause());
    Check.that(EgoErrors.is(error.getCause(), LOCKED) && EgoErrors.is(error, LOCKED), "the code");
  }

  private static void aTimeoutIsADeadline() throws Exception {
    for (String way : WAYS) {
      StatusRuntimeException error =
          served(() -> new IllegalStateException("secret", new TimeoutException("secret")), way);
      Check.equal(Status.Code.DEADLINE_EXCEEDED, error.getStatus().getCode());
      Check.equal(null, error.getStatus().getDescription());
    }
  }

  private static void aPlainFailureIsUnknown() throws Exception {
    StatusRuntimeException error = served(() -> new IllegalStateException("secret"), "onError");
    Check.equal(Status.Code.UNKNOWN, error.getStatus().getCode());
    Check.equal(null, error.getStatus().getDescription());
    Check.that(!EgoErrors.is(error, LOCKED), "no code");
  }

  private static void withoutTheInterceptorOnErrorWorks() throws Exception {
    StatusRuntimeException error = served(FailingService.plainService(() -> SHARED), "onError");
    check(0, new ArrayList<>(), EgoErrors.fromThrowable(error));
  }

  private static StatusRuntimeException served(Supplier<RuntimeException> failure, String way)
      throws Exception {
    return served(FailingService.service(failure), way);
  }

  private static StatusRuntimeException served(ServerServiceDefinition service, String way)
      throws Exception {
    Server server = InProcessServerBuilder.forName("other").addService(service).build().start();
    ManagedChannel channel = InProcessChannelBuilder.forName("other").build();
    try {
      return Check.thrown(
          StatusRuntimeException.class,
          () ->
              ClientCalls.blockingUnaryCall(
                  channel, FailingService.method(MethodType.UNARY), CallOptions.DEFAULT, way));
    } finally {
      channel.shutdownNow();
      server.shutdownNow();
    }
  }

  private static void aSharedExceptionIsSentSafely(Channel channel) throws Exception {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      all.add(
          CompletableFuture.runAsync(
              () -> {
                for (int call = 0; call < 200; call++) {
                  check(
                      0,
                      new ArrayList<>(),
                      EgoErrors.fromThrowable(
                          Check.thrown(StatusRuntimeException.class, () -> unary(channel))));
                }
              }));
    }
    CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).get(60, TimeUnit.SECONDS);
    Check.equal(1, SHARED.getTrailers().keys().size());
  }

  /** A -> B -> C: B sends on what it caught from C, by throwing it. */
  private static void aHopChangesNoByte(Channel inner) throws Exception {
    for (String way : WAYS) {
      StatusRuntimeException outer =
          served(() -> Check.thrown(StatusRuntimeException.class, () -> unary(inner)), way);
      byte[] sent = SHARED.toTrailers().get(DETAILS);
      Check.that(Arrays.equals(sent, outer.getTrailers().get(DETAILS)), "byte-equal details");
      Check.equal(SHARED.getMessage(), outer.getStatus().getDescription());
    }
    EgoException derived =
        EgoErrors.fromThrowable(
            served(
                () ->
                    EgoErrors.fromThrowable(
                            Check.thrown(StatusRuntimeException.class, () -> unary(inner)))
                        .withMessage("derived"),
                "thrown"));
    Check.equal("derived", derived.getMessage());
    Check.equal(SHARED.getMetadata(), derived.getMetadata());
  }

  private static void largeErrorsArrive() throws Exception {
    String cjk = "\u9519".repeat(2000);
    EgoException large =
        SHARED.withMessage(cjk).addMetadata("big", "x".repeat(20_000)).addMetadata("small", "kept");
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(FailingService.service(() -> large))
            .build()
            .start();
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
    for (int call = 0; call < 100; call++) {
      EgoException error =
          EgoErrors.fromThrowable(Check.thrown(StatusRuntimeException.class, () -> unary(channel)));
      Check.that(error.is(LOCKED) && error.isTruncated(), "the code arrives, not " + error);
      Check.equal(LOCKED.getStatus(), error.getStatusCode());
      Check.that(
          cjk.startsWith(error.getMessage()) && error.getMessage().length() > 400, "message");
    }
    channel.shutdownNow();
    server.shutdownNow();
    for (String way : WAYS) {
      plainErrorsArriveToo(Status.NOT_FOUND.withDescription(cjk).asRuntimeException(), way);
    }
  }

  private static void plainErrorsArriveToo(StatusRuntimeException large, String way)
      throws Exception {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(FailingService.service(() -> large))
            .build()
            .start();
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
    StatusRuntimeException error =
        Check.thrown(
            StatusRuntimeException.class,
            () ->
                ClientCalls.blockingUnaryCall(
                    channel, FailingService.method(MethodType.UNARY), CallOptions.DEFAULT, way));
    Check.equal(Status.Code.NOT_FOUND, error.getStatus().getCode());
    Check.that(EgoErrors.fromThrowable(error).isTruncated(), "shortened");
    channel.shutdownNow();
    server.shutdownNow();
  }

  private static String unary(Channel channel) {
    return ClientCalls.blockingUnaryCall(
        channel, FailingService.method(MethodType.UNARY), CallOptions.DEFAULT, "thrown");
  }
}
