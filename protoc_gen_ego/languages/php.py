"""PHP 8.1: an exception class per error code and one per enum, in PSR-4 files beside the classes that protoc makes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from protoc_gen_ego.languages.language import FileOptions, Language, camel, lines
from protoc_gen_ego.languages.php_names import CLASSES, KEYWORDS, PREFIXED
from protoc_gen_ego.languages.php_text import harmless, literal

_NAMESPACE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\\[A-Za-z_][A-Za-z0-9_]*)*")
_WORD = re.compile(r"[A-Za-z0-9]+")
# What a generated file imports; PHP declares no class of a name that is imported.
_IMPORTED = frozenset("egoerrors egoexception errorcode status".split())
# Text that needs nothing inside a docblock.
_PLAIN = re.compile(r"[ -)+-9;-?A-~]*")


class Php(Language):
    """PHP 8.1 and later, autoloaded by PSR-4, clean under PSR-12."""

    name = "php"
    suffix = ".php"
    reserved = KEYWORDS | CLASSES | _IMPORTED
    taken = frozenset({"this", "previous"})  # parameters of the constructor
    one_file_per_enum = True
    one_file_per_code = True
    runtime_package = "Ego\\Errors"

    # -- names ----------------------------------------------------------------------------------------------

    def folded(self, name: str) -> str:
        """PHP's class names have no case, and neither have the paths of some file systems."""
        return name.lower()

    def accessor(self, value_name: str) -> str:
        """The exception class: `USER_ERR_NOT_FOUND` -> `UserErrNotFound`, `LIST` -> `ListError`.

        The suffix is not `_`, since PSR-1 wants StudlyCaps.
        """
        name = camel(value_name)
        return f"{name}Error" if name.lower() in self.reserved else name

    def class_name(self, enum_path: tuple[str, ...]) -> str:
        """`UserErr` -> `UserErrCodes`: protoc has a class `UserErr` of its own in the same namespace."""
        return "".join(camel(part) for part in enum_path) + "Codes"

    def neighbours(
        self,
        messages: Iterable[tuple[str, ...]],
        enums: Iterable[tuple[str, ...]],
        services: Iterable[str],
    ) -> frozenset[str]:
        """The classes that protoc and grpc_php_plugin put into the namespace; nested ones are in another."""
        top = [path[0] for path in (*messages, *enums) if len(path) == 1]
        names = [f"PB{name}" if name.lower() in PREFIXED else name for name in top]
        stubs = [f"{name}{kind}" for name in services for kind in ("Client", "Stub", "Interface")]
        return frozenset(names + stubs)

    def parameter(self, key: str) -> str:
        """`order-id` and `order_id` -> `orderId`, as PHP's protobuf has it in its accessors."""
        words = _WORD.findall(key)
        name = "".join([*words[:1], *(word[0].upper() + word[1:] for word in words[1:])])
        if not name or name[0].isdigit():
            return f"_{name or 'value'}"
        name = name[0].lower() + name[1:]
        return f"{name}_" if name in self.taken else name

    # -- text -----------------------------------------------------------------------------------------------

    def literal(self, text: str) -> str:
        """A string literal with exactly these bytes in UTF-8."""
        return literal(text)

    def comment(self, text: str, indent: int = 0) -> str:
        """The inner lines of a docblock."""
        pad = " " * indent
        if _PLAIN.fullmatch(text):
            return f"{pad} * {text.strip()}" if text else ""
        return "\n".join([f"{pad} * {harmless(line)}".rstrip() for line in lines(text)])

    def inline(self, text: str) -> str:
        """Text for the middle of a line in a docblock."""
        if _PLAIN.fullmatch(text):
            return text
        return " ".join([harmless(line) for line in lines(text)])

    @property
    def filters(self) -> Mapping[str, Callable[..., str]]:
        """`literal`, `comment`, and `inline` for single words in a docblock."""
        return {"literal": self.literal, "comment": self.comment, "inline": self.inline}

    # -- places ---------------------------------------------------------------------------------------------

    def error_path(self, file: FileOptions, class_name: str = "") -> str:
        """`Shop/User/V1/UserErrNotFound.php`: where PSR-4 looks for it, below a folder for the empty prefix."""
        return "/".join([*filter(None, self.namespace(file).split("\\")), f"{class_name}.php"])

    def namespace(self, file: FileOptions) -> str:
        """php_namespace, else the proto package in protoc's spelling: `shop.user_list.v1` -> `Shop\\User_list\\V1`."""
        given = file.options.get("php_namespace")
        if given is not None:
            return given
        prefix = "GPB" if file.package == "google.protobuf" else "PB"
        return "\\".join(
            f"{prefix if word.lower() in PREFIXED else ''}{word[0].upper()}{word[1:]}"
            for word in file.package.split(".")
            if word
        )

    def accessor_scope(self, file: FileOptions, class_name: str) -> str:
        """All files of a namespace share its classes."""
        return self.namespace(file).lower()

    def enum_scope(self, file: FileOptions) -> str:
        """The class of an enum is beside those of its codes."""
        return self.namespace(file).lower()

    def option_problem(self, file: FileOptions) -> str:
        """Whether the namespace can be one."""
        namespace = self.namespace(file)
        return namespace_problem(namespace) if namespace else ""

    # -- runtime --------------------------------------------------------------------------------------------

    def runtime_problem(self, runtime: str) -> str:
        """Whether the import path is a namespace."""
        if not _NAMESPACE.fullmatch(runtime):
            return "a PHP import path is a namespace, such as `Ego\\Errors` or `Acme\\Errors`"
        return _keyword_problem(runtime)

    def runtime_files(
        self, sources: Iterable[str], files: Iterable[FileOptions]
    ) -> Mapping[str, str]:
        """`EgoErrors.php` -> `Ego/Errors/EgoErrors.php`."""
        folder = self.runtime_package.replace("\\", "/")
        return {source: f"{folder}/{source}" for source in sources}


def namespace_problem(namespace: str) -> str:
    r"""Why a text cannot be the namespace of generated classes; '' when it can.

    >>> namespace_problem("Shop\\User\\V1"), namespace_problem("list")
    ('', "PHP namespace 'list': a keyword of PHP cannot stand there; set another php_namespace")
    """
    if not _NAMESPACE.fullmatch(namespace):
        return (
            f"PHP namespace {namespace!r} is not names separated by `\\`, such as `Shop\\User\\V1`"
        )
    own = Php.runtime_package.lower()
    if namespace.lower() in (own, f"{own}\\internal"):
        return f"PHP namespace {namespace!r} is the one of the runtime; set another php_namespace"
    return _keyword_problem(namespace)


def _keyword_problem(namespace: str) -> str:
    words = namespace.lower().split("\\")
    # Behind a backslash every word is a name, since PHP 8; alone, or as `namespace\…`, it is not.
    if words[0] == "namespace" or (len(words) == 1 and words[0] in KEYWORDS):
        return f"PHP namespace {namespace!r}: a keyword of PHP cannot stand there; set another php_namespace"
    return ""


LANGUAGE = Php()
