import a.v1.ErrCodes;
import io.egoerrors.EgoErrors;
import io.egoerrors.EgoException;

/** An enum of 10,000 error codes, used through the one class that has its name. */
public final class LargeProgram {
  private LargeProgram() {}

  /**
   * Runs all checks.
   *
   * @param arguments not used
   */
  public static void main(String[] arguments) {
    EgoException error = ErrCodes.e9999("42", null);
    Check.equal("no 42", error.getMessage());
    Check.that(EgoErrors.is(error, ErrCodes.E_9999), "a code of the last class");
    Check.that(!EgoErrors.is(error, ErrCodes.E_1), "a code of the first class");
    Check.equal(10_000, ErrCodes.codes().size());
    Check.done();
  }
}
