import com.example.interop.UserErrCodes;
import io.egoerrors.EgoErrors;
import io.egoerrors.EgoException;
import io.egoerrors.ErrorCode;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Java client: one call a line on stdin, what was caught on stdout. */
final class Client {
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private Client() {}

  static void ask() throws Exception {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Map<String, Object> asked = Server.object(Json.parse(line));
      Rpc.Caught caught =
          Rpc.start(
              (String) asked.get("address"),
              (String) asked.get("method"),
              (String) asked.get("order"));
      StringBuilder answer = new StringBuilder();
      Json.write(answer, answer(caught.error.get(), caught.count));
      System.out.println(answer);
    }
    System.exit(0);
  }

  private static Map<String, Object> answer(Throwable failure, int count) {
    EgoException error = EgoErrors.fromThrowable(failure);
    Status status = Status.fromThrowable(failure);
    Metadata trailers = Status.trailersFromThrowable(failure);
    byte[] details = trailers == null ? null : trailers.get(DETAILS);
    List<String> matches = new ArrayList<>();
    for (ErrorCode code : UserErrCodes.codes()) {
      if (EgoErrors.is(failure, code)) {
        matches.add(code.getFullName().substring(code.getFullName().lastIndexOf('.') + 1));
      }
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("status", error.getStatusCode().name());
    answer.put("reason", error.getReason());
    answer.put("domain", error.getDomain());
    answer.put("metadata", error.getMetadata());
    answer.put("message", error.getMessage());
    answer.put("display", error.display("zh-CN"));
    answer.put("matches", matches);
    answer.put("count", Long.valueOf(count));
    answer.put("grpc_status", Long.valueOf(status.getCode().value()));
    answer.put("grpc_message", status.getDescription() == null ? "" : status.getDescription());
    answer.put("details_b64", details == null ? null : Base64.getEncoder().encodeToString(details));
    return answer;
  }
}
