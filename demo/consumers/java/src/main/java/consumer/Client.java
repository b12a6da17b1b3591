package consumer;

import com.example.shop.user.v1.GetUserRequest;
import com.example.shop.user.v1.UserErrCodes;
import com.example.shop.user.v1.UserServiceGrpc;
import io.egoerrors.EgoErrors;
import io.egoerrors.EgoException;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Asks a server, in whatever language, for a user that nobody is, and shows the error. */
public final class Client {
  private Client() {}

  /**
   * Makes the call.
   *
   * @param arguments the address of the server
   */
  public static void main(String[] arguments) throws InterruptedException {
    ManagedChannel channel =
        Grpc.newChannelBuilder(arguments[0], InsecureChannelCredentials.create()).build();
    UserServiceGrpc.UserServiceBlockingStub users =
        UserServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
    GetUserRequest request = GetUserRequest.newBuilder().setUid(42).build();
    try {
      String name = EgoErrors.call(() -> users.getUser(request)).getUser().getName();
      throw new IllegalStateException("nobody was expected, found " + name);
    } catch (EgoException error) {
      if (!error.is(UserErrCodes.USER_ERR_NOT_FOUND)) {
        throw error;
      }
      String code = UserErrCodes.USER_ERR_NOT_FOUND.getName();
      String uid = error.getMetadata().get("uid");
      new PrintStream(System.out, true, StandardCharsets.UTF_8)
          .println(code + " uid=" + uid + " " + error.display(Locale.SIMPLIFIED_CHINESE));
    } finally {
      channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }
  }
}
