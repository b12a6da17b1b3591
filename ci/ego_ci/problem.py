"""Problem: what stops the `ego` command, as one sentence and its remedy.

A finding about the user's proto files is a Diagnostic (exit code 1). A Problem is everything that keeps
us from looking: a missing tool, a broken ego.yaml, a full disk (exit code 2). It imports nothing of ours,
so that every layer may raise it.
"""

from __future__ import annotations

EXIT_OK = 0
EXIT_FINDINGS = 1
EXIT_PROBLEM = 2
EXIT_INTERRUPTED = 130
EXIT_TERMINATED = 143


class Problem(Exception):
    """A reason to stop that the person at the keyboard can act on.

    Args:
        message: one sentence, without a final full stop.
        remedy: what to do about it, in the imperative; '' when there is nothing to say.
        output: what a failing tool printed, shown below the sentence as it is.
    """

    def __init__(self, message: str, *, remedy: str = "", output: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.output = output

    def __str__(self) -> str:
        return f"{self.message} ({self.remedy})" if self.remedy else self.message


class Terminated(KeyboardInterrupt):
    """SIGTERM (what GitLab sends to a cancelled job), treated like Ctrl-C so that the same clean-up runs."""


def from_os_error(error: OSError, *, doing: str = "") -> Problem:
    """Turns an error of the operating system into a Problem with a remedy for the usual causes.

    >>> import errno
    >>> str(from_os_error(OSError(errno.ENOSPC, "No space left on device", "build/x")))
    'build/x: No space left on device (free some space or set `output:` in ego.yaml to another disk)'
    """
    import errno

    where = f"{error.filename}: " if error.filename else f"{doing}: " if doing else ""
    remedies = {
        errno.ENOSPC: "free some space or set `output:` in ego.yaml to another disk",
        errno.EDQUOT: "free some space or set `output:` in ego.yaml to another disk",
        errno.EROFS: "set `output:` in ego.yaml to a folder that can be written",
        errno.EACCES: "change the permissions or set `output:` in ego.yaml to another folder",
        errno.EPERM: "change the permissions or set `output:` in ego.yaml to another folder",
        errno.EMFILE: "raise the limit of open files, e.g. `ulimit -n 4096`",
        errno.ENOTDIR: "a file stands where a folder is needed: move it away",
        errno.EEXIST: "a file stands where a folder is needed: move it away",
    }
    reason = error.strerror or str(error) or type(error).__name__
    return Problem(f"{where}{reason}", remedy=remedies.get(error.errno or 0, ""))
