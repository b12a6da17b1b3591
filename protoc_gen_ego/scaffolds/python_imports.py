"""The imports of a Python test, in the order and layout of isort and ruff, so that neither changes them."""

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
        """The statements; of one package, modules under other names come first, each alone.

        >>> imports = Imports()
        >>> for module, name in (("a.b_pb2", "b_pb2"), ("a.c_pb2", "c_pb2"), ("a.d", "e"), ("x", "x")):
        ...     imports.add(module, name)
        >>> print(*imports.lines(), sep="\\n")
        import x
        from a import b_pb2, c_pb2
        from a import d as e
        """
        out = [_whole(module, name) for module, name in sorted(self._whole.items())]
        for package in sorted(self._parts, key=str.lower):
            statements: list[tuple[str, list[str]]] = []
            plain = sorted(last for last, name in self._parts[package].items() if last == name)
            if plain:
                statements.append((plain[0], plain))
            for last, name in self._parts[package].items():
                if last != name:
                    statements.append((last, [f"{last} as {name}"]))
            out += [_from(package, what) for _, what in sorted(statements)]
        return out

    def dynamic(self) -> list[str]:
        """The assignments that import what no statement can."""
        return [
            f'{name} = importlib.import_module("{module}")'
            for module, name in sorted(self._dynamic.items())
        ]


def _whole(module: str, name: str) -> str:
    return f"import {module}" if module == name else f"import {module} as {name}"


def _from(package: str, what: list[str]) -> str:
    flat = f"from {package} import {', '.join(what)}"
    if len(flat) <= WIDTH:
        return flat
    return f"from {package} import (\n" + "".join([f"    {name},\n" for name in what]) + ")"
