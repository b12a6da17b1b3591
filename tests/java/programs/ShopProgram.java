import com.example.shop.user.v1.SessionErrCodes;
import com.example.shop.user.v1.UserErrCodes;
import io.egoerrors.EgoErrors;
import io.egoerrors.EgoException;
import io.egoerrors.Registry;
import io.grpc.Status;
import java.util.Map;

/** The generated classes of the example shop, as a service uses them. */
public final class ShopProgram {
  private ShopProgram() {}

  /**
   * Runs all checks.
   *
   * @param arguments not used
   */
  public static void main(String[] arguments) {
    Check.equal(null, Registry.global().find("shop.user.v1.USER_ERR_NOT_FOUND", ""));
    EgoException error = UserErrCodes.userErrNotFound("42");
    Check.equal("user 42 not found", error.getMessage());
    Check.equal(Status.Code.NOT_FOUND, error.getStatusCode());
    Check.equal("shop.user.v1.USER_ERR_NOT_FOUND", error.getReason());
    Check.equal("user.shop.example.com", error.getDomain());
    Check.equal(Map.of("uid", "42"), error.getMetadata());
    Check.equal(
        "\u627e\u4e0d\u5230\u7528\u6237 42 (shop.user.v1.USER_ERR_NOT_FOUND)",
        error.display("zh_CN"));
    Check.equal(UserErrCodes.USER_ERR_NOT_FOUND, error.getCode());
    EgoException read = EgoErrors.fromThrowable(error.toStatusRuntimeException());
    Check.that(EgoErrors.is(read, UserErrCodes.USER_ERR_NOT_FOUND), "read back");
    Check.that(!EgoErrors.is(read, UserErrCodes.USER_ERR_LOCKED), "no other one");
    Check.equal(
        UserErrCodes.USER_ERR_NOT_FOUND,
        Registry.global().find("shop.user.v1.USER_ERR_NOT_FOUND", ""));
    EgoException locked = UserErrCodes.userErrLocked("7", "fraud");
    Check.equal("account 7 is locked: fraud", locked.getMessage());
    Check.equal(5, UserErrCodes.codes().size());
    Check.that(SessionErrCodes.codes().size() > 1, "a second enum of the file");
    Check.done();
  }
}
