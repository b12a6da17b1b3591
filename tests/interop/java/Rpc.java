import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The service of interop.proto without generated stubs: its methods, and calls of them. */
final class Rpc {
  static final String SERVICE = "user.v1.Interop";
  static final Map<String, MethodType> METHODS =
      Map.of(
          "Unary", MethodType.UNARY,
          "Download", MethodType.SERVER_STREAMING,
          "Upload", MethodType.CLIENT_STREAMING,
          "Chat", MethodType.BIDI_STREAMING);
  private static final Map<String, ManagedChannel> CHANNELS = new ConcurrentHashMap<>();

  private Rpc() {}

  static MethodDescriptor<StringValue, StringValue> method(String name) {
    MethodDescriptor.Marshaller<StringValue> text =
        ProtoUtils.marshaller(StringValue.getDefaultInstance());
    return MethodDescriptor.newBuilder(text, text)
        .setType(METHODS.get(name))
        .setFullMethodName(SERVICE + "/" + name)
        .build();
  }

  /** What came of a call: how many responses, then the error. */
  static final class Caught implements StreamObserver<StringValue> {
    final CompletableFuture<Throwable> error = new CompletableFuture<>();
    int count;

    @Override
    public void onNext(StringValue response) {
      count++;
    }

    @Override
    public void onError(Throwable failure) {
      error.complete(failure);
    }

    @Override
    public void onCompleted() {
      error.complete(new IllegalStateException("the call did not fail"));
    }
  }

  /** Makes a call that must fail; the future completes with the error. */
  static Caught start(String address, String name, String order) {
    ManagedChannel channel =
        CHANNELS.computeIfAbsent(
            address, target -> NettyChannelBuilder.forTarget(target).usePlaintext().build());
    var call =
        channel.newCall(method(name), CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS));
    StringValue request = StringValue.of(order);
    Caught caught = new Caught();
    switch (METHODS.get(name)) {
      case UNARY:
        ClientCalls.asyncUnaryCall(call, request, caught);
        break;
      case SERVER_STREAMING:
        ClientCalls.asyncServerStreamingCall(call, request, caught);
        break;
      default:
        StreamObserver<StringValue> requests =
            METHODS.get(name) == MethodType.CLIENT_STREAMING
                ? ClientCalls.asyncClientStreamingCall(call, caught)
                : ClientCalls.asyncBidiStreamingCall(call, caught);
        for (int number = 0; number < 3; number++) {
          requests.onNext(request);
        }
        requests.onCompleted();
    }
    return caught;
  }
}
