"""Module: the Python modules of one proto file, as protoc names them and as the package names them."""

from __future__ import annotations

import keyword
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity

SUFFIXES = ("_pb2.py", "_pb2.pyi", "_pb2_grpc.py", "_pb2_grpc.pyi", "_errors.py", "_errors.pyi")
"""What the generators write for one proto file; nothing else is ever taken into a package."""


@dataclass(frozen=True)
class Module:
    """The modules of one proto file.

    >>> module = Module("lambda/v1/foo-bar.proto")
    >>> module.written, module.moved
    ('lambda/v1/foo_bar', 'lambda_/v1/foo_bar')
    """

    proto: str

    @cached_property
    def written(self) -> str:
        """Path of what protoc writes, without suffix: `-` becomes `_`, and a `.` opens a folder.

        The rule of protoc's python generator (ModuleName in python/helpers.cc).
        """
        return self.proto.removesuffix(".proto").replace("-", "_").replace(".", "/")

    @cached_property
    def moved(self) -> str:
        """The same path as it stands in a package: a folder named like a keyword gets a final `_`.

        `from shop_client.lambda.v1 import x` is no Python; protoc's way out (importlib) has no types.
        """
        *folders, stem = self.written.split("/")
        return "/".join([*map(_safe, folders), stem])

    @property
    def is_importable(self) -> bool:
        """True if every part can stand in an import statement as it is.

        Python normalizes identifiers to NFKC (PEP 3131), so a file name in another form is never found.
        `__pycache__` belongs to Python: build tools leave it out.
        """
        return all(
            part.isidentifier()
            and part != "__pycache__"
            and unicodedata.normalize("NFKC", part) == part
            for part in f"{self.moved}_pb2".split("/")
        )


def findings(protos: Iterable[str]) -> tuple[Diagnostic, ...]:
    """What keeps proto files from being modules of one Python package; sorted, none if all is well.

    PYTHON_MODULE_NAME: a path that no import statement can name. PYTHON_MODULE_CLASH: two files with
    one module name (protoc only says "Tried to write the same file twice"), or a file named like the
    folder of another. A clash that only shows where file names ignore case is a warning.
    """
    modules = [Module(proto) for proto in sorted(set(protos))]
    found = [_unimportable(module) for module in modules if not module.is_importable]
    found += _clashes(modules)
    return tuple(sorted(found, key=lambda diagnostic: diagnostic.sort_key))


def _clashes(modules: list[Module]) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    taken: dict[str, Module] = {}
    folders: dict[str, Module] = {}
    for module in modules:
        for key in {module.written, module.moved, module.moved.casefold()}:
            other = taken.setdefault(key, module)
            if other is not module:
                found.append(_clash(module, other))
                break
        parts = module.moved.split("/")
        for depth in range(1, len(parts)):
            folders.setdefault("/".join(parts[:depth]), module)
    for module in modules:
        for suffix in ("_pb2", "_pb2_grpc", "_errors"):
            other = folders.get(module.moved + suffix, module)
            if other is not module:
                found.append(_clash(module, other))
                break
    return found


def _safe(folder: str) -> str:
    return f"{folder}_" if keyword.iskeyword(folder) else folder


def _unimportable(module: Module) -> Diagnostic:
    dotted = module.moved.replace("/", ".")
    return Diagnostic(
        Position(module.proto, 1, 1),
        Severity.ERROR,
        "PYTHON_MODULE_NAME",
        f"Python cannot import a module named {dotted}_pb2",
        "rename the file or folder: letters, digits and `_`, no digit first",
    )


def _clash(module: Module, other: Module) -> Diagnostic:
    same = module.moved == other.moved or module.written == other.written
    only_case = not same and module.moved.casefold() == other.moved.casefold()
    where = " where file names ignore case (macOS, Windows)" if only_case else ""
    return Diagnostic(
        Position(module.proto, 1, 1),
        Severity.WARNING if only_case else Severity.ERROR,
        "PYTHON_MODULE_CLASH",
        f"the Python module of this file and that of {other.proto} have one name{where}",
        "rename one of the two files",
        ((Position(other.proto, 1, 1), "the other file"),),
    )
