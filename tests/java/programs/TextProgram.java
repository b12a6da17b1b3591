import io.egoerrors.ErrorCode;
import io.egoerrors.Registry;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Prints what the named generated class holds, one text a line in base64: name, message, texts,
 * keys.
 */
public final class TextProgram {
  private TextProgram() {}

  /**
   * Loads the class of the first argument and prints its codes.
   *
   * @param arguments the class
   * @throws ReflectiveOperationException if there is no such class
   */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    Class.forName(arguments[0]).getMethod("codes").invoke(null);
    StringBuilder out = new StringBuilder();
    for (ErrorCode code : Registry.global().codes()) {
      print(out, code.getFullName());
      print(out, code.getDomain());
      print(out, code.getMessage());
      code.getTranslations().values().forEach(text -> print(out, text));
      code.getKeys().forEach(key -> print(out, key));
    }
    System.out.print(out);
  }

  private static void print(StringBuilder out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.append(Base64.getEncoder().encodeToString(bytes)).append('\n');
  }
}
