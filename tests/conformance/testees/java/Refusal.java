import java.util.LinkedHashMap;
import java.util.Map;

/** A request that cannot be answered otherwise than by an error. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Map<String, Object> error = new LinkedHashMap<>();

  Refusal(String kind, String text) {
    super(text, null, false, false);
    error.put("kind", kind);
    error.put("text", text);
  }

  static Refusal bad(String text) {
    return new Refusal("bad_request", text);
  }

  Refusal with(String field, String value) {
    error.put(field, value);
    return this;
  }

  Map<String, Object> toAnswer() {
    return error;
  }
}
