"""Templates to Python source, when a wheel is built; never imported by a run with compiled templates."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from protoc_gen_ego.compiled_runtime import BASE_FILTERS, module_name
from protoc_gen_ego.languages import LANGUAGES

_IMPORT = (
    "from protoc_gen_ego.compiled_runtime import LoopContext, environment, missing, str_join\n"
)
# Names of jinja2.runtime that compiled_runtime does not have: a template that needs one cannot be compiled ahead.
_FOREIGN = ("Macro(", "Markup(", "Namespace(", "TemplateReference(", "markup_join(", "escape(")
_FOREIGN_CALLS = (
    "environment.tests",
    "environment.get_template",
    "environment.call",
    "context.call",
    "context.vars",
)


def environment(filters: Mapping[str, Callable[..., Any]]) -> Environment:
    """The jinja2 environment that all templates are written for. Nothing is escaped by it: the filters do that."""
    made = Environment(  # the output is source code, not HTML; each language has its own escapers
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        autoescape=False,
    )
    made.filters = {**BASE_FILTERS, **filters}
    return made


def compile_all(root: Path) -> dict[str, str]:
    """Module file name -> Python source, for the templates `<language>/*.j2` that the plugin renders.

    Raises:
        ValueError: a template uses something that compiled_runtime does not have.
    """
    found = {"__init__.py": '"""Templates, compiled ahead from templates/ by precompile.py."""\n'}
    for language in LANGUAGES:
        for file in sorted((root / language.name).glob("*.j2")):
            path = f"{language.name}/{file.name}"
            found[f"{module_name(path)}.py"] = compile_one(
                file.read_text("utf-8"), path, language.filters
            )
    return found


def compile_one(template: str, path: str, filters: Mapping[str, Callable[..., Any]]) -> str:
    """One template as Python source."""
    code: str = environment(filters).compile(template, name=path, filename=path, raw=True)
    head, _, body = code.partition("\n")
    if (
        not head.startswith("from jinja2.runtime import ")
        or "jinja2" in body.split("def root", 1)[0]
    ):
        raise ValueError(
            f"{path}: jinja2 compiles this template in a way that precompile.py does not know"
        )
    for name in (*_FOREIGN, *_FOREIGN_CALLS):
        if name in body:
            raise ValueError(
                f"{path}: uses {name.rstrip('(')}, which compiled templates do not have"
            )
    body = body.replace("cond_expr_undefined = Undefined\n", "cond_expr_undefined = undefined\n")
    body = body.replace("@internalcode\n        ", "").replace(
        "raise TemplateRuntimeError(", "raise LookupError("
    )
    plain = ast.unparse(_Plain().visit(ast.fix_missing_locations(ast.parse(body))))
    return f'"""{path}, compiled ahead."""\n{_IMPORT}{plain}\n'


class _Plain(ast.NodeTransformer):
    """Writes attribute access as such, yields neighbouring pieces as one text, and leaves out what only included
    templates and blocks would read.

    jinja2 asks the environment for every attribute and yields every piece, a hundred thousand times in a run.
    """

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Visits what is inside, then joins the pieces."""
        super().generic_visit(node)
        for name in ("body", "orelse"):
            block = getattr(node, name, None)
            if isinstance(block, list):
                setattr(node, name, _joined(block))
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """`environment.getattr(x, 'name')` -> `x.name`."""
        self.generic_visit(node)
        if ast.unparse(node.func) == "environment.getattr":
            target, name = node.args
            if isinstance(name, ast.Constant) and str(name.value).isidentifier():
                return ast.Attribute(target, str(name.value), ast.Load())
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.AST | None:
        """Drops `_loop_vars`."""
        self.generic_visit(node)
        return None if ast.unparse(node.targets[0]).startswith("_loop_vars") else node


def _joined(block: list[ast.stmt]) -> list[ast.stmt]:
    """Statements with each run of yields as one: `yield 'a%s' % (x,)`, which Python compiles to a formatted string."""
    out: list[ast.stmt] = []
    run: list[ast.expr] = []

    def close() -> None:
        if run:
            out.append(ast.Expr(ast.Yield(_text(run))))
            run.clear()

    for statement in block:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Yield):
            assert statement.value.value is not None, "jinja2 yields pieces of text"
            run.append(statement.value.value)
        elif not isinstance(statement, ast.Pass) or len(block) == 1:
            close()
            out.append(statement)
    close()
    return out


def _text(pieces: list[ast.expr]) -> ast.expr:
    """Pieces as one expression; a lone one stays as it is."""
    if len(pieces) == 1:
        return pieces[0]
    form = ""
    values: list[ast.expr] = []
    for piece in pieces:
        if isinstance(piece, ast.Constant) and isinstance(piece.value, str):
            form += piece.value.replace("%", "%%")
            continue
        form += "%s"
        shown = isinstance(piece, ast.Call) and ast.unparse(piece.func) == "str"
        values.append(piece.args[0] if shown and isinstance(piece, ast.Call) else piece)
    return ast.BinOp(ast.Constant(form), ast.Mod(), ast.Tuple(values, ast.Load()))
