import com.example.interop.UserErrCodes;
import com.google.protobuf.StringValue;
import io.egoerrors.Detail;
import io.egoerrors.EgoException;
import io.egoerrors.EgoServerInterceptor;
import io.egoerrors.ErrorCode;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Java server: prints its port, fails as ordered, ends with its stdin. */
final class Server {
  private Server() {}

  static void serve() throws Exception {
    ServerServiceDefinition service =
        ServerServiceDefinition.builder(Rpc.SERVICE)
            .addMethod(
                Rpc.method("Unary"),
                ServerCalls.asyncUnaryCall((order, answers) -> fail("Unary", order, answers)))
            .addMethod(
                Rpc.method("Download"),
                ServerCalls.asyncServerStreamingCall(
                    (order, answers) -> {
                      for (int number = 0; number < 3; number++) {
                        answers.onNext(order);
                      }
                      fail("Download", order, answers);
                    }))
            .addMethod(
                Rpc.method("Upload"),
                ServerCalls.asyncClientStreamingCall(answers -> orders("Upload", answers)))
            .addMethod(
                Rpc.method("Chat"),
                ServerCalls.asyncBidiStreamingCall(answers -> orders("Chat", answers)))
            .build();
    io.grpc.Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(ServerInterceptors.intercept(service, new EgoServerInterceptor()))
            .build()
            .start();
    System.out.println(server.getPort());
    System.in.transferTo(OutputStream.nullOutputStream());
    System.exit(0);
  }

  private static StreamObserver<StringValue> orders(
      String method, StreamObserver<StringValue> answers) {
    return new StreamObserver<>() {
      private StringValue order = StringValue.getDefaultInstance();

      @Override
      public void onNext(StringValue request) {
        order = request;
        if (method.equals("Chat")) {
          answers.onNext(request);
        }
      }

      @Override
      public void onError(Throwable error) {
        order = StringValue.getDefaultInstance();
      }

      @Override
      public void onCompleted() {
        fail(method, order, answers);
      }
    };
  }

  /** Ends a call with the error that an order asks for, made here or caught at the next hop. */
  private static void fail(
      String method, StringValue request, StreamObserver<StringValue> answers) {
    Map<String, Object> order = new LinkedHashMap<>(object(Json.parse(request.getValue())));
    List<?> next = (List<?>) order.getOrDefault("next", List.of());
    if (next.isEmpty()) {
      throw fresh(order);
    }
    order.put("next", next.subList(1, next.size()));
    StringBuilder onward = new StringBuilder();
    Json.write(onward, order);
    Rpc.start((String) next.get(0), method, onward.toString()).error.thenAccept(answers::onError);
  }

  private static EgoException fresh(Map<String, Object> order) {
    EgoException error = code((String) order.get("code")).exception();
    if (order.containsKey("message")) {
      error = error.withMessage((String) order.get("message"));
    }
    if (order.containsKey("metadata")) {
      Map<String, String> metadata = new LinkedHashMap<>();
      object(order.get("metadata")).forEach((key, value) -> metadata.put(key, (String) value));
      error = error.addMetadata(metadata);
    }
    List<Detail> details = new ArrayList<>();
    for (Object detail : (List<?>) order.getOrDefault("details", List.of())) {
      Map<String, Object> fields = object(detail);
      byte[] value = Base64.getDecoder().decode((String) fields.get("value_b64"));
      details.add(Detail.of((String) fields.get("type_url"), value));
    }
    return details.isEmpty() ? error : error.withDetails(details);
  }

  private static ErrorCode code(String name) {
    for (ErrorCode code : UserErrCodes.codes()) {
      if (code.getFullName().endsWith("." + name)) {
        return code;
      }
    }
    throw new IllegalArgumentException(name);
  }

  @SuppressWarnings("unchecked") // Json makes no other maps.
  static Map<String, Object> object(Object json) {
    return (Map<String, Object>) json;
  }
}
