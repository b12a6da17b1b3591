"""Go: files beside those of protoc-gen-go, in the same package, gofmt-clean.

Where things land follows protoc-gen-go. Without `go_module` a file stays beside its proto (`paths=source_relative`);
with `go_module=example.com/shop/gen` it lands at its import path without that prefix (`module=`). The vendored runtime
is `egoerrors/` at the output root, so its import path is known when the root's is: `go_module`, or else what
remains of `go_package` when the proto's own directory is cut from its end.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import ClassVar

from protoc_gen_ego.languages.go_comment import doc_comment
from protoc_gen_ego.languages.go_names import KEYWORDS, go_camel, package_name, path_problem
from protoc_gen_ego.languages.language import FileOptions, Language, camel

_PREDECLARED = (
    "any append bool byte cap clear close comparable complex complex128 complex64 copy delete error false float32 "
    "float64 imag int int16 int32 int64 int8 iota len make max min new nil panic print println real recover rune "
    "string true uint uint16 uint32 uint64 uint8 uintptr"
)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Fixed ranges, not str.isprintable(): its answer changes with Python's version, and the same request must give the
# same bytes. Controls, format characters (bidi, joiners, tags, BOM), line separators, private use, noncharacters.
_SPECIAL = re.compile(
    '[\\\\"\x00-\x1f\x7f-\xa0\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f'
    "\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3164\ud800-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)


class Go(Language):
    """Go 1.23 and later."""

    name = "go"
    suffix = ".go"
    reserved = KEYWORDS
    taken = frozenset([*_PREDECLARED.split(), "codes", "egoerrors"])
    parameters: ClassVar[Mapping[str, str]] = {
        "go_module": "import path of the output root, as protoc-gen-go's module="
    }

    # -- names ----------------------------------------------------------------------------------------------

    def companions(self, accessor: str) -> tuple[str, ...]:
        """What a code brings along; the last is the variable, in the package too but never in its API."""
        return (f"Is{accessor}", f"{accessor}With", self.variable(accessor))

    def variable(self, accessor: str) -> str:
        """Package variable behind an accessor; no name of protoc-gen-go or -go-grpc ends in `Code` in lower case."""
        return f"{accessor[:1].lower()}{accessor[1:]}Code"

    def class_name(self, enum_path: tuple[str, ...]) -> str:
        """The type that protoc-gen-go makes of the enum; this language generates none of its own."""
        return go_camel(".".join(enum_path))

    def parameter(self, key: str) -> str:
        """`order_id` -> `orderId`, in the style of Go's parameters."""
        name = camel(key)
        if not key[:1].isalpha() and name.startswith("Code"):  # camel() found nothing to begin with
            name = f"Value{name[4:]}"
        head = re.match(r"[A-Z]+(?![a-z])|[A-Z]", name)
        name = head[0].lower() + name[head.end() :] if head else name
        return self.identifier(name)

    def neighbours(
        self,
        messages: Iterable[tuple[str, ...]],
        enums: Iterable[tuple[str, ...]],
        services: Iterable[str],
    ) -> frozenset[str]:
        """Exported identifiers without a fixed prefix that protoc-gen-go and -go-grpc put into the same package."""
        names = {go_camel(".".join(path)) for path in (*messages, *enums)}
        for service in map(go_camel, services):
            names |= {
                f"{service}Client",
                f"{service}Server",
                f"New{service}Client",
                f"Register{service}Server",
            }
            names |= {f"Unimplemented{service}Server", f"Unsafe{service}Server"}
        return frozenset(names)

    # -- text -----------------------------------------------------------------------------------------------

    def literal(self, text: str) -> str:
        """An interpreted string literal; a surrogate, which no Go string literal can hold, becomes U+FFFD."""
        if text.isascii() and text.isprintable() and "\\" not in text and '"' not in text:
            return f'"{text}"'
        return f'"{_SPECIAL.sub(_escape, text)}"'

    def comment(self, text: str, indent: int = 0) -> str:
        """`//` lines in gofmt's canonical form for doc comments."""
        return doc_comment(text, "\t" * (indent // 4))

    def keys(self, parameters: Iterable[tuple[str, str]]) -> str:
        """A `[]string` with the keys of (key, identifier) pairs, `nil` for none."""
        body = ", ".join([self.literal(key) for key, _ in parameters])
        return f"[]string{{{body}}}" if body else "nil"

    def names(self, parameters: Iterable[tuple[str, str]]) -> str:
        """The identifiers of (key, identifier) pairs, as a parameter list without its type."""
        return ", ".join([name for _, name in parameters])

    def arguments(self, parameters: Iterable[tuple[str, str]]) -> str:
        """A `map[string]string` from keys to the variables of these names."""
        body = ", ".join([f"{self.literal(key)}: {name}" for key, name in parameters])
        return f"map[string]string{{{body}}}"

    def string_map(self, pairs: Iterable[tuple[str, str]]) -> str:
        """A `map[string]string` on one line (gofmt aligns the values of several), `nil` for none."""
        body = ", ".join([f"{self.literal(key)}: {self.literal(value)}" for key, value in pairs])
        return f"map[string]string{{{body}}}" if body else "nil"

    def status(self, name: str) -> str:
        """The constant of package codes: `NOT_FOUND` -> `codes.NotFound`."""
        return _status(name)

    @property
    def filters(self) -> Mapping[str, Callable[..., str]]:
        return {
            "literal": self.literal,
            "comment": self.comment,
            "keys": self.keys,
            "names": self.names,
            "arguments": self.arguments,
            "string_map": self.string_map,
            "status": self.status,
            "variable": self.variable,
        }

    # -- places ---------------------------------------------------------------------------------------------

    def error_path(self, file: FileOptions, class_name: str = "") -> str:
        base = posixpath.basename(file.path).removesuffix(".proto") + "_errors.go"
        module = file.parameters.get("go_module", "")
        folder = posixpath.dirname(file.path)
        if module and not _relative(_import_path(file)):
            folder = _import_path(file).removeprefix(module).lstrip("/")
        return posixpath.join(folder, base)

    def namespace(self, file: FileOptions) -> str:
        path, _, name = file.options.get("go_package", "").partition(";")
        return package_name(name or posixpath.basename(path))

    def accessor_scope(self, file: FileOptions, class_name: str) -> str:
        """The package; all its files share one scope, those of protoc-gen-go too."""
        path = _import_path(file)
        return posixpath.dirname(file.path) if _relative(path) else path

    def option_problem(self, file: FileOptions) -> str:
        """Checks go_package, and go_module against it; `runtime` among the parameters lifts the need of a root."""
        if not file.options.get("go_package"):
            return (
                'there is no `option go_package = "example.com/shop/gen/user/v1;userv1"`, which '
                "buf's managed mode can set"
            )
        path = _import_path(file)
        problem = path_problem(path)
        if problem and not _relative(path):
            return f"go_package `{path}` is not an import path: {problem}"
        if not re.search(r"[A-Za-z0-9]", self.namespace(file)):
            return "go_package names no package: write `;name` behind the import path"
        module = file.parameters.get("go_module", "")
        if module:
            problem = path_problem(module)
            if problem:
                return f"go_module `{module}` is not an import path: {problem}"
            if path != module and not path.startswith(f"{module}/") and not _relative(path):
                return f"go_package `{path}` is not inside go_module `{module}`"
        if file.parameters.get("runtime", "vendored") != "vendored":
            return ""
        root = _root(file)
        if not root:
            return (
                f"the import path of the vendored runtime is unknown, since go_package `{path}` does not end in the "
                "proto's directory: say `go_module=<import path of the output root>` or `runtime=<import path>`"
            )
        if path == f"{root}/{self.runtime_package}":
            return f"go_package `{path}` is the place of the vendored runtime"
        return ""

    def together_problem(self, file: FileOptions, other: FileOptions) -> str:
        """One vendored runtime has one import path, so all files must agree on the output root's."""
        here, there = _root(file), _root(other)
        if here == there or file.parameters.get("runtime", "vendored") != "vendored":
            return ""
        return (
            f"go_package makes `{here}` of the output root, that of the other file `{there}`: "
            "say `go_module=<import path of the output root>`"
        )

    # -- runtime --------------------------------------------------------------------------------------------

    def runtime_reference(self, file: FileOptions, runtime: str) -> str:
        return f"{_root(file)}/{self.runtime_package}" if runtime == "vendored" else runtime

    def runtime_problem(self, runtime: str) -> str:
        problem = path_problem(runtime)
        return (
            f"a Go import path such as `example.com/lib/egoerrors` is needed: {problem}"
            if problem
            else ""
        )

    def runtime_files(
        self, sources: Iterable[str], files: Iterable[FileOptions]
    ) -> Mapping[str, str]:
        return {source: f"{self.runtime_package}/{source}" for source in sources}


@cache
def _status(name: str) -> str:
    return {"CANCELLED": "codes.Canceled", "OK": "codes.OK"}.get(name) or f"codes.{camel(name)}"


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    known = _ESCAPES.get(char)
    if known:
        return known
    number = ord(char)
    if 0xD800 <= number <= 0xDFFF:
        number = 0xFFFD
    if number < 0x80:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _import_path(file: FileOptions) -> str:
    return file.options.get("go_package", "").partition(";")[0]


def _relative(path: str) -> bool:
    """Whether a go_package is one of those that name no import path, as `./;userv1` of many a tutorial."""
    return bool(re.fullmatch(r"\.(/[A-Za-z0-9_-]*)?", path))


def _root(file: FileOptions) -> str:
    """Import path of the output root; '' when unknown."""
    module = file.parameters.get("go_module", "")
    if module:
        return module
    path, folder = _import_path(file), posixpath.dirname(file.path)
    root = path.removesuffix(f"/{folder}") if folder else path
    return "" if (folder and root == path) or _relative(path) else root


LANGUAGE = Go()
