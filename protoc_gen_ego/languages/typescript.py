"""TypeScript: modules beside ts-proto's or protobuf-es', prettier clean, ESM and CJS."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar

from protoc_gen_ego.languages.language import FileOptions, Language, lines

WIDTH = 80  # prettier's default

_NPM_NAME = re.compile(r"(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*(/[A-Za-z0-9._~-]+)*")
_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
# What stands in a literal as it is: scripts on whose width prettier and we agree, whatever Unicode either knows.
# Left out are controls, U+2028/2029, bidi and other invisible characters, surrogates, combining marks and emoji.
_NARROW = (
    "\\x20-\\x7e\xa1-\xa8\xaa-\xac\xaf-\u02ff\u0370-\u0482\u048a-\u052f\u0531-\u0556\u0561-\u0587\u05d0-\u05ea"
    "\u0620-\u064a\u0660-\u0669\u0900-\u0eff\u10d0-\u10ff\u1e00-\u1fff\u2010-\u2027\u2030-\u203b\u20a0-\u20bf\u2116"
)
_WIDE = (
    "\u3001-\u3029\u3041-\u3096\u309b-\u30ff\u3105-\u312f\u3131-\u3163\u3165-\u318e\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uff01-\uff60\uffe0-\uffe6\U00020000-\U0002a6d6"
)
# A closing script tag or the start of a comment ends the script when the module is inlined into HTML.
_HTML = r"<(?=/[sS][cC][rR][iI][pP][tT]|!--)"
_SPECIAL = re.compile(rf"[^{_NARROW}{_WIDE}]|[\\\"]|{_HTML}")
_SPECIAL_SINGLE = rf"[^{_NARROW}{_WIDE}]|[\\']|{_HTML}"  # rarely needed: compiled by its first use
_WIDE_CHARACTER = f"[{_WIDE}]"  # the same
_ESCAPES = {
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\\": "\\\\",
    '"': '\\"',
    "'": "\\'",
    "<": "\\x3C",
}

_TAG = re.compile(r"(?<![A-Za-z0-9\\])@(?=[A-Za-z])")
_SOURCE_MAP = re.compile(r"(source(?:Mapping)?URL)=", re.IGNORECASE)


class TypeScript(Language):
    """TypeScript 5 and later, for Node 20 and bundlers."""

    name = "typescript"
    suffix = ".ts"
    parameters: ClassVar[Mapping[str, str]] = {
        "typescript_import": "scaffold:typescript: the package or folder (../gen) of the generated modules"
    }
    # Accessors and enums begin with a capital, so no keyword is one; tsc refuses a class `Object` in CommonJS.
    reserved = frozenset({"Object"})

    # -- names ----------------------------------------------------------------------------------------------

    def companions(self, accessor: str) -> tuple[str, ...]:
        """The guard of a code: `isUserErrNotFound`."""
        return (f"is{accessor}",)

    def parameter(self, key: str) -> str:
        """The key itself: metadata is an object, and its keys need no identifiers."""
        return key

    def enum_scope(self, file: FileOptions) -> str:
        """A module exports its enums beside its codes."""
        return self.error_path(file)

    # -- text -----------------------------------------------------------------------------------------------

    def literal(self, text: str) -> str:
        """A string literal in the quotes that prettier prefers: double ones unless single ones need fewer escapes."""
        if _plain(text) or not _SPECIAL.search(text):
            return f'"{text}"'
        if text.count('"') > text.count("'"):
            return "'" + re.sub(_SPECIAL_SINGLE, _escape, text) + "'"
        return '"' + _SPECIAL.sub(_escape, text) + '"'

    def comment(self, text: str, indent: int = 0) -> str:
        """A TSDoc comment. No text ends it, becomes a tag, or is taken for a directive of tsc, V8 or a bundler."""
        if _plain(text) and "*" not in text and "@" not in text and "=" not in text:
            return f"{' ' * indent}/** {text.strip()} */" if text else ""
        return _block([_harmless(line) for line in lines(text)], " " * indent)

    def deprecated(self, text: str, indent: int = 0) -> str:
        """A TSDoc comment that ends with the tag `@deprecated`."""
        body = [_harmless(line) for line in lines(text)]
        return _block([*body, "", "@deprecated"], " " * indent)

    def line(self, text: str) -> str:
        """One `//` comment, for text that does not begin with what a user wrote."""
        return "// " + _harmless(" ".join(lines(text)))

    # -- layout: what prettier makes of a text depends on its width ------------------------------------------

    def field(self, text: str, key: str, indent: int = 2) -> str:
        """A property with a string, on two lines if one is too short: `message: "user {uid} not found",`."""
        value = self.literal(text)
        pad = " " * indent
        left = WIDTH - indent - len(key) - 3
        # Prettier gains nothing by a break behind a key of up to four characters. No character is wider than two.
        if len(value) * 2 <= left or len(key) < 5 or _width(value) <= left:
            return f"{pad}{key}: {value},"
        return f"{pad}{key}:\n{pad}  {value},"

    def entry(self, text: str, key: str, indent: int = 4) -> str:
        """A property whose key is any text: quoted if it must be, computed where it would set the prototype."""
        if key == "__proto__":
            return self.field(text, '["__proto__"]', indent)
        return self.field(text, key if _IDENTIFIER.fullmatch(key) else self.literal(key), indent)

    def keys(self, parameters: Iterable[tuple[str, str]], indent: int = 2) -> str:
        """The property `keys`: an array on one line if it fits."""
        items = [self.literal(key) for key, _ in parameters]
        pad = " " * indent
        flat = f"{pad}keys: [{', '.join(items)}],"
        if len(flat) * 2 <= WIDTH or _width(flat) <= WIDTH:
            return flat
        return f"{pad}keys: [\n" + "".join(f"{pad}  {item},\n" for item in items) + f"{pad}],"

    def guard(self, accessor: str) -> str:
        """`export const isUserErrNotFound = ego.guard(UserErrNotFound);`"""
        return _assigned(f"export const is{accessor} =", "ego.guard(", accessor, ",", ");")

    def union(self, class_name: str) -> str:
        """`export type UserErr = ego.ErrorOf<typeof UserErr>;`"""
        head = f"export type {class_name} ="
        return _assigned(head, "ego.ErrorOf<", f"typeof {class_name}", "", ">;")

    @property
    def filters(self) -> Mapping[str, Callable[..., str]]:
        return {
            "literal": self.literal,
            "comment": self.comment,
            "deprecated": self.deprecated,
            "line": self.line,
            "field": self.field,
            "entry": self.entry,
            "keys": self.keys,
            "guard": self.guard,
            "union": self.union,
        }

    # -- places ---------------------------------------------------------------------------------------------

    def error_path(self, file: FileOptions, class_name: str = "") -> str:
        """`shop/user/v1/user.proto` -> `shop/user/v1/user_errors.ts`."""
        return file.path.removesuffix(".proto") + "_errors.ts"

    def runtime_reference(self, file: FileOptions, runtime: str) -> str:
        """A module specifier: relative with the `.js` that ESM asks for, or the name of a package."""
        if runtime != "vendored":
            return runtime
        up = "../" * file.path.count("/") or "./"
        return f"{up}{self.runtime_package}/index.js"

    def runtime_problem(self, runtime: str) -> str:
        if _NPM_NAME.fullmatch(runtime):
            return ""
        return "a TypeScript import path is the name of an npm package, such as `ego-errors` or `@acme/errors`"

    def runtime_files(
        self,
        sources: Iterable[str],
        files: Iterable[FileOptions],
    ) -> Mapping[str, str]:
        return {source: f"{self.runtime_package}/{source}" for source in sources}


def _plain(text: str) -> bool:
    """Whether a literal can hold the text as it is; says no to some that it could, but quickly."""
    return (
        text.isascii()
        and text.isprintable()
        and '"' not in text
        and "\\" not in text
        and "<" not in text
    )


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    known = _ESCAPES.get(char)
    if known:
        return known
    number = ord(char)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\u{{{number:x}}}"


def _block(body: list[str], pad: str) -> str:
    if len(body) == 1:
        return f"{pad}/** {body[0].strip()} */"
    inner = [f"{pad} * {line}".rstrip() for line in body]
    return "\n".join([f"{pad}/**", *inner, f"{pad} */"])


def _harmless(line: str) -> str:
    line = _TAG.sub(r"\\@", line.replace("*/", "*\\/"))
    return _SOURCE_MAP.sub(r"\1 =", line)


def _width(text: str) -> int:
    """Columns as prettier counts them: a wide character of East Asia takes two."""
    return len(text) if text.isascii() else len(text) + len(re.findall(_WIDE_CHARACTER, text))


def _assigned(head: str, start: str, argument: str, comma: str, end: str) -> str:
    """An assignment of a bracketed value; where it is too long, prettier breaks inside the brackets first."""
    flat = f"{start}{argument}{end}"
    if len(head) + 1 + len(flat) <= WIDTH:
        return f"{head} {flat}"
    if len(head) + 1 + len(start) <= WIDTH:
        return f"{head} {start}\n  {argument}{comma}\n{end}"
    if 2 + len(flat) <= WIDTH:
        return f"{head}\n  {flat}"
    return f"{head}\n  {start}\n    {argument}{comma}\n  {end}"


LANGUAGE = TypeScript()
