"""Whether an edited file is whole: the language's parser for Python, brackets and quotes for the others."""

from __future__ import annotations

import ast
import sys

from protoc_gen_ego.scaffolds import brackets


def problem(language: str, text: str) -> tuple[int, str] | None:
    """(line, what is wrong) of a file that is in the middle of being edited; None if nothing seems wrong."""
    if language == "python":
        return _python(text)
    return brackets.problem(language, text)


def _python(text: str) -> tuple[int, str] | None:
    try:
        ast.parse(text.removeprefix("\ufeff"))
    except SyntaxError as error:
        version = ".".join(map(str, sys.version_info[:2]))
        return error.lineno or 1, f"Python {version} cannot read it: {error.msg}"
    except (ValueError, RecursionError, MemoryError) as error:
        return 1, f"Python cannot read it: {error}"
    return None
