import com.example.interop.UserErrCodes;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.egoerrors.EgoErrors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Base64;
import java.util.function.Predicate;

/** What reading a received error costs in Java: {@code Decode WAY COUNT DETAILS}. */
public final class Decode {
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private Decode() {}

  private static StatusRuntimeException received(byte[] details) {
    Metadata trailers = new Metadata();
    trailers.put(DETAILS, details);
    return Status.NOT_FOUND.withDescription("user 42 not found").asRuntimeException(trailers);
  }

  /** Reads with gRPC's own StatusProto. */
  private static boolean readNative(StatusRuntimeException error) {
    try {
      for (Any detail : StatusProto.fromThrowable(error).getDetailsList()) {
        if (detail.is(ErrorInfo.class)) {
          ErrorInfo info = detail.unpack(ErrorInfo.class);
          return info.getReason().equals("user.v1.USER_ERR_NOT_FOUND")
              && info.getMetadataOrThrow("uid").equals("42");
        }
      }
      return false;
    } catch (InvalidProtocolBufferException problem) {
      throw new IllegalStateException(problem);
    }
  }

  private static boolean readEgo(StatusRuntimeException error) {
    return EgoErrors.is(EgoErrors.fromThrowable(error), UserErrCodes.USER_ERR_NOT_FOUND);
  }

  /**
   * Reads as often as it is told.
   *
   * @param arguments ego, native or empty; how often; google.rpc.Status in base64
   */
  public static void main(String[] arguments) {
    StatusRuntimeException[] errors = new StatusRuntimeException[256];
    for (int number = 0; number < errors.length; number++) {
      errors[number] = received(Base64.getDecoder().decode(arguments[2]));
    }
    Predicate<StatusRuntimeException> read =
        arguments[0].equals("ego")
            ? Decode::readEgo
            : arguments[0].equals("native") ? Decode::readNative : error -> error != null;
    int count = Integer.parseInt(arguments[1]);
    int found = 0;
    for (int number = 0; number < count; number++) {
      if (read.test(errors[number & 255])) {
        found++;
      }
    }
    System.exit(found == count ? 0 : 1);
  }
}
