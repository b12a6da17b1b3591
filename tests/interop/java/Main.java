/** The Java program: {@code server} or {@code client}. */
public final class Main {
  private Main() {}

  /**
   * Runs the server or the client.
   *
   * @param arguments which of them
   * @throws Exception if it cannot go on
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("server")) {
      Server.serve();
    } else {
      Client.ask();
    }
  }
}
