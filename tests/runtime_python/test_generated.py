"""The generated module: what users see of it, and that their tools accept it."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from egoerrors import REGISTRY, EgoError, ErrorCode, Status, is_

from protoc_gen_ego.languages import LANGUAGES
from protoc_gen_ego.outputs.errors import CodeView, EnumView, ModuleView
from protoc_gen_ego.render import load as load_template
from tests.protos import generated
from tests.runtime_python.conftest import RUNTIME, SHOP, load

PYTHON = next(language for language in LANGUAGES if language.name == "python")


def run(*command: str, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def unformatted(path: Path) -> str:
    """What `ruff format` with a user's default settings would change."""
    return run(
        sys.executable,
        "-m",
        "ruff",
        "format",
        "--isolated",
        "--no-cache",
        "--diff",
        str(path),
        cwd=path.parent,
    )


def view(name: str, **fields: object) -> CodeView:
    base = CodeView(
        name=name,
        accessor=PYTHON.accessor(name),
        full_name=f"p.v1.{name}",
        reason=f"p.v1.{name}",
        domain="",
        status="NOT_FOUND",
        status_number=5,
        http_status=404,
        message="",
        i18n=(),
        parameters=(),
        comment="",
        deprecated=False,
        number=1,
    )
    return base._replace(**fields)  # type: ignore[arg-type]


def rendered(*codes: CodeView, enum: str = "Err", comment: str = "") -> str:
    enums = (EnumView(enum, f"p.v1.{enum}", PYTHON.class_name((enum,)), comment, False, codes),)
    module = ModuleView("p/v1/p.proto", "p.v1", "", "egoerrors", enums, codes)
    return load_template(PYTHON, "errors.py.j2")({"module": module})


def test_what_a_user_imports(shop: ModuleType) -> None:
    assert sorted(shop.__all__) == [
        "CODES",
        "QuotaErr",
        "QuotaErrExceeded",
        "UserErr",
        "UserErrIdInvalid",
        "UserErrNotFound",
    ]
    assert (shop.UserErrNotFound, shop.UserErrIdInvalid, shop.QuotaErrExceeded) == shop.CODES
    for kind in shop.CODES:
        assert issubclass(kind, EgoError) and kind.CODE in REGISTRY.codes
    assert (
        ErrorCode(
            "shop.user.v1.USER_ERR_NOT_FOUND",
            Status.NOT_FOUND,
            domain="user.shop.example.com",
            message="user {uid} not found",
            i18n={"zh-CN": "找不到用户 {uid}", "en": "no user {uid}"},
            keys=["uid"],
        )
        == shop.UserErrNotFound.CODE
    )


def test_comments_become_docstrings(shop: ModuleType) -> None:
    assert inspect.getdoc(shop.UserErr) == "What can go wrong with users."
    assert inspect.getdoc(shop.UserErrNotFound) == "No user has this id."
    assert inspect.getdoc(shop.UserErrIdInvalid) == 'The id is """odd""" \\ {{ x }}'
    assert "Deprecated." in (inspect.getdoc(shop.QuotaErrExceeded) or "")


def test_declared_keys_are_keyword_parameters(shop: ModuleType) -> None:
    error = shop.QuotaErrExceeded("full", limit="9", class_="gold")
    assert (error.message, dict(error.metadata)) == ("full", {"class": "gold", "limit": "9"})
    assert dict(shop.QuotaErrExceeded(limit="9").metadata) == {"limit": "9"}
    with pytest.raises(TypeError):
        shop.QuotaErrExceeded(size="9")
    with pytest.raises(TypeError):
        shop.QuotaErrExceeded("full", "9")


def test_one_except_clause_catches_a_code_an_enum_or_all(shop: ModuleType) -> None:
    for kind in (shop.UserErrNotFound, shop.UserErr, EgoError):
        with pytest.raises(kind):
            raise shop.UserErrNotFound(uid="42")
    assert not issubclass(shop.QuotaErrExceeded, shop.UserErr)


def test_a_second_import_is_fine(shop_source: Path, shop: ModuleType) -> None:
    before = REGISTRY.codes
    twin = shop_source.with_name("shop_user_errors_again.py")
    twin.write_text(shop_source.read_text())
    again = load(twin)
    assert REGISTRY.codes == before
    assert is_(again.UserErrNotFound(), shop.UserErrNotFound)


NASTY = 'a "b" \\ """ \'\'\' {x} {{ y }} {% z %} \r\n\t \0 \u2028 \x85 \ud7ff 漢 */ ?> ${q} # coding: latin-1\\'
LONG = "VERY_" * 14 + "LONG"


def test_any_text_is_carried_and_formatted(tmp_path: Path) -> None:
    source = rendered(
        view("ERR_NASTY", message=NASTY, comment=NASTY, domain=NASTY, i18n=(("zh-CN", NASTY),)),
        view("ERR_KEYS", parameters=((NASTY, "odd"), ("k", "k"))),
        view("ERR_TALK", comment='"', deprecated=True),
        view("ERR_END", comment='ends with "quotes"', message="x" * 200),
        comment="first\n\n  indented\nlast\\",
    )
    path = tmp_path / "nasty_errors.py"
    path.write_text(source)
    assert unformatted(path) == ""
    tree = ast.parse(source)
    constants = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert NASTY in constants
    module = load(path)
    assert module.ErrNasty.CODE.message == NASTY and module.ErrNasty.CODE.domain == NASTY
    assert dict(module.ErrKeys(odd="1").metadata) == {NASTY: "1"}


@pytest.mark.parametrize("extra", range(-4, 5))
def test_names_of_any_length_are_formatted(tmp_path: Path, extra: int) -> None:
    """Each name at the edge of ruff's line length, and on both sides of it."""
    path = tmp_path / "long_errors.py"
    path.write_text(
        rendered(
            view("ERR_A", accessor="A" * (79 - len("Err") + extra)),
            view("ERR_B", parameters=(("key", "k" * (60 + extra)),)),
            view("ERR_C", full_name="p.v1." + LONG, reason="p.v1." + LONG),
        )
    )
    assert unformatted(path) == ""
    path.write_text(rendered(view("ERR_A", accessor="A"), enum="E" * (66 + extra)))
    assert unformatted(path) == ""


def test_a_module_with_one_code_or_none_is_formatted(tmp_path: Path) -> None:
    path = tmp_path / "few_errors.py"
    for codes in ((), (view("ERR_A"),), (view("ERR_A", parameters=(("k", "k"),)),)):
        path.write_text(rendered(*codes))
        assert unformatted(path) == ""


def test_the_runtime_is_formatted_for_users() -> None:
    assert unformatted(RUNTIME / "egoerrors") == ""


USE = """
from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import grpc
import grpc.aio
from google.rpc import error_details_pb2  # type: ignore[import-untyped,unused-ignore]

from client.egoerrors import (
    AsyncServerInterceptor,
    ClientInterceptor,
    EgoError,
    ErrorCode,
    ServerInterceptor,
    abort,
    abort_async,
    async_client_interceptors,
    from_error,
    from_error_async,
    is_,
    to_status,
)
from client.shop.user.v1 import user_err_errors as errors


def handler(context: grpc.ServicerContext) -> None:
    try:
        raise errors.UserErrNotFound(uid="42").with_message("x").add_metadata({"a": "b"})
    except errors.UserErr as error:
        text: str = error.metadata["uid"] + error.display("zh-CN")
        code: ErrorCode = errors.UserErrNotFound.CODE
        assert is_(error, errors.UserErrNotFound) and is_(error, code) and text
        abort(context, error)


def client(call: grpc.Call) -> str:
    found = from_error(call)
    try:
        raise ValueError
    except ValueError as error:
        typed: EgoError = from_error(error)
        derived: errors.UserErrNotFound = errors.UserErrNotFound().with_cause(error)
    retry = typed.detail(error_details_pb2.RetryInfo)
    body = typed.http_body("en")
    return f"{found.message if found else derived}{retry}{body}{to_status(typed).details}"


async def serve(
    context: grpc.aio.ServicerContext[bytes, bytes],
    call: grpc.aio.UnaryUnaryCall[bytes, bytes],
) -> None:
    server = grpc.aio.server(interceptors=[AsyncServerInterceptor()])
    await server.start()
    grpc.server(ThreadPoolExecutor(), interceptors=[ServerInterceptor()])
    channel = grpc.intercept_channel(grpc.insecure_channel("x"), ClientInterceptor())
    channel.close()
    grpc.aio.insecure_channel("x", interceptors=async_client_interceptors())
    await abort_async(context, await from_error_async(call))
"""


def test_users_pass_mypy_strict(tmp_path: Path) -> None:
    files = generated(
        {"shop/user/v1/user_err.proto": SHOP}, "target=errors:python,runtime=client.egoerrors"
    )
    vendored = generated({"shop/user/v1/user_err.proto": SHOP}, "target=errors:python")
    for name, content in {**vendored, **files}.items():
        path = tmp_path / "client" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    for folder in [tmp_path / "client", *(tmp_path / "client").rglob("*")]:
        if folder.is_dir():
            (folder / "__init__.py").touch()
    (tmp_path / "use.py").write_text(USE)
    (tmp_path / "mypy.ini").write_text("[mypy]\n")
    mypy = (
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file=mypy.ini",
        "--python-version=3.10",
    )
    assert run(*mypy, "use.py", "client", cwd=tmp_path) == ""
    wrong = "from client.shop.user.v1.user_err_errors import UserErrNotFound as E\nE(uid=42)\n"
    (tmp_path / "wrong.py").write_text(wrong)
    assert 'incompatible type "int"' in run(*mypy, "wrong.py", cwd=tmp_path)
