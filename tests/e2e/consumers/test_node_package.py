"""The npm package: what is in it, what the tools of its ecosystem say, and what happens when two of them meet."""

from __future__ import annotations

import json
import os
import re
import shlex
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ego_ci.packages.artifact import sha256_of

from tests.e2e.consumers import publishing
from tests.e2e.ego import ego
from tests.typescript.toolchain import run, tool, tools

COMMON = """syntax = "proto3";

// What all packages share.
package acme.common.v1;

// An amount.
message Money {
  // Whole units.
  int64 units = 1;
}

// What can go wrong anywhere.
enum CommonErr {
  // Never sent.
  COMMON_ERR_UNSPECIFIED = 0;
  // Too many calls.
  // @code=RESOURCE_EXHAUSTED @msg="wait {seconds} s" @metadata=seconds
  COMMON_ERR_BUSY = 1;
}
"""
ORDER = """syntax = "proto3";

// Orders.
package acme.order.v1;

import "acme/common/v1/common.proto";
import "google/protobuf/timestamp.proto";

// An order.
message Order {
  // What it costs.
  acme.common.v1.Money price = 1;
  // When it was placed.
  google.protobuf.Timestamp placed = 2;
}

// What can go wrong with an order.
enum OrderErr {
  // Never sent.
  ORDER_ERR_UNSPECIFIED = 0;
  // No such order.
  // @code=NOT_FOUND @msg="no order {id}" @i18n.zh-CN="没有订单 {id}" @metadata=id
  ORDER_ERR_NOT_FOUND = 1;
}

// What one does with orders.
service OrderService {
  // Reads one.
  // @errors=ORDER_ERR_NOT_FOUND,acme.common.v1.COMMON_ERR_BUSY
  rpc Get(Order) returns (Order);
}
"""
PROTOS = {"acme/common/v1/common.proto": COMMON, "acme/order/v1/order.proto": ORDER}
SPLIT = """name: acme
version: 1.2.3
license: MIT
languages: [typescript]
node: {package: "@acme/api-client", runtime: "@acme/ego-errors"}
packages:
  - {name: common, paths: [proto/acme/common]}
  - {name: order, paths: [proto/acme/order]}
"""
STRICT: Mapping[str, object] = {
    "target": "ES2022",
    "lib": ["ES2022", "DOM", "DOM.AsyncIterable"],
    "types": ["node"],
    "strict": True,
    "noEmit": True,
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop, published for TypeScript."""
    folder = publishing.shop(tmp_path_factory.mktemp("shop") / "shop", "typescript")
    publishing.published(folder)
    return folder


@pytest.fixture(scope="module")
def application(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that has the shop's packages in node_modules, as npm unpacks them."""
    return installed(tmp_path_factory.mktemp("application"), *files(shop, "typescript"))


def files(folder: Path, language: str) -> list[Path]:
    """The package files that a repository was built into."""
    return sorted((folder / "build" / "ego" / "packages" / language).glob("*.tgz"))


def installed(folder: Path, *tarballs: Path) -> Path:
    """Unpacks packages into node_modules, beside what the toolchain has."""
    modules = folder / "node_modules"
    modules.mkdir()
    for library in (tools() / "node_modules").iterdir():
        if not library.name.startswith("."):
            (modules / library.name).symlink_to(library)
    for tarball in tarballs:
        with tarfile.open(tarball) as archive:
            archive.extractall(folder / "unpacked")
        package = folder / "unpacked" / "package"
        name = publishing.read(package / "package.json")["name"]
        (modules / name).parent.mkdir(exist_ok=True)
        package.rename(modules / name)
    return folder


def checked(folder: Path, source: Path | str, **options: object) -> None:
    """Lets the compiler check one source file as an application's, every declaration file included."""
    configuration = {"compilerOptions": {**STRICT, **options}, "files": [str(source)]}
    (folder / "tsconfig.json").write_text(json.dumps(configuration), "utf-8")
    run(tool("tsc"), "-p", "tsconfig.json", cwd=folder)


def node(folder: Path, script: str, name: str = "script.mjs") -> str:
    """What a script prints in a project."""
    (folder / name).write_text(script, "utf-8")
    return run("node", name, cwd=folder)


def packed(tarball: Path) -> dict[str, tarfile.TarInfo]:
    with tarfile.open(tarball) as archive:
        return {entry.name: entry for entry in archive}


def test_the_package_says_who_it_is_and_runs_nothing(shop: Path, application: Path) -> None:
    package: dict[str, Any] = publishing.read(application / "node_modules/shop-client/package.json")
    assert package["name"] == "shop-client"
    assert package["license"] == "Apache-2.0"
    assert package["repository"] == {
        "type": "git",
        "url": "git+https://git.example.com/shop/protos.git",
    }
    assert package["peerDependencies"] == {"@grpc/grpc-js": "^1.14.7"}
    assert set(package["dependencies"]) == {"@bufbuild/protobuf", "ego-errors"}
    assert "scripts" not in package
    names = packed(files(shop, "typescript")[1])
    assert {"package/LICENSE", "package/README.md", "package/ego.json"} <= set(names)


def test_the_files_are_those_that_npm_would_pack(shop: Path, tmp_path: Path) -> None:
    for tarball in files(shop, "typescript"):
        with tarfile.open(tarball) as archive:
            archive.extractall(tmp_path / tarball.name)
        folder = tmp_path / tarball.name / "package"
        [listed] = json.loads(run("npm", "pack", "--dry-run", "--json", cwd=folder))
        ours = packed(tarball)
        assert sorted(file["path"] for file in listed["files"]) == sorted(
            name.removeprefix("package/") for name in ours
        )
        assert listed["filename"] == tarball.name
        assert {entry.mode for entry in ours.values()} == {0o644}
        assert len({entry.mtime for entry in ours.values()}) == 1


def test_the_tools_of_the_ecosystem_have_nothing_to_say(shop: Path, tmp_path: Path) -> None:
    for tarball in files(shop, "typescript"):
        # Resolution before node16 knows no exports, and is told of nothing but the package itself.
        run(tool("attw"), "--profile", "node16", str(tarball), cwd=tmp_path)
        assert "All good!" in run(tool("publint"), "run", "--strict", str(tarball), cwd=tmp_path)
    places = (
        "shop/user/v1 shop/user/v1/user_service shop/user/v1/user_errors.js shop google/rpc/status"
    )
    command = (tool("attw"), "--profile", "node16", "--format", "json", str(tarball))
    told = json.loads(run(*command, "--entrypoints", *places.split(), cwd=tmp_path))
    problems = told["analysis"]["problems"]
    assert [item for item in problems if item.get("resolutionKind") != "node10"] == []
    assert len(told["analysis"]["entrypoints"]) == len(places.split())


@pytest.mark.parametrize(
    ("extension", "options"),
    [
        ("mts", {"module": "node16", "skipLibCheck": False}),
        ("cts", {"module": "node16", "skipLibCheck": False}),
        ("mts", {"module": "nodenext"}),
        ("ts", {"module": "ESNext", "moduleResolution": "bundler"}),
    ],
)
def test_types_are_found(application: Path, extension: str, options: dict[str, object]) -> None:
    source = """
        import { UserServiceClient, UserErrNotFound, isUserErrNotFound } from "shop-client/shop/user/v1";
        import { GetUserRequest } from "shop-client/shop/user/v1/user_service";
        import { shop } from "shop-client";
        import { promises } from "ego-errors/grpc";
        export const users = (client: UserServiceClient) =>
          promises(client).getUser(GetUserRequest.fromPartial({ uid: 1n }));
        export const error: shop.user.v1.UserErrNotFound = new UserErrNotFound({ uid: "1" });
        export const uid: string | undefined = isUserErrNotFound(error) ? error.metadata.uid : "";
        // @ts-expect-error - the key is declared
        new UserErrNotFound({});
    """
    path = application / f"types-{extension}.{extension}"
    path.write_text(source, "utf-8")
    checked(application, path, **options)


def test_the_line_that_publish_prints_installs_without_a_server(shop: Path, tmp_path: Path) -> None:
    told = ego(shop, "publish", "--json")
    notes = next(item["notes"] for item in told.document["stages"] if item["name"] == "publish")
    [line] = [note for note in notes if note.startswith("npm install ")]
    (tmp_path / "package.json").write_text('{"private": true, "type": "module"}', "utf-8")
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-progress")
    run(*shlex.split(line), *quiet, cwd=tmp_path)
    script = (
        'import { shop } from "shop-client"; console.log(typeof shop.user.v1.UserServiceClient);'
    )
    assert node(tmp_path, script) == "function\n"


def test_required_and_imported_halves_share_one_registry(application: Path) -> None:
    script = """
        import assert from "node:assert/strict";
        import { createRequire } from "node:module";
        import { fromStatus, registry } from "ego-errors";
        const require = createRequire(import.meta.url);
        const required = require("shop-client/shop/user/v1");
        const before = registry.codes().length;
        assert.equal(require("ego-errors").registry, registry);
        assert.notEqual(require("ego-errors").fromStatus, fromStatus);
        const imported = await import("shop-client/shop/user/v1");
        assert.equal(registry.codes().length, before);
        assert.notEqual(imported.UserErrNotFound, required.UserErrNotFound);
        const error = new required.UserErrNotFound({ uid: "1" });
        assert.ok(error instanceof imported.UserErrNotFound && imported.isUserErrNotFound(error));
        const { code, message, details } = error.toStatus();
        assert.ok(required.isUserErrNotFound(fromStatus(code, message, details)));
        await import("shop-client");
        console.log(registry.codes().length > before, Object.keys(await import("shop-client")).join());
    """
    assert node(application, script) == "true errors,shop\n"


def test_the_readme_runs(application: Path) -> None:
    text = (application / "node_modules/shop-client/README.md").read_text("utf-8")
    version = publishing.read(application / "node_modules/shop-client/package.json")["version"]
    assert f"npm install shop-client@{version} ego-errors @grpc/grpc-js" in text
    [example] = re.findall(r"^```ts\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    path = application / "readme.mts"
    path.write_text(example, "utf-8")
    checked(application, path, module="nodenext")
    assert "git.example.com" in text
    # Nobody listens at the address of the example: that is an error it shows, not one it dies of.
    script = example.replace("localhost:50051", "127.0.0.1:1")
    assert node(application, script, "readme.mjs").startswith("UNAVAILABLE ")


def test_the_call_in_the_documentation_compiles(application: Path) -> None:
    page = (publishing.ROOT / "docs" / "typescript.md").read_text("utf-8")
    [example] = re.findall(r"^```typescript\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    path = application / "page.mts"
    path.write_text(example, "utf-8")
    checked(application, path, module="nodenext", exactOptionalPropertyTypes=True)


def test_clients_of_a_split_repository_need_each_other(tmp_path: Path) -> None:
    folder = publishing.repository(tmp_path / "acme", PROTOS, SPLIT)
    made = publishing.published(folder)
    assert set(made) == {
        "@acme/api-common-client",
        "@acme/api-order-client",
        "@acme/ego-errors",
    }
    tarballs = [Path(item["file"]) for item in made.values()]
    application = installed(tmp_path, *tarballs)
    order = application / "node_modules/@acme/api-order-client"
    package = publishing.read(order / "package.json")
    assert package["dependencies"]["@acme/api-common-client"] == "^1.2.3"
    names = {
        path.relative_to(order / "dist/esm").as_posix()
        for path in (order / "dist/esm").rglob("*.js")
    }
    assert "acme/order/v1/order.js" in names
    assert "google/protobuf/timestamp.js" in names
    assert not any("common" in name for name in names)
    script = """
        import assert from "node:assert/strict";
        import { createRequire } from "node:module";
        import { registry } from "@acme/ego-errors";
        import { Order, OrderErrNotFound } from "@acme/api-order-client/acme/order/v1";
        import { Money, isCommonErrBusy } from "@acme/api-common-client/acme/common/v1";
        const { CommonErrBusy } = createRequire(import.meta.url)("@acme/api-common-client");
        const order = Order.fromPartial({ price: { units: 3n } });
        assert.deepEqual(Order.decode(Order.encode(order).finish()).price, Money.fromPartial({ units: 3n }));
        assert.equal(CommonErrBusy, undefined);
        const { acme } = createRequire(import.meta.url)("@acme/api-common-client");
        assert.ok(isCommonErrBusy(new acme.common.v1.CommonErrBusy({ seconds: "1" })));
        console.log(registry.codes().map((code) => code.name).sort().join());
    """
    assert node(application, script) == "COMMON_ERR_BUSY,ORDER_ERR_NOT_FOUND\n"
    source = application / "split.mts"
    source.write_text(
        'import { Order } from "@acme/api-order-client/acme/order/v1";\n'
        'import type { Money } from "@acme/api-common-client/acme/common/v1";\n'
        "export const price: Money | undefined = Order.fromPartial({}).price;\n",
        "utf-8",
    )
    checked(application, source, module="nodenext", skipLibCheck=False)
    for tarball in tarballs:
        assert "All good!" in run(tool("publint"), "run", "--strict", str(tarball), cwd=tmp_path)


def test_the_flavour_for_connect(tmp_path: Path) -> None:
    settings = "name: acme\nversion: 1.0.0\nlicense: MIT\nlanguages: [typescript]\nnode: {flavour: connect}\n"
    folder = publishing.repository(tmp_path / "acme", PROTOS, settings)
    made = publishing.published(folder)
    tarballs = [Path(item["file"]) for item in made.values()]
    application = installed(tmp_path, *tarballs)
    client = made["acme-client"]["file"]
    run(tool("attw"), "--profile", "node16", client, cwd=tmp_path)
    assert "All good!" in run(tool("publint"), "run", "--strict", client, cwd=tmp_path)
    package = publishing.read(application / "node_modules/acme-client/package.json")
    assert package["peerDependencies"] == {"@connectrpc/connect": "^2.0.0"}
    assert set(package["dependencies"]) == {"@bufbuild/protobuf", "ego-errors"}
    script = """
        import assert from "node:assert/strict";
        import { Code, ConnectError, createClient, createRouterTransport } from "@connectrpc/connect";
        import { toConnectError } from "ego-errors/connect";
        import { fromError } from "ego-errors";
        import { OrderService, OrderErrNotFound, isOrderErrNotFound } from "acme-client/acme/order/v1";
        const transport = createRouterTransport(({ service }) =>
          service(OrderService, {
            get() { throw toConnectError(new OrderErrNotFound({ id: "7" }), ConnectError); },
          }));
        const caught = await createClient(OrderService, transport).get({}).catch((error) => error);
        assert.ok(caught instanceof ConnectError && caught.code === Code.NotFound);
        const error = fromError(caught);
        assert.ok(isOrderErrNotFound(error));
        console.log(error.display("zh-CN"));
    """
    assert node(application, script) == "没有订单 7 (acme.order.v1.ORDER_ERR_NOT_FOUND)\n"
    text = (application / "node_modules/acme-client/README.md").read_text("utf-8")
    [example] = re.findall(r"^```ts\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    # The transport of Node is not in the toolchain: it wants a newer Node.
    declared = "declare function createGrpcTransport(options: { baseUrl: string }): Transport;\n"
    head = 'import type { Transport } from "@connectrpc/connect";\n'
    body = re.sub(r"^import .*connect-node.*\n", "", example, flags=re.MULTILINE)
    assert body != example
    path = application / "readme.mts"
    path.write_text(head + body.replace("\n\n", f"\n\n{declared}", 1), "utf-8")
    checked(application, path, module="nodenext", skipLibCheck=True)


def test_names_that_cannot_be_are_said_before_anything_is_generated(tmp_path: Path) -> None:
    protos = {
        "acme/a/v1/user.proto": 'syntax = "proto3";\n\n// A.\npackage acme.a.v1;\n',
        "acme/a/v1/user_errors.proto": 'syntax = "proto3";\n\n// A.\npackage acme.a.v1;\n',
    }
    settings = "name: acme\nlanguages: [typescript]\nnode: {package: http}\n"
    folder = publishing.repository(tmp_path / "acme", protos, settings)
    told = ego(folder, "generate", "--json")
    assert told.code == 1
    assert set(told.rules) == {"NODE_PACKAGE_NAME", "NODE_MODULE_CLASH"}


def test_the_bytes_depend_on_nothing_but_the_commit(shop: Path, tmp_path: Path) -> None:
    other = tmp_path / "deep er" / "shop"
    publishing.cloned(shop, other)
    told = ego(
        other,
        "package",
        "--json",
        env={"TZ": "Asia/Kathmandu", "LC_ALL": "C"},
        before=lambda: os.umask(0o077) and None,
    )
    assert told.code == 0, told.err
    ours = {path.name: sha256_of(path) for path in files(shop, "typescript")}
    assert ours == {path.name: sha256_of(path) for path in files(other, "typescript")}
    assert len(ours) == 2
