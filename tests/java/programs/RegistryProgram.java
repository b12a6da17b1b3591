import io.egoerrors.DuplicateCodeException;
import io.egoerrors.EgoErrors;
import io.egoerrors.EgoException;
import io.egoerrors.ErrorCode;
import io.egoerrors.Registry;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Registering from several threads, twice, differently, and late. */
public final class RegistryProgram {
  private RegistryProgram() {}

  /**
   * Runs all checks.
   *
   * @param arguments not used
   * @throws Exception if a check fails
   */
  public static void main(String[] arguments) throws Exception {
    registeringIsSafe();
    matchingWorksBeforeRegistering();
    Check.done();
  }

  private static void registeringIsSafe() throws InterruptedException {
    Registry registry = new Registry();
    CountDownLatch start = new CountDownLatch(1);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int number = 0; number < 8; number++) {
      int own = number;
      Thread thread =
          new Thread(
              () -> {
                try {
                  start.await();
                  for (int round = 0; round < 500; round++) {
                    registry.register(
                        code("t.v1.SHARED_" + round), code("t.v1.OWN_" + own + round));
                    Check.that(registry.find("t.v1.SHARED_" + round, "") != null, "visible");
                  }
                } catch (Throwable problem) {
                  failure.set(problem);
                }
              });
      threads.add(thread);
      thread.start();
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    Check.equal(null, failure.get());
    Check.equal(500 + 8 * 500 - duplicates(), registry.codes().size());
    ErrorCode other =
        ErrorCode.builder("t.v1.SHARED_1", Status.Code.INTERNAL).domain("other").build();
    DuplicateCodeException problem =
        Check.thrown(
            DuplicateCodeException.class, () -> registry.register(code("t.v1.NEW"), other));
    Check.that(problem.getMessage().contains("NOT_FOUND, domain \"\""), "names the first");
    Check.that(problem.getMessage().contains("INTERNAL, domain \"other\""), "names the second");
    Check.equal(null, registry.find("t.v1.NEW", ""));
  }

  /** "OWN_1" + "11" and "OWN_11" + "1" are one name: how many such there are. */
  private static int duplicates() {
    List<String> names = new ArrayList<>();
    for (int own = 0; own < 8; own++) {
      for (int round = 0; round < 500; round++) {
        names.add("" + own + round);
      }
    }
    return names.size() - (int) names.stream().distinct().count();
  }

  private static ErrorCode code(String name) {
    return ErrorCode.builder(name, Status.Code.NOT_FOUND).build();
  }

  /**
   * A class of error codes is initialized when it is first used, which may be after the error came.
   */
  private static void matchingWorksBeforeRegistering() {
    ErrorCode late =
        ErrorCode.builder("late.v1.LATE", Status.Code.ABORTED)
            .translation("en", "too late")
            .build();
    EgoException read = EgoErrors.fromThrowable(late.exception().toStatusRuntimeException());
    Check.equal(null, read.getCode());
    Check.that(EgoErrors.is(read, late), "not registered yet");
    Registry.global().register(late);
    Check.equal(late, read.getCode());
    Check.that(EgoErrors.is(read, late), "registered since");
    Check.equal("too late (late.v1.LATE)", read.display("en-GB"));
  }
}
