import io.egoerrors.EgoException;
import io.egoerrors.ErrorCode;
import io.egoerrors.Registry;
import io.egoerrors.Utf8;
import io.grpc.Metadata;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/** What errors and codes look like in an answer. */
final class Views {
  private static final int MAX_LINKS = 128;
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private Views() {}

  static Map<String, Object> none() {
    return new LinkedHashMap<>(Map.of("none", true));
  }

  static Map<String, Object> error(EgoException error, Registry registry) {
    if (error == null) {
      return none();
    }
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("status", error.getStatusCode().name());
    view.put("reason", error.getReason());
    view.put("domain", error.getDomain());
    view.put("metadata", error.getMetadata());
    view.put("message", error.getMessage());
    view.put("details_broken", error.isDetailsBroken());
    view.put("status_mismatch", error.isStatusMismatch());
    view.put("registered", error.getCode() != null);
    List<String> matches = new ArrayList<>();
    for (ErrorCode code : registry.codes()) {
      if (registry.is(error, code)) {
        matches.add(code.getFullName());
      }
    }
    matches.sort(null);
    view.put("matches", matches);
    view.put("chain", chain(error));
    view.put("details_b64", details(error));
    return view;
  }

  static Map<String, Object> sent(EgoException error) {
    if (error == null) {
      return none();
    }
    StatusRuntimeException sent = error.toStatusRuntimeException();
    String message = sent.getStatus().getDescription();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("grpc_status", sent.getStatus().getCode().value());
    view.put("grpc_message", message == null ? "" : message);
    view.put("details_b64", details(error));
    return view;
  }

  static Map<String, Object> code(ErrorCode code) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("full_name", code.getFullName());
    view.put("reason", code.getReason());
    view.put("domain", code.getDomain());
    view.put("status", code.getStatus().name());
    view.put("http_status", code.getHttpStatus());
    view.put("message", code.getMessage());
    view.put("i18n", code.getTranslations());
    view.put("parameters", code.getKeys());
    return view;
  }

  static List<String> chain(EgoException error) {
    List<String> texts = new ArrayList<>();
    Throwable link = error == null ? null : error.getCause();
    for (int count = 0; link != null && count < MAX_LINKS; count++) {
      if (link instanceof EgoException) {
        texts.add("ego:" + ((EgoException) link).getReason());
      } else if (!isNative(link)) {
        texts.add(Utf8.clean(link.getMessage()));
      }
      link = link.getCause();
    }
    return texts;
  }

  private static boolean isNative(Throwable link) {
    return link instanceof StatusRuntimeException
        || link instanceof StatusException
        || link instanceof TimeoutException
        || link instanceof CancellationException;
  }

  private static String details(EgoException error) {
    byte[] bytes = error.toTrailers().get(DETAILS);
    return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
  }
}
