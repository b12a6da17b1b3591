"""`python -m tests.conformance`: the vectors, a file of requests, or seeded hostile inputs."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.conformance import hostile
from tests.conformance.agreement import ask_all
from tests.conformance.suite import Result, grid, line_of_case, run_vectors
from tests.conformance.testee import TesteeError, languages
from tests.conformance.vectors import load


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0: all equal and right. 1: a difference or a failing testee. 2: wrong usage."""
    options = _parser().parse_args(arguments)
    known = languages()
    chosen = known if options.language in (None, "all") else tuple(options.language.split(","))
    unknown = sorted(set(chosen) - set(known))
    if unknown or not chosen:
        print(
            f"no testee for {', '.join(unknown) or 'any language'}; there are: {', '.join(known)}",
            file=sys.stderr,
        )
        return 2
    try:
        if options.print:
            return _print_vectors()
        if options.random:
            return _random(chosen, options.seed, options.random)
        return _file(chosen, options.input) if options.input else _vectors(chosen, options.match)
    except TesteeError as problem:
        print(f"FAIL {problem}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument("--language", help="one, several with commas, or all (default)")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--input", type=Path, help="a file of requests, one JSON object a line")
    what.add_argument("--random", type=int, metavar="N", help="ask N hostile inputs and compare")
    what.add_argument("--print", action="store_true", help="print the vectors as plain JSON lines")
    what.add_argument("--match", default="", help="only vectors whose `group: name` contains this")
    parser.add_argument("--seed", type=int, default=1, help="of --random (default 1)")
    return parser


def _vectors(chosen: Sequence[str], match: str) -> int:
    cases = tuple(case for case in load() if match in case.title)
    if not cases:
        print(f"no vector's `group: name` contains {match!r}", file=sys.stderr)
        return 2
    results = []
    for language in chosen:
        print(f"{language} …", file=sys.stderr, flush=True)
        results.append(run_vectors(language, cases))
    for result in results:
        _print_failures(result)
    print(grid(results, cases))
    return 0 if all(result.ok for result in results) else 1


def _print_failures(result: Result) -> None:
    for title, problems in result.failures.items():
        print(f"FAIL {result.language} {title}")
        print("".join(f"     {problem}\n" for problem in problems), end="")
    if result.toolchain_missing:
        left = f"leave it out with --language to accept that: {result.broken}"
        print(f"FAIL {result.language} WAS NOT TESTED, its toolchain is missing; {left}")
    elif result.broken:
        print(f"FAIL {result.language} broke off: {result.broken}")


def _file(chosen: Sequence[str], path: Path) -> int:
    """Each line's answers on stdout; compared when several languages answer."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as problem:
        print(f"{path}: {problem.strerror}", file=sys.stderr)
        return 2
    parted = 0
    for answered in ask_all(chosen, lines):
        for language, answer in answered.answers.items():
            print(json.dumps({"language": language, **answer}, ensure_ascii=False))
        if answered.differing:
            parted += 1
            print(f"DIFFERENT {answered.report()}")
    print(f"{len(lines)} lines, {len(chosen)} languages, {parted} different", file=sys.stderr)
    return 1 if parted else 0


def _random(chosen: Sequence[str], seed: int, count: int) -> int:
    lines = list(hostile.lines(seed, count))
    for answered in ask_all(chosen, lines):
        problems = [
            f"  {language}: {problem}"
            for language, answer in answered.answers.items()
            for problem in hostile.judge(answered.line, answer)
        ]
        if answered.differing or problems:
            print(f"DIFFERENT (seed {seed}) {answered.report()}", *problems, sep="\n")
            return 1
    print(f"{count} hostile inputs (seed {seed}): {', '.join(chosen)} answered all of them equally")
    return 0


def _print_vectors() -> int:
    """The vectors for other tools: the request line, a tab, the expected answer without id."""
    for number, case in enumerate(load()):
        print(line_of_case(case, number).decode("utf-8"), json.dumps(case.expect), sep="\t")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:  # `… | head`: the reader has seen enough
        sys.stderr.close()
        sys.exit(1)
