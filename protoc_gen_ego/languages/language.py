"""A language: how names, literals, comments and paths are written in it.

One subclass a language, one instance of it in `LANGUAGES`. Everything that depends on the target language and on
nothing else lives here, so that schema and catalog stay free of it. Nothing of ours is imported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import ClassVar, NamedTuple

_WORD = re.compile(r"[A-Za-z0-9]+")
_NOT_IDENTIFIER = re.compile(r"[^A-Za-z0-9_]")


class FileOptions(NamedTuple):
    """What a path or a namespace may depend on: the facts of one proto file."""

    path: str  # "shop/user/v1/user.proto"
    package: str  # "shop.user.v1", "" when the file has none
    options: Mapping[
        str, str
    ]  # go_package, java_package, php_namespace … as written; absent when unset
    parameters: Mapping[str, str]  # plugin options that only one language reads (`go_root` …)


class Language:
    """Base of the languages; a subclass fills the class variables and overrides what differs.

    Identifiers that the methods return are safe to paste into source text; every other string must go through
    `literal`, `comment` or another of the `filters`.
    """

    name: ClassVar[str]  # as in `errors:<name>`, also the folder under templates/
    suffix: ClassVar[str]  # of source files, with the dot
    reserved: ClassVar[frozenset[str]] = frozenset()  # words that cannot be an identifier
    taken: ClassVar[frozenset[str]] = (
        frozenset()
    )  # identifiers that generated modules use themselves
    one_file_per_enum: ClassVar[bool] = (
        False  # True where the language wants one public class a file (Java)
    )
    one_file_per_code: ClassVar[bool] = (
        False  # True where each code is a class that is found by its file name (PHP)
    )
    parameters: ClassVar[
        Mapping[str, str]
    ] = {}  # plugin options that only this language reads: name -> one line of help
    runtime_package: ClassVar[str] = "egoerrors"  # the vendored runtime, at the output root

    # -- names ----------------------------------------------------------------------------------------------

    def accessor(self, value_name: str) -> str:
        """Identifier of an error code: `USER_ERR_NOT_FOUND` -> `UserErrNotFound`."""
        return self.identifier(camel(value_name))

    def companions(self, accessor: str) -> tuple[str, ...]:
        """Further top-level identifiers that an accessor brings along (`IsUserErrNotFound`); they clash too."""
        return ()

    def neighbours(
        self,
        messages: Iterable[tuple[str, ...]],
        enums: Iterable[tuple[str, ...]],
        services: Iterable[str],
    ) -> frozenset[str]:
        """Identifiers that other generators put into the scope of the accessors for these elements of a file.

        With an `enum_scope`, into that one.
        """
        return frozenset()

    def file_neighbours(self, file: FileOptions) -> frozenset[str]:
        """As `neighbours`, for the file itself (Java's outer class)."""
        return frozenset()

    def class_name(self, enum_path: tuple[str, ...]) -> str:
        """Identifier of an error enum; `enum_path` is its name behind those of the messages around it."""
        return self.identifier("".join(camel(part) for part in enum_path))

    def parameter(self, key: str) -> str:
        """Identifier of the parameter for a metadata key: `order-id` -> `order_id`."""
        name = _NOT_IDENTIFIER.sub("_", key)
        return self.identifier(f"_{name}" if not name or name[0].isdigit() else name)

    def identifier(self, name: str) -> str:
        """The name, with the one documented suffix `_` where the language or the module needs the word itself."""
        return f"{name}_" if name in self.reserved or name in self.taken else name

    def folded(self, name: str) -> str:
        """The form in which identifiers and paths are compared: where case does not count, without it."""
        return name

    # -- text -----------------------------------------------------------------------------------------------

    def literal(self, text: str) -> str:
        """A complete string literal with exactly this text."""
        raise NotImplementedError

    def comment(self, text: str, indent: int = 0) -> str:
        """Complete comment lines with this text, indented by spaces, without the last line break; '' for ''."""
        raise NotImplementedError

    @property
    def filters(self) -> Mapping[str, Callable[..., str]]:
        """The template filters of the language."""
        return {"literal": self.literal, "comment": self.comment}

    # -- places ---------------------------------------------------------------------------------------------

    def error_path(self, file: FileOptions, class_name: str = "") -> str:
        """Output path of an error module, '/'-separated and relative; `class_name` is the enum's in a language with
        `one_file_per_enum`, or the code's accessor with `one_file_per_code`."""
        raise NotImplementedError

    def namespace(self, file: FileOptions) -> str:
        """Go package name, Java package, PHP namespace; '' where a language has none."""
        return ""

    def accessor_scope(self, file: FileOptions, class_name: str) -> str:
        """Two accessors clash when they have the same scope: a module, a package, or (Java) the enum's class."""
        return self.error_path(file, class_name)

    def enum_scope(self, file: FileOptions) -> str | None:
        """The scope that `class_name` lives in; None where a module has no name for an enum."""
        return None

    def option_problem(self, file: FileOptions) -> str:
        """Why a file option (`go_package` …) cannot become a path or a name; '' when it can."""
        return ""

    def together_problem(self, file: FileOptions, other: FileOptions) -> str:
        """Why a file cannot be generated into one output with an earlier one; '' when it can."""
        return ""

    # -- runtime --------------------------------------------------------------------------------------------

    def runtime_reference(self, file: FileOptions, runtime: str) -> str:
        """How a generated module names the runtime; `runtime` is `vendored` or an import path."""
        return self.runtime_package if runtime == "vendored" else runtime

    def runtime_problem(self, runtime: str) -> str:
        """Why an import path cannot name the runtime in this language; '' when it can."""
        raise NotImplementedError

    def runtime_files(
        self, sources: Iterable[str], files: Iterable[FileOptions]
    ) -> Mapping[str, str]:
        """Output path by source path (relative to templates/<name>/runtime) for the vendored runtime."""
        return {source: source for source in sources}

    def runtime_text(self, text: str, files: Iterable[FileOptions]) -> str:
        """A runtime source as it lands in the output; a language that must put its own package in it overrides this."""
        return text


@lru_cache(
    maxsize=1 << 16
)  # every language asks for the same names, the checks and the outputs both
def camel(name: str) -> str:
    """`USER_ERR_NOT_FOUND` -> `UserErrNotFound`; words that are not all upper case keep their inner capitals.

    >>> camel("USER_ERR_NOT_FOUND"), camel("userNotFound"), camel("ERR_3D")
    ('UserErrNotFound', 'UserNotFound', 'Err3d')
    """
    words = _WORD.findall(name)
    text = "".join(w[0] + w[1:].lower() if w.isupper() else w[0].upper() + w[1:] for w in words)
    return text if text and not text[0].isdigit() else f"Code{text}"


def lines(text: str) -> list[str]:
    """Comment text as lines: every kind of line break that any language knows ends one, no other control remains.

    Line breaks of Unicode and bare CR end a `//` comment in some language; a NUL or an escape ends the file or
    repaints a terminal; bidi controls show code in another order than it runs.
    """
    if text.isascii() and text.isprintable():  # most comments are a line that needs nothing
        return [text.rstrip()]
    parts = _BREAK.split(text.rstrip())
    return [_CONTROL.sub("\ufffd", part.replace("\t", " ")).rstrip() for part in parts]


_BREAK = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
