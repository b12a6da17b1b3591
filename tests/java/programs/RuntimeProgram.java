import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.egoerrors.Detail;
import io.egoerrors.EgoErrors;
import io.egoerrors.EgoException;
import io.egoerrors.ErrorCode;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/**
 * What the conformance vectors cannot see: threads, traces, native exceptions, Java's own types.
 */
public final class RuntimeProgram {
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
  private static final ErrorCode NOT_FOUND =
      ErrorCode.builder("run.v1.NOT_FOUND", Status.Code.NOT_FOUND)
          .domain("run.example.com")
          .message("no {uid}")
          .translation("zh-CN", "\u6ca1\u6709 {uid}")
          .keys("uid")
          .register();

  private RuntimeProgram() {}

  /**
   * Runs all checks.
   *
   * @param arguments not used
   * @throws Exception if a check fails
   */
  public static void main(String[] arguments) throws Exception {
    isAnOrdinaryGrpcException();
    valuesAreImmutable();
    causesAreFound();
    localFailuresHaveNoMessage();
    tracesAreWhereTheyHelp();
    anyBytesCanBeRead();
    nothingMatchesOnlyNothing();
    nullsAreHarmless();
    detailsAreMessages();
    callsThrowTypedErrors();
    Check.done();
  }

  private static void isAnOrdinaryGrpcException() {
    EgoException error = NOT_FOUND.exception("uid", "42");
    Check.equal(Status.Code.NOT_FOUND, Status.fromThrowable(new IOException(error)).getCode());
    Check.equal("no 42", Status.fromThrowable(error).getDescription());
    Check.that(Status.trailersFromThrowable(error).containsKey(DETAILS), "details for gRPC");
    Check.equal("no 42", error.getMessage());
    Check.equal(404, error.getHttpStatus());
    Check.equal("\u6ca1\u6709 42 (run.v1.NOT_FOUND)", error.display(Locale.SIMPLIFIED_CHINESE));
    Check.equal("no 42 (run.v1.NOT_FOUND)", error.display());
    Check.equal("io.egoerrors.EgoException: NOT_FOUND: " + error.display(), error.toString());
    StatusRuntimeException plain = error.toStatusRuntimeException();
    Check.equal(StatusRuntimeException.class, plain.getClass());
    Check.that(EgoErrors.is(plain, NOT_FOUND), "read back");
    Check.that(
        EgoErrors.is(error.toStatusException(), NOT_FOUND), "read back from the checked one");
  }

  private static void valuesAreImmutable() {
    Map<String, String> given = new HashMap<>(Map.of("uid", "42"));
    EgoException error = NOT_FOUND.exception(given);
    given.put("uid", "43");
    Check.equal("42", error.getMetadata().get("uid"));
    Check.thrown(UnsupportedOperationException.class, () -> error.getMetadata().put("a", "b"));
    Check.thrown(UnsupportedOperationException.class, () -> error.getMetadata().entrySet().clear());
    Check.thrown(UnsupportedOperationException.class, () -> error.getDetails().clear());
    Check.thrown(UnsupportedOperationException.class, () -> NOT_FOUND.getKeys().clear());
    Check.thrown(UnsupportedOperationException.class, () -> NOT_FOUND.getTranslations().clear());
    Check.thrown(IllegalStateException.class, () -> error.initCause(new IOException()));
    byte[] value = {1, 2};
    EgoException detailed = error.withDetails(Detail.of("x/y.Z", value));
    value[0] = 9;
    detailed.getDetails().get(0).getValue()[1] = 9;
    Check.that(
        Arrays.equals(new byte[] {1, 2}, detailed.getDetails().get(0).getValue()), "bytes copied");
    byte[] sent = error.toTrailers().get(DETAILS);
    sent[0] ^= 1;
    error.getTrailers().get(DETAILS)[1] ^= 1;
    error.getTrailers().discardAll(DETAILS);
    error.toTrailers().discardAll(DETAILS);
    Check.that(EgoErrors.is(error.toStatusRuntimeException(), NOT_FOUND), "bytes copied");
    Check.that(error.toTrailers().containsKey(DETAILS), "trailers copied");
    EgoException more =
        error.addMetadata("b", "c").withMessage("m").withCause(new IOException("x"));
    Check.equal("no 42", error.getMessage());
    Check.equal(null, error.getCause());
    Check.equal(Map.of("uid", "42", "b", "c"), more.getMetadata());
    Check.equal("x", more.getCause().getMessage());
    Check.equal(Map.of(), more.withMetadata(Map.of()).getMetadata());
  }

  private static void causesAreFound() {
    EgoException error = NOT_FOUND.exception();
    Check.that(
        EgoErrors.fromThrowable(new CompletionException(new IOException(error))) == error, "same");
    StatusRuntimeException inner = error.toStatusRuntimeException();
    EgoException read = EgoErrors.fromThrowable(new RuntimeException("outer", inner));
    Check.that(read.is(NOT_FOUND) && read.getCause() == inner, "the native one is the cause");
    EgoException outer = read.withMessage("derived").withCause(inner);
    Check.equal("derived", Status.fromThrowable(outer).getDescription());
    Throwable first = new RuntimeException("a");
    Throwable second = new RuntimeException("b", first);
    first.initCause(second);
    Check.equal(Status.Code.UNKNOWN, EgoErrors.fromThrowable(first).getStatusCode());
    Throwable chain = error;
    for (int link = 0; link < 120; link++) {
      chain = new RuntimeException(chain);
    }
    Check.that(EgoErrors.fromThrowable(chain) == error, "120 links are followed");
  }

  private static void localFailuresHaveNoMessage() {
    Throwable secret = new RuntimeException("jdbc:mysql://root:secret@db");
    EgoException unknown = EgoErrors.fromThrowable(secret);
    Check.equal("", unknown.getMessage());
    Check.equal(Status.Code.UNKNOWN, unknown.getStatusCode());
    Check.that(unknown.getCause() == secret, "the cause is kept");
    Check.equal("UNKNOWN", unknown.display());
    Check.equal(
        Status.Code.DEADLINE_EXCEEDED,
        EgoErrors.fromThrowable(new RuntimeException(new TimeoutException("t"))).getStatusCode());
    Check.equal(
        Status.Code.CANCELLED,
        EgoErrors.fromThrowable(new CancellationException("c")).getStatusCode());
    Check.equal(
        Status.Code.CANCELLED,
        EgoErrors.fromThrowable(new InterruptedException("i")).getStatusCode());
    Check.equal(null, EgoErrors.fromThrowable(Status.OK.asRuntimeException()));
    Throwable hostile =
        new RuntimeException("hostile") {
          private static final long serialVersionUID = 1L;

          @Override
          public synchronized Throwable getCause() {
            throw new IllegalStateException("no cause for you");
          }
        };
    Check.equal(Status.Code.UNKNOWN, EgoErrors.fromThrowable(hostile).getStatusCode());
    Check.that(!EgoErrors.is(hostile, NOT_FOUND), "no code");
  }

  private static void tracesAreWhereTheyHelp() {
    EgoException error = NOT_FOUND.exception();
    Check.that(
        Arrays.stream(error.getStackTrace())
            .anyMatch(frame -> frame.getMethodName().equals("tracesAreWhereTheyHelp")),
        "a new exception knows where it was made");
    StatusRuntimeException inner = error.toStatusRuntimeException();
    Check.equal(0, EgoErrors.fromThrowable(inner).getStackTrace().length);
    Check.that(inner.getStackTrace().length > 0, "its cause has the trace");
    Check.that(EgoErrors.fromStatus(5, "", null).getStackTrace().length > 0, "no cause, own trace");
  }

  private static void anyBytesCanBeRead() {
    Random random = new Random(7);
    byte[] good = NOT_FOUND.exception("uid", "42").toTrailers().get(DETAILS);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = round % 2 == 0 ? good.clone() : new byte[random.nextInt(60)];
      for (int change = 0; change < 1 + random.nextInt(3) && bytes.length > 0; change++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      Metadata trailers = new Metadata();
      trailers.put(DETAILS, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
      Throwable inner = Status.NOT_FOUND.withDescription("m").asRuntimeException(trailers);
      EgoException read = EgoErrors.fromThrowable(inner);
      Check.equal(Status.Code.NOT_FOUND, read.getStatusCode());
      Check.equal("m", read.getMessage());
      Check.that(
          Arrays.equals(trailers.get(DETAILS), read.toTrailers().get(DETAILS))
              || trailers.get(DETAILS).length == 0,
          "a hop changes nothing");
    }
    Check.equal(Status.Code.UNKNOWN, EgoErrors.fromStatus(-1, null, null).getStatusCode());
    Check.equal(null, EgoErrors.fromStatus(0, "ok", good));
  }

  private static void nothingMatchesOnlyNothing() {
    EgoException bare = EgoErrors.fromStatus(5, "no details", null);
    Check.that(!EgoErrors.is(bare, null), "an error is not nothing");
    Check.that(!EgoErrors.is(bare, NOT_FOUND), "an error without a reason is no code");
    Check.that(EgoErrors.is(null, null), "nothing is nothing");
    Check.that(!EgoErrors.is(null, NOT_FOUND), "nothing is no error");
    Check.that(!EgoErrors.isSame(bare, bare), "without a reason there is no identity");
    Check.that(EgoErrors.isSame(NOT_FOUND.exception(), NOT_FOUND.exception("a", "b")), "same code");
  }

  private static void nullsAreHarmless() {
    EgoException error = NOT_FOUND.exception("uid", null);
    Check.equal(Map.of(), error.getMetadata());
    Check.equal("no {uid}", error.getMessage());
    Check.equal("", error.withMessage(null).getMessage());
    Check.equal(Map.of(), error.withMetadata(null).getMetadata());
    Check.equal(Map.of(), error.addMetadata(null, "x").getMetadata());
    Check.equal(null, error.withCause(null).getCause());
    Check.equal("no {uid} (run.v1.NOT_FOUND)", error.display((Locale) null));
    Check.that(error.httpBody().startsWith("{\"error\":{\"code\":404,"), "JSON");
  }

  private static void detailsAreMessages() {
    Duration wait = Duration.newBuilder().setSeconds(3).build();
    Detail broken = Detail.of("type.googleapis.com/google.protobuf.Duration", new byte[] {7});
    EgoException error = NOT_FOUND.exception().withDetails(broken, Detail.pack(wait));
    EgoException read = EgoErrors.fromThrowable(error.toStatusRuntimeException());
    Check.equal(wait, read.findDetail(Duration.getDefaultInstance()));
    Check.equal(null, read.findDetail(Timestamp.getDefaultInstance()));
    Check.equal("google.protobuf.Duration", read.getDetails().get(1).getTypeName());
    Check.equal(List.of(broken, Detail.pack(wait)), read.getDetails());
  }

  private static void callsThrowTypedErrors() {
    Check.equal("answer", EgoErrors.call(() -> "answer"));
    EgoException error =
        Check.thrown(
            EgoException.class,
            () ->
                EgoErrors.call(
                    () -> {
                      throw NOT_FOUND.exception("uid", "42").toStatusRuntimeException();
                    }));
    Check.that(error.is(NOT_FOUND) && error.getCause() instanceof StatusRuntimeException, "typed");
  }
}
