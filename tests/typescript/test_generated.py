"""The generated TypeScript and its runtime, compiled by the real compiler and run by Node."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.protos import ROOT, generated
from tests.typescript.toolchain import FORMATS, HERE, compile_all, project, run, tool, tools, write

SHOP = ROOT / "proto-examples"
CASES = sorted((HERE / "cases").glob("*.ts"))
RUNTIME = ROOT / "templates" / "typescript" / "runtime"
# How a package of the runtime offers it: by what asks, its two formats and their types.
PACKAGE = """{"name": "ego-errors", "exports": {
    ".": {"import": "./dist/esm/index.js", "require": "./dist/cjs/index.js"},
    "./*": {"import": "./dist/esm/*.js", "require": "./dist/cjs/*.js"}}}"""


def shop_files() -> dict[str, str]:
    """The shop's error modules with the vendored runtime."""
    roots = (SHOP / "proto", SHOP / "third_party")
    protos: dict[str, str | bytes] = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for root in roots
        for path in sorted(root.rglob("*.proto"))
    }
    own = tuple(name for name in protos if name.startswith("shop/"))
    return generated(protos, "target=errors:typescript", generate=own)


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop and the cases of this folder, compiled to ESM and CommonJS."""
    cases = {f"cases/{path.name}": path.read_text("utf-8") for path in CASES}
    folder = project(tmp_path_factory.mktemp("shop"), {**shop_files(), **cases})
    compile_all(folder)
    return folder


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("case", [path.stem for path in CASES if path.stem.endswith(".test")])
def test_it_runs_in_node(shop: Path, kind: str, case: str) -> None:
    output = run("node", "--test", "--test-timeout=60000", f"dist/{kind}/cases/{case}.js", cwd=shop)
    assert "# fail 0" in output
    assert "# pass 0" not in output


def test_an_error_of_one_copy_is_known_by_another(shop: Path) -> None:
    script = """
        import assert from "node:assert/strict";
        import { createRequire } from "node:module";
        import * as esm from "./dist/esm/shop/user/v1/user_errors.js";
        import { EgoError, fromError, is } from "./dist/esm/egoerrors/index.js";
        const cjs = createRequire(import.meta.url)("./dist/cjs/shop/user/v1/user_errors.js");
        const error = new cjs.UserErrNotFound({ uid: "1" });
        assert.notEqual(cjs.UserErrNotFound, esm.UserErrNotFound);
        assert.ok(esm.isUserErrNotFound(error) && cjs.isUserErrNotFound(new esm.UserErrNotFound({ uid: "" })));
        assert.ok(error instanceof EgoError && error instanceof esm.UserErrNotFound);
        assert.ok(!(error instanceof esm.UserErrLocked) && !esm.isUserErrLocked(error));
        assert.equal(fromError(new Error("outer", { cause: error })), error);
        assert.ok(is(error, new esm.UserErrNotFound({ uid: "2" })));
        console.log("equal");
    """
    path = shop / "twice.mjs"
    path.write_text(script, "utf-8")
    assert run("node", str(path), cwd=shop) == "equal\n"


def test_all_copies_of_the_runtime_have_one_registry(shop: Path) -> None:
    script = """
        import assert from "node:assert/strict";
        import { createRequire } from "node:module";
        import { fromStatus, registry } from "./dist/esm/egoerrors/index.js";
        const require = createRequire(import.meta.url);
        const cjs = require("./dist/cjs/shop/user/v1/user_errors.js");
        const copy = require("./dist/cjs/egoerrors/index.js");
        assert.notEqual(copy.fromStatus, fromStatus);
        // Known although this copy has loaded no module, and of the class that the other one has made.
        const { code, message, details } = new cjs.UserErrNotFound({ uid: "1" }).toStatus();
        const read = fromStatus(code, message, details);
        assert.equal(registry.get("shop.user.v1.USER_ERR_NOT_FOUND"), cjs.UserErrNotFound.code);
        const made = Object.getPrototypeOf(cjs.UserErrNotFound);
        assert.equal(read.constructor, made);
        assert.equal(read.display("zh-CN"), "\u627e\u4e0d\u5230\u7528\u6237 1 (shop.user.v1.USER_ERR_NOT_FOUND)");
        assert.equal(read.withMessage("{x}").constructor, made);
        const before = registry.codes().length;
        await import("./dist/esm/shop/user/v1/user_errors.js");
        assert.equal(registry.codes().length, before);
        const other = new copy.ErrorCode({ fullName: "shop.user.v1.USER_ERR_NOT_FOUND", status: "ABORTED" });
        assert.throws(() => registry.register(other), { name: "DuplicateCodeError" });
        console.log("one");
    """
    path = shop / "registry.mjs"
    path.write_text(script, "utf-8")
    assert run("node", str(path), cwd=shop) == "one\n"


def test_a_global_object_that_takes_nothing_leaves_each_copy_its_own_registry(shop: Path) -> None:
    script = """
        Object.preventExtensions(globalThis);
        const { registry } = require("./dist/cjs/egoerrors/index.js");
        require("./dist/cjs/shop/user/v1/user_errors.js");
        console.log(registry.get("shop.user.v1.USER_ERR_NOT_FOUND").status);
    """
    assert run("node", "--input-type=commonjs", "-e", script, cwd=shop) == "NOT_FOUND\n"


def test_everything_is_formatted_as_prettier_does(shop: Path) -> None:
    run(tool("prettier"), "--check", "src", cwd=shop)
    sources = [HERE / "package.json", *(ROOT / "tests/conformance/testees/typescript").glob("*.ts")]
    run(tool("prettier"), "--check", *map(str, sources), cwd=ROOT)


def test_the_runtime_without_the_glue_needs_no_package(tmp_path: Path) -> None:
    files = {
        f"egoerrors/{path.name}": path.read_text("utf-8")
        for path in RUNTIME.glob("*.ts")
        if not path.name.startswith("grpc")
    }
    folder = project(tmp_path, files, types=[], lib=["ES2022", "DOM"])
    compile_all(folder)
    script = (
        'import("./dist/esm/egoerrors/index.js").then(({ EgoError }) => console.log(EgoError.name))'
    )
    assert run("node", "-e", script, cwd=folder) == "EgoError\n"


def test_an_imported_runtime_is_named_and_not_written() -> None:
    proto = 'syntax = "proto3"; package a; enum E {\n// @code=NOT_FOUND\nE_X = 0; }'
    files = generated({"a/b/c.proto": proto}, "target=errors:typescript,runtime=@acme/errors")
    assert list(files) == ["a/b/c_errors.ts"]
    assert 'import * as ego from "@acme/errors";' in files["a/b/c_errors.ts"]
    files = generated({"c.proto": proto}, "target=errors:typescript")
    assert 'import * as ego from "./egoerrors/index.js";' in files["c_errors.ts"]
    assert {name for name in files if "/" in name} == {
        f"egoerrors/{path.name}" for path in RUNTIME.iterdir()
    }


def test_the_examples_of_the_documentation_compile(shop: Path, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "typescript.md").read_text("utf-8")
    blocks = re.findall(r"^```ts\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(blocks) >= 5
    header = """
        import { credentials, Server } from "@grpc/grpc-js";
        import { fromError, oneOf } from "./egoerrors/index.js";
        import { promises, serverStream, unary } from "./egoerrors/grpc.js";
        import { connect, definition, type Message, type ShopClient as Client } from "./cases/service.js";
        import { isUserErrNotFound, UserErr, UserErrLocked, UserErrNotFound } from "./shop/user/v1/user_errors.js";
        const users = promises(connect(""));
        const server = new Server();
        const address = "";
        declare const ShopClient: new (address: string, credentials: unknown) => Client;
    """
    bodies = "".join(block if "import " in block else f"{{\n{block}}}\n" for block in blocks)
    files = {
        path.relative_to(shop / "src").as_posix(): path.read_text("utf-8")
        for path in (shop / "src").rglob("*.ts")
        if not path.name.endswith(".test.ts")
    }
    sources = {**files, "page.ts": header + bodies}
    folder = project(tmp_path, sources, noUnusedLocals=False, isolatedModules=False)
    run(tool("tsc"), "-p", "tsconfig.esm.json", cwd=folder)


def test_the_example_with_a_switch_compiles_when_it_names_every_code(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "typescript.md").read_text("utf-8")
    [block] = re.findall(r"^```ts\n(function explain.*?)^```$", page, re.MULTILINE | re.DOTALL)
    proto = """syntax = "proto3"; package shop.user.v1;
        enum UserErr {
          USER_ERR_UNSPECIFIED = 0;
          // @code=NOT_FOUND @metadata=uid
          USER_ERR_NOT_FOUND = 1;
          // @code=ABORTED @metadata=why
          USER_ERR_LOCKED = 2;
        }"""
    files = generated({"user.proto": proto}, "target=errors:typescript")
    header = """
        import { oneOf } from "./egoerrors/index.js";
        import { UserErr, UserErrLocked, UserErrNotFound } from "./user_errors.js";
        export { explain };
    """
    folder = project(tmp_path, {**files, "page.ts": header + block})
    run(tool("tsc"), "-p", "tsconfig.esm.json", cwd=folder)


def test_modules_run_with_an_installed_runtime(tmp_path: Path) -> None:
    sources = {path.name: path.read_text("utf-8") for path in RUNTIME.glob("*.ts")}
    package = project(tmp_path / "package", sources)
    compile_all(package)
    write(package, {"package.json": PACKAGE})
    proto = """syntax = "proto3"; package a;
        enum E {
          // @code=NOT_FOUND @metadata=uid @msg="no {uid}"
          E_X = 0;
        }"""
    files = generated({"a/b.proto": proto}, "target=errors:typescript,runtime=ego-errors")
    show = """
        import { EX } from "./a/b_errors.js";
        import { toStatusObject } from "ego-errors/grpc";
        console.log(toStatusObject(new EX({ uid: "7" })).details);
    """
    installed = tmp_path / "node_modules"
    installed.mkdir()
    (installed / "ego-errors").symlink_to(package)
    folder = project(tmp_path / "user", {**files, "show.ts": show}, install=False)
    (folder / "node_modules").symlink_to(installed)
    for name in ("@grpc", "@types", "undici-types"):
        (installed / name).symlink_to(tools() / "node_modules" / name)
    compile_all(folder)
    for kind in FORMATS:
        assert run("node", f"dist/{kind}/show.js", cwd=folder) == "no 7\n"
