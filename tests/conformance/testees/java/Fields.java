import io.egoerrors.Utf8;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of a JSON object, with a refusal for each wrong type. */
final class Fields {
  private final Map<String, Object> members;

  private Fields(Map<String, Object> members) {
    this.members = members;
  }

  @SuppressWarnings("unchecked") // Json makes no other maps.
  static Fields of(Object value) {
    if (!(value instanceof Map)) {
      throw Refusal.bad("an object is wanted, not " + value);
    }
    return new Fields((Map<String, Object>) value);
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  Map<String, Object> members() {
    return members;
  }

  Object get(String name) {
    return members.get(name);
  }

  Object required(String name) {
    if (!has(name)) {
      throw Refusal.bad(name + " is missing");
    }
    return members.get(name);
  }

  /** A text, or null where the field is absent or null. */
  String textOrNull(String name) {
    return members.get(name) == null ? null : text(members.get(name));
  }

  String text(String name, String otherwise) {
    return has(name) ? text(members.get(name)) : otherwise;
  }

  int integer(String name, int otherwise) {
    Object value = has(name) ? members.get(name) : Long.valueOf(otherwise);
    if (!(value instanceof Long) || (Long) value != ((Long) value).intValue()) {
      throw Refusal.bad(name + " is not an integer");
    }
    return ((Long) value).intValue();
  }

  /** Bytes, or null where the field is absent or null. */
  byte[] bytes(String name) {
    return members.get(name) == null ? null : base64(members.get(name));
  }

  List<?> list(String name) {
    if (!has(name)) {
      return List.of();
    }
    if (!(members.get(name) instanceof List)) {
      throw Refusal.bad(name + " is not a list");
    }
    return (List<?>) members.get(name);
  }

  /** A map of texts that the caller may change. */
  Map<String, String> texts(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (has(name)) {
      of(members.get(name)).members().forEach((key, value) -> texts.put(key, text(value)));
    }
    return texts;
  }

  /** A text as raw as a String can hold it. */
  static String text(Object value) {
    if (value instanceof String) {
      return (String) value;
    }
    if (value instanceof Map && ((Map<?, ?>) value).size() == 1) {
      Fields fields = of(value);
      if (fields.has("b64")) {
        return Utf8.decode(base64(fields.get("b64")));
      }
      if (fields.has("utf16")) {
        StringBuilder text = new StringBuilder();
        for (Object unit : fields.list("utf16")) {
          if (!(unit instanceof Long) || (Long) unit < 0 || (Long) unit > 0xffff) {
            throw Refusal.bad("not a UTF-16 code unit: " + unit);
          }
          text.append((char) ((Long) unit).intValue());
        }
        return text.toString();
      }
    }
    throw Refusal.bad("not a text: " + value);
  }

  private static byte[] base64(Object value) {
    if (!(value instanceof String) || ((String) value).length() % 4 != 0) {
      throw Refusal.bad("not padded base64: " + value);
    }
    try {
      return Base64.getDecoder().decode((String) value);
    } catch (IllegalArgumentException problem) {
      throw Refusal.bad("not base64: " + value);
    }
  }
}
