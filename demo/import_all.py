"""Imports every module of an installed package and says how many there are."""

from __future__ import annotations

import importlib
import pkgutil
import sys


def main(name: str) -> None:
    package = importlib.import_module(name)
    modules = [m.name for m in pkgutil.walk_packages(package.__path__, f"{name}.")]
    for module in modules:
        importlib.import_module(module)
    print(f"{len(modules)} modules imported")


if __name__ == "__main__":
    main(sys.argv[1])
