import java.util.Objects;

/** Checks that end the program when they fail, and say how many held. */
final class Check {
  private static int held;

  private Check() {}

  /** Something that may throw. */
  interface Step {
    void run() throws Exception;
  }

  static synchronized void that(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
    held++;
  }

  static void equal(Object expected, Object actual) {
    that(Objects.equals(expected, actual), "expected <" + expected + ">, got <" + actual + ">");
  }

  static <T extends Throwable> T thrown(Class<T> kind, Step step) {
    try {
      step.run();
    } catch (Throwable error) {
      that(kind.isInstance(error), "expected " + kind + ", got " + error);
      return kind.cast(error);
    }
    throw new AssertionError("expected " + kind + ", nothing was thrown");
  }

  /** Prints the number of checks, so that a program that checked nothing is seen. */
  static void done() {
    System.out.println("held: " + held);
  }
}
