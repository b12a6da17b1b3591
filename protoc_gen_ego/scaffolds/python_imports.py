"""The imports of a Python test, sorted, and laid out as ruff has them."""

from __future__ import annotations

import keyword

WIDTH = 88


class Imports:
    """Modules with the names that they are known by."""

    def __init__(self) -> None:
        self._whole: dict[str, str] = {}  # module -> name: `import module`
        self._parts: dict[str, dict[str, str]] = {}  # package -> module -> name
        self._dynamic: dict[str, str] = {}  # module -> name: a keyword is in the way of a statement

    def add(self, module: str, name: str) -> None:
        """Imports a module under a name."""
        package, _, last = module.rpartition(".")
        if any(keyword.iskeyword(part) for part in module.split(".")):
            self._dynamic[module] = name
        elif package:
            self._parts.setdefault(package, {})[last] = name
        else:
            self._whole[module] = name

    def lines(self) -> list[str]:
        """The statements, one a module: in an edited file a new one is a line more.

        >>> imports = Imports()
        >>> for module, name in (("a.b_pb2", "b_pb2"), ("a.c_pb2", "c_pb2"), ("a.d", "e"), ("x", "x")):
        ...     imports.add(module, name)
        >>> print(*imports.lines(), sep="\\n")
        import x
        from a import b_pb2
        from a import c_pb2
        from a import d as e
        """
        out = [_whole(module, name) for module, name in sorted(self._whole.items())]
        for package in sorted(self._parts, key=str.lower):
            for last, name in sorted(self._parts[package].items()):
                out.append(_from(package, last if last == name else f"{last} as {name}"))
        return out

    def dynamic(self) -> list[str]:
        """The assignments that import what no statement can."""
        return [
            f'{name} = importlib.import_module("{module}")'
            for module, name in sorted(self._dynamic.items())
        ]


def _whole(module: str, name: str) -> str:
    return f"import {module}" if module == name else f"import {module} as {name}"


def _from(package: str, what: str) -> str:
    flat = f"from {package} import {what}"
    return flat if len(flat) <= WIDTH else f"from {package} import (\n    {what},\n)"
