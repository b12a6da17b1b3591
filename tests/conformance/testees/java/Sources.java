import io.egoerrors.Detail;
import io.egoerrors.DuplicateCodeException;
import io.egoerrors.EgoException;
import io.egoerrors.ErrorCode;
import io.egoerrors.ErrorCodeBuilder;
import io.egoerrors.Registry;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/** The registry of a request, and the errors that its sources describe. */
final class Sources {
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  // A request of from_error may be a source itself.
  private static final Set<String> WIRE =
      Set.of("grpc_status", "grpc_message", "details_b64", "steps", "id", "op", "codes");

  final Registry registry = new Registry();
  private final Map<String, ErrorCode> byName = new LinkedHashMap<>();

  Sources(Fields request) {
    for (Object definition : request.list("codes")) {
      register(Fields.of(definition));
    }
  }

  /** Returns the named code. */
  ErrorCode code(Object name) {
    ErrorCode code = byName.get(Fields.text(name));
    if (code == null) {
      throw new Refusal("unknown_code", "no such code: " + name);
    }
    return code;
  }

  /** Returns the error of a source as from_error gives it; null for nothing. */
  EgoException error(Object source) {
    return registry.fromThrowable(throwable(source));
  }

  /** Returns the native or ordinary error of a source, or the derived one where it has steps. */
  Throwable throwable(Object source) {
    if (source == null) {
      return null;
    }
    Fields fields = Fields.of(source);
    Throwable plain = plain(fields);
    if (!fields.has("steps")) {
      return plain;
    }
    return derive(registry.fromThrowable(plain), fields.list("steps"));
  }

  EgoException derive(EgoException error, List<?> steps) {
    EgoException derived = error;
    for (Object item : steps) {
      Fields step = Fields.of(item);
      if (derived == null || step.members().size() != 1) {
        throw Refusal.bad("not a step, or a step on nothing: " + item);
      }
      derived = step(derived, step);
      tryToChange(derived);
    }
    return derived;
  }

  static Status.Code status(Object name) {
    try {
      return Status.Code.valueOf(String.valueOf(name));
    } catch (IllegalArgumentException problem) {
      return null;
    }
  }

  private void register(Fields definition) {
    String fullName = Fields.text(definition.required("full_name"));
    Object status = definition.required("status");
    if (!(status instanceof String)) {
      throw Refusal.bad("status is not a text");
    }
    ErrorCodeBuilder builder =
        ErrorCode.builder(fullName, status(status))
            .reason(definition.text("reason", fullName))
            .domain(definition.text("domain", ""))
            .message(definition.text("message", ""));
    definition.texts("i18n").forEach(builder::translation);
    definition.list("parameters").forEach(key -> builder.keys(Fields.text(key)));
    try {
      ErrorCode code = builder.build();
      registry.register(code);
      byName.putIfAbsent(code.getFullName(), code);
    } catch (DuplicateCodeException problem) {
      throw new Refusal("duplicate", problem.getMessage())
          .with("first", problem.getFirst().getFullName())
          .with("second", problem.getSecond().getFullName());
    } catch (IllegalArgumentException problem) {
      throw new Refusal("invalid_code", problem.getMessage());
    }
  }

  private Throwable plain(Fields source) {
    if (source.has("code")) {
      return code(source.get("code")).exception();
    }
    if (source.has("exception")) {
      return new RuntimeException(Fields.text(source.get("exception")));
    }
    if (source.has("wrap")) {
      String text = Fields.text(source.required("text"));
      return new RuntimeException(text, throwable(source.get("wrap")));
    }
    if (source.has("local")) {
      if ("deadline".equals(source.get("local"))) {
        return new TimeoutException();
      }
      if ("cancellation".equals(source.get("local"))) {
        return new CancellationException();
      }
      throw Refusal.bad("no such local error");
    }
    if (!WIRE.containsAll(source.members().keySet())) {
      throw Refusal.bad("no such source: " + source.members().keySet());
    }
    return wire(source);
  }

  /** A number that gRPC does not know cannot be in a native exception. */
  private Throwable wire(Fields source) {
    int number = source.integer("grpc_status", 2);
    String message = source.text("grpc_message", "");
    byte[] details = source.bytes("details_b64");
    if (number < 0 || number > 16) {
      return registry.fromStatus(number, message, details);
    }
    Metadata trailers = new Metadata();
    if (details != null) {
      trailers.put(DETAILS, details);
    }
    return Status.fromCodeValue(number).withDescription(message).asRuntimeException(trailers);
  }

  private EgoException step(EgoException error, Fields step) {
    if (step.has("with_message")) {
      return error.withMessage(Fields.text(step.get("with_message")));
    }
    if (step.has("with_metadata") || step.has("add_metadata")) {
      boolean isAdded = step.has("add_metadata");
      Map<String, String> given = step.texts(isAdded ? "add_metadata" : "with_metadata");
      EgoException derived = isAdded ? error.addMetadata(given) : error.withMetadata(given);
      given.put("mutated", "yes");
      return derived;
    }
    if (step.has("with_cause")) {
      return error.withCause(cause(step.get("with_cause")));
    }
    if (step.has("with_details")) {
      return withDetails(error, step.list("with_details"));
    }
    throw Refusal.bad("no such step: " + step.members().keySet());
  }

  private Throwable cause(Object source) {
    Throwable given = throwable(source);
    if (given == null) {
      throw Refusal.bad("nothing is no cause");
    }
    return given.getClass() == RuntimeException.class ? given : registry.fromThrowable(given);
  }

  private static EgoException withDetails(EgoException error, List<?> given) {
    List<Detail> details = new ArrayList<>();
    for (Object item : given) {
      Fields detail = Fields.of(item);
      byte[] value = detail.bytes("value_b64");
      details.add(Detail.of(detail.text("type_url", ""), value));
      if (value != null && value.length > 0) {
        value[0] ^= 1;
      }
    }
    EgoException derived = error.withDetails(details);
    details.clear();
    return derived;
  }

  /** Uses everything that an error hands out against it. */
  private static void tryToChange(EgoException error) {
    attempt(() -> error.getMetadata().put("mutated", "yes"));
    attempt(() -> error.getDetails().clear());
    for (Detail detail : error.getDetails()) {
      if (detail.getValue().length > 0) {
        detail.getValue()[0] ^= 1;
      }
    }
    error.toTrailers().discardAll(DETAILS);
  }

  private static void attempt(Runnable change) {
    try {
      change.run();
    } catch (UnsupportedOperationException refused) {
      return;
    }
  }
}
