"""`python -m tests.interop`: live calls between all languages, and the grid server × client."""

from __future__ import annotations

import argparse
import resource
import sys
from collections.abc import Sequence

from tests.interop.grid import text
from tests.interop.programs import LANGUAGES
from tests.interop.suite import run


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0: every call was answered as it must be. 1: a difference, or a toolchain is missing."""
    parser = argparse.ArgumentParser(prog="python -m tests.interop", description=__doc__)
    names = [language.name for language in LANGUAGES]
    parser.add_argument("--language", action="append", choices=names, help="only these; repeatable")
    parser.add_argument("--problems", type=int, default=5, help="differences shown of each pair")
    asked = parser.parse_args(arguments)
    report = run(asked.language or ())
    print(text(report, asked.problems))
    spent = resource.getrusage(resource.RUSAGE_CHILDREN), resource.getrusage(resource.RUSAGE_SELF)
    cpu = sum(usage.ru_utime + usage.ru_stime for usage in spent)
    print(f"{report.seconds:.0f} s, {cpu:.0f} s of CPU", file=sys.stderr)
    return 0 if report.ok else 1


if __name__ == "__main__":
    sys.exit(main())
