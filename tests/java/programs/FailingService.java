import io.egoerrors.EgoServerInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** A service of all four streaming kinds that fails as the request says, after three messages. */
final class FailingService {
  private static final MethodDescriptor.Marshaller<String> TEXT =
      new MethodDescriptor.Marshaller<String>() {
        @Override
        public InputStream stream(String value) {
          return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
          try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException problem) {
            throw new IllegalStateException(problem);
          }
        }
      };

  private FailingService() {}

  static MethodDescriptor<String, String> method(MethodType kind) {
    return MethodDescriptor.newBuilder(TEXT, TEXT)
        .setType(kind)
        .setFullMethodName("stream.v1.Service/" + kind)
        .build();
  }

  static ServerServiceDefinition service(Supplier<RuntimeException> failure) {
    return ServerInterceptors.intercept(plainService(failure), new EgoServerInterceptor());
  }

  static ServerServiceDefinition plainService(Supplier<RuntimeException> failure) {
    return ServerServiceDefinition.builder("stream.v1.Service")
        .addMethod(
            method(MethodType.UNARY),
            ServerCalls.asyncUnaryCall((way, answers) -> fail(failure, way, answers)))
        .addMethod(
            method(MethodType.SERVER_STREAMING),
            ServerCalls.asyncServerStreamingCall(
                (way, answers) -> {
                  for (int number = 0; number < 3; number++) {
                    answers.onNext("answer");
                  }
                  fail(failure, way, answers);
                }))
        .addMethod(
            method(MethodType.CLIENT_STREAMING),
            ServerCalls.asyncClientStreamingCall(answers -> afterThree(failure, answers, false)))
        .addMethod(
            method(MethodType.BIDI_STREAMING),
            ServerCalls.asyncBidiStreamingCall(answers -> afterThree(failure, answers, true)))
        .build();
  }

  private static void fail(
      Supplier<RuntimeException> failure, String way, StreamObserver<String> answers) {
    switch (way) {
      case "thrown":
        throw failure.get();
      case "thrown as a cause":
        throw new IllegalStateException("not for the client", failure.get());
      default:
        answers.onError(failure.get());
    }
  }

  /** Fails at the third message of the client. */
  private static StreamObserver<String> afterThree(
      Supplier<RuntimeException> failure, StreamObserver<String> answers, boolean isAnswering) {
    return new StreamObserver<String>() {
      private int count;

      @Override
      public void onNext(String way) {
        if (isAnswering) {
          answers.onNext("answer");
        }
        if (++count == 3) {
          fail(failure, way, answers);
        }
      }

      @Override
      public void onError(Throwable error) {
        count = -1;
      }

      @Override
      public void onCompleted() {
        answers.onCompleted();
      }
    };
  }
}
