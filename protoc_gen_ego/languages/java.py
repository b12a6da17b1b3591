"""Java 11: one final class per error enum, beside the classes that protoc makes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from protoc_gen_ego.languages.java_text import call, inline, literal, notes, pieces
from protoc_gen_ego.languages.language import FileOptions, Language, camel, lines

_KEYWORDS = frozenset(
    """
    abstract assert boolean break byte case catch char class const continue default do double else enum extends false
    final finally float for goto if implements import instanceof int interface long native new null package private
    protected public return short static strictfp super switch synchronized this throw throws transient true try void
    volatile while _
    """.split()
)
# A static method without parameters cannot have the name of an instance method of Object.
_OBJECT = frozenset("clone finalize getClass hashCode notify notifyAll toString wait".split())
_DOTTED = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")
_WORD = re.compile(r"[A-Za-z0-9]+")
# A method has at most 65,535 bytes of code and a class as many constants; a code takes about 40 of each, and 10 for
# each text more. What is above this is continued in another class.
_PART = 40_000
_MAX_PARAMETERS = 200  # the JVM allows 255


class Java(Language):
    """Java 11 and later. Sources are UTF-8, and only their comments hold characters beyond ASCII."""

    name = "java"
    suffix = ".java"
    reserved = _KEYWORDS | _OBJECT
    # What a generated class uses by its simple name or declares itself; a field of that name would obscure it.
    taken = frozenset(
        "ArrayList Deprecated EgoException ErrorCode List Status String codes".split()
    )
    one_file_per_enum = True
    runtime_package = "io.egoerrors"

    # -- names ----------------------------------------------------------------------------------------------

    def accessor(self, value_name: str) -> str:
        """The constant keeps the name of the value; one that looks like a generated class gets the suffix."""
        return f"{value_name}_" if value_name.endswith("Codes") else self.identifier(value_name)

    def companions(self, accessor: str) -> tuple[str, ...]:
        """The method that makes the exception of a constant."""
        return (self.factory(accessor),)

    def factory(self, accessor: str) -> str:
        """Name of the method that makes the exception: `USER_ERR_NOT_FOUND` -> `userErrNotFound`."""
        name = camel(accessor)
        return self.identifier(name[0].lower() + name[1:])

    def neighbours(
        self,
        messages: Iterable[tuple[str, ...]],
        enums: Iterable[tuple[str, ...]],
        services: Iterable[str],
    ) -> frozenset[str]:
        """The classes that protoc puts into the package with java_multiple_files; nested ones are no neighbours."""
        return frozenset(
            [path[0] for path in (*messages, *enums) if len(path) == 1] + list(services)
        )

    def file_neighbours(self, file: FileOptions) -> frozenset[str]:
        """protoc's outer class: `user_codes.proto` -> `UserCodes`."""
        stem = file.path.rpartition("/")[2].removesuffix(".proto")
        words = re.findall("[0-9]+|[A-Za-z]+", stem)
        outer = "".join([word[0].upper() + word[1:] for word in words])
        return frozenset([file.options.get("java_outer_classname") or outer])

    def class_name(self, enum_path: tuple[str, ...]) -> str:
        """`UserErr` -> `UserErrCodes`: protoc has a class `UserErr` of its own in the same package."""
        return "".join(camel(part) for part in enum_path) + "Codes"

    def parameter(self, key: str) -> str:
        """`order-id` and `order_id` -> `orderId`."""
        words = _WORD.findall(key)
        name = "".join([*words[:1], *(word[0].upper() + word[1:] for word in words[1:])])
        if not name or name[0].isdigit():
            return f"_{name or 'value'}"
        return self.identifier(name[0].lower() + name[1:])

    # -- text -----------------------------------------------------------------------------------------------

    def literal(self, text: str) -> str:
        """A string literal in ASCII; an expression that joins several where one cannot hold the text."""
        return literal(text)

    def comment(self, text: str, indent: int = 0) -> str:
        """The inner lines of a Javadoc comment; blank lines begin paragraphs, markup is shown as it was typed."""
        pad = " " * indent
        body: list[str] = []
        for line in lines(text) if text else []:
            begins = bool(body) and body[-1] == f"{pad} *" and line
            body.append(f"{pad} * {'<p>' if begins else ''}{inline(line)}" if line else f"{pad} *")
        return "\n".join(body)

    @property
    def filters(self) -> Mapping[str, Callable[..., Any]]:
        """`literal` and `comment`, and what only Java needs."""
        return {
            "literal": self.literal,
            "comment": self.comment,
            "inline": lambda text: " ".join(inline(line) for line in lines(text)),
            "notes": notes,
            "factory": self.factory,
            "call": call,
            "parts": _parts,
            "accessors": lambda codes: [code.accessor for code in codes],
            "keys": lambda code: [literal(key) for key, _ in code.parameters],
            "entries": lambda code: [
                text for key, name in code.parameters for text in (literal(key), name)
            ],
            "signature": lambda code: [f"String {name}" for _, name in code.parameters],
            "has_factory": lambda code: len(code.parameters) <= _MAX_PARAMETERS,
        }

    # -- places ---------------------------------------------------------------------------------------------

    def error_path(self, file: FileOptions, class_name: str = "") -> str:
        """`shop/user/v1/UserErrCodes.java`."""
        return "/".join([*filter(None, self.namespace(file).split(".")), f"{class_name}.java"])

    def namespace(self, file: FileOptions) -> str:
        """java_package, else the proto package, as protoc has it."""
        return file.options.get("java_package") or file.package

    def enum_scope(self, file: FileOptions) -> str:
        """The classes of all files of a Java package are beside each other."""
        return self.namespace(file)

    def option_problem(self, file: FileOptions) -> str:
        """Whether the Java package can be one."""
        package = self.namespace(file)
        return package_problem(package) if package else ""

    # -- runtime --------------------------------------------------------------------------------------------

    def runtime_problem(self, runtime: str) -> str:
        """Whether the import path is a Java package."""
        return package_problem(runtime)


def package_problem(package: str) -> str:
    """Why a text cannot be a Java package; '' when it can.

    >>> package_problem("shop.user.v1"), package_problem("shop.new.v1")
    ('', "`new` in Java package 'shop.new.v1' is a keyword; set another java_package")
    """
    if not _DOTTED.fullmatch(package):
        return f"Java package {package!r} is not dotted names, such as `shop.user.v1`"
    words = package.split(".")
    if words[0] == "java":
        return f"Java package {package!r}: the JVM loads no class from a package that begins with `java.`"
    keywords = [word for word in words if word in _KEYWORDS]
    return (
        f"`{keywords[0]}` in Java package {package!r} is a keyword; set another java_package"
        if keywords
        else ""
    )


def _parts(codes: Iterable[Any]) -> list[list[Any]]:
    """The codes of an enum, as many together as fit into one class."""
    parts: list[list[Any]] = [[]]
    room = _PART
    for code in codes:
        texts = [code.full_name, code.domain, code.message, *(text for _, text in code.i18n)]
        need = 40 + 10 * (
            len(code.i18n) + len(code.parameters) + sum(pieces(text) for text in texts)
        )
        if need > room and parts[-1]:
            parts.append([])
            room = _PART
        parts[-1].append(code)
        room -= need
    return parts


LANGUAGE = Java()
