"""Specifiers: what a generated TypeScript module imports, read and replaced.

The generators write an import at the beginning of a line, its names maybe on lines of their own, and the
specifier in double quotes at the end. No text of the user's stands at the beginning of a line: comments
have ` * ` or `//` before it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

_IMPORT = re.compile(
    r'^((?:import|export)\b[^"\n]* from |\} from |import )"([^"\n]+)";', re.MULTILINE
)
_EXPORT = re.compile(
    r"^export (?:declare |abstract )*(?:class|const|enum|function|interface|type) ([\w$]+)",
    re.MULTILINE,
)


def specifiers(text: str) -> list[str]:
    """The specifiers of a module, in its order.

    >>> specifiers('import { a } from "./a.js";\\n/**\\n * import { b } from "./b.js";\\n */\\n')
    ['./a.js']
    """
    return [match[2] for match in _IMPORT.finditer(text)]


def replaced(text: str, replace: Callable[[str], str]) -> str:
    """The module with each specifier replaced by what the function says."""
    return _IMPORT.sub(lambda match: f'{match[1]}"{replace(match[2])}";', text)


def target(module: str, specifier: str) -> str:
    """The module that a relative specifier stands for, '' if it names a package.

    >>> target("shop/user/v1/user.ts", "../../common/v1/money.js")
    'shop/common/v1/money.ts'
    """
    if not specifier.startswith("."):
        return ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(module), specifier))
    return f"{path.removesuffix('.js')}.ts"


def exports(text: str) -> list[str]:
    """The names that a module declares and exports, each once.

    >>> exports("export class A {}\\nexport const isA = 1;\\nexport type A = string;\\n")
    ['A', 'isA']
    """
    return [*dict.fromkeys(_EXPORT.findall(text))]
