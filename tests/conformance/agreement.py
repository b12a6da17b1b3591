"""Agreement: the same lines through several languages, and the first place where they part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conformance.compare import differences, plain
from tests.conformance.testee import FOLDER, Testee


@dataclass(frozen=True)
class Answered:
    """One line and what each language said to it."""

    number: int
    line: bytes
    answers: dict[str, dict[str, Any]]

    @property
    def differing(self) -> list[str]:
        """Where the languages part from the first one; empty when all agree."""
        (first, expected), *others = self.answers.items()
        found = []
        for language, answer in others:
            found += [
                f"{first} (expected) / {language} (got): {place}"
                for place in differences(plain(expected), plain(answer))
            ]
        return found

    def report(self) -> str:
        """The whole disagreement: the line and every answer, in full."""
        shown = [f"line {self.number}: {self.line.decode('utf-8', 'backslashreplace')}"]
        shown += [f"  {language}: {answer}" for language, answer in self.answers.items()]
        return "\n".join([*shown, *(f"  {place}" for place in self.differing)])


def ask_all(
    languages: Sequence[str], lines: Sequence[bytes], *, folder: Path = FOLDER
) -> Iterator[Answered]:
    """Every line with the answers of all languages, in order; TesteeError when one fails."""
    with ExitStack() as stack:
        streams = {
            language: stack.enter_context(Testee(language, folder)).ask(lines)
            for language in languages
        }
        for number, line in enumerate(lines, 1):
            answers = {language: next(stream) for language, stream in streams.items()}
            yield Answered(number, line, answers)
