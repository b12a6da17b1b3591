package consumer;

import com.example.shop.user.v1.GetUserRequest;
import com.example.shop.user.v1.GetUserResponse;
import com.example.shop.user.v1.User;
import com.example.shop.user.v1.UserErrCodes;
import com.example.shop.user.v1.UserServiceGrpc;
import io.egoerrors.EgoServerInterceptor;
import io.grpc.InsecureServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The shop's users as a server: prints its port, serves until its stdin ends. */
public final class Server extends UserServiceGrpc.UserServiceImplBase {
  private Server() {}

  /**
   * Serves.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) throws IOException {
    io.grpc.Server server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress("127.0.0.1", 0), InsecureServerCredentials.create())
            .addService(new Server())
            .intercept(new EgoServerInterceptor())
            .build()
            .start();
    System.out.println(server.getPort());
    while (System.in.read() >= 0) {
      // Nothing is expected but the end.
    }
    server.shutdownNow();
  }

  @Override
  public void getUser(GetUserRequest request, StreamObserver<GetUserResponse> answer) {
    if (request.getUid() != 1) {
      throw UserErrCodes.userErrNotFound(String.valueOf(request.getUid()));
    }
    User user = User.newBuilder().setUid(1).setName("Ada").build();
    answer.onNext(GetUserResponse.newBuilder().setUser(user).build());
    answer.onCompleted();
  }
}
