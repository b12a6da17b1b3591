"""`ego scaffold` as a person runs it: it writes, merges, reports at the line, and never loses a file."""

from __future__ import annotations

import resource
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.e2e.ego import Told, edit, ego, environment, git, repository
from tests.scaffold.rendering import SHOP
from tests.typescript import toolchain as typescript


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository as `ego init` begins it, with its scaffold."""
    folder = repository(tmp_path_factory.mktemp("scaffold") / "hello")
    told = ego(folder, "scaffold")
    assert told.code == 0, told.err
    assert "wrote" in told.err
    return folder


@pytest.fixture
def folder(origin: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    target = tmp_path / "hello"
    subprocess.run(["cp", "-r", str(origin), str(target)], check=True)
    return target


def written(folder: Path) -> Path:
    """The one test file of the repository."""
    [found] = folder.glob("scaffolds/python/test_*.py")
    return found


def service(folder: Path) -> Path:
    """The proto file with the service."""
    [found] = folder.rglob("proto/**/greeter_service.proto")
    return found


def add_method(folder: Path) -> None:
    """Another method for the service."""
    path = service(folder)
    text = path.read_text("utf-8")
    at = text.index("service ")
    end = text.index("{", at) + 1
    request = text[text.index("rpc ") :].split("(", 1)[1].split(")")[0]
    method = f"\n  // Waves.\n  rpc Wave({request}) returns (stream {request});"
    path.write_text(text[:end] + method + text[end:], "utf-8")


def test_a_second_run_changes_nothing_and_check_says_so(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.glob("scaffolds/**/*.*")}
    again = ego(folder, "scaffold")
    assert again.code == 0
    assert "files are as they should be" in again.err
    assert ego(folder, "scaffold", "--check").code == 0
    assert {path: path.read_bytes() for path in folder.glob("scaffolds/**/*.*")} == before


def test_a_new_method_adds_its_test_and_what_was_written_stays(folder: Path) -> None:
    path = written(folder)
    mine = path.read_text("utf-8").replace(
        "def new_service()", "X = 1  # mine\n\n\ndef new_service()"
    )
    path.write_text(mine, "utf-8")
    path.chmod(0o640)
    add_method(folder)
    checked = ego(folder, "scaffold", "--check")
    assert checked.code == 1
    assert f"would write {path}" in checked.err
    assert path.read_text("utf-8") == mine
    told = ego(folder, "scaffold", "--json")
    assert told.code == 0, told.err
    assert told.document["written"] == [str(path)]
    text = path.read_text("utf-8")
    assert "X = 1  # mine" in text
    assert "ego-case:Wave/ok" in text
    assert path.stat().st_mode & 0o777 == 0o640
    assert not list(folder.glob("scaffolds/**/.partial*"))


def test_what_is_gone_is_reported_at_its_line_and_left(folder: Path) -> None:
    add_method(folder)
    assert ego(folder, "scaffold").code == 0
    subprocess.run(["git", "checkout", "-q", "."], cwd=folder, check=True)
    text = written(folder).read_text("utf-8")
    told = ego(folder, "scaffold")
    assert told.code == 0
    line = 1 + text.split("\n").index("# region ego: Wave/cases")
    assert (
        f":{line}:1: warning: SCAFFOLD_METHOD_REMOVED: there is no method Wave any more" in told.err
    )
    assert written(folder).read_text("utf-8") == text


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("def new_service() ->", "def new_service( ->", "cannot read it"),
        ("# endregion ego: imports", "# no", "begins inside of region `imports`"),
        ("# region ego: offered", "# no", "ends here and does not begin"),
    ],
)
def test_a_file_that_cannot_be_understood_is_left_alone_and_said_so(
    folder: Path, old: str, new: str, why: str
) -> None:
    edit(written(folder), old, new)
    text = written(folder).read_text("utf-8")
    add_method(folder)
    told = ego(folder, "scaffold")
    assert told.code == 1
    assert "SCAFFOLD_LEFT_ALONE" in told.err
    assert why in told.err
    assert written(folder).read_text("utf-8") == text


def test_a_file_of_somebody_else_and_one_of_ours_that_was_edited_are_left_alone(
    folder: Path,
) -> None:
    support = folder / "scaffolds" / "python" / "egotest.py"
    edit(support, "DEADLINE = 5.0", "DEADLINE = 7.0")
    written(folder).write_text("print('mine')\n", "utf-8")
    told = ego(folder, "scaffold")
    assert told.code == 1
    assert "there is no region `imports`" in told.err
    assert "this file is ours as a whole, and somebody wrote in it" in told.err
    assert "DEADLINE = 7.0" in support.read_text("utf-8")
    assert written(folder).read_text("utf-8") == "print('mine')\n"


@pytest.mark.parametrize("limit", [0, 100, 3000])
def test_a_full_disk_leaves_the_previous_file(folder: Path, limit: int) -> None:
    path = written(folder)
    before = path.read_bytes()
    add_method(folder)
    assert ego(folder, "check", "--all").code in (0, 1)  # builds the image while there is room

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    told = ego(folder, "scaffold", before=small)
    assert told.code == 2, told.err
    assert path.read_bytes() == before
    assert not list(folder.glob("scaffolds/**/.partial*"))
    assert ego(folder, "scaffold").code == 0
    assert b"ego-case:Wave/ok" in path.read_bytes()


def test_an_interrupt_leaves_whole_files(folder: Path) -> None:
    add_method(folder)
    paths = {path: path.read_bytes() for path in folder.glob("scaffolds/**/*.py")}
    command = [sys.executable, "-c", "from ego_ci.cli import main; main()", "scaffold"]
    for tenths in range(0, 18, 3):  # somewhere in its work; where exactly does not matter
        with subprocess.Popen(
            command, cwd=folder, env=environment(), stderr=subprocess.PIPE
        ) as child:
            with suppress(subprocess.TimeoutExpired):
                child.wait(tenths / 10)
            child.send_signal(signal.SIGINT)
            child.communicate()
        for path, before in paths.items():
            now = path.read_bytes()
            assert now == before or (b"Wave/ok" in now and now.endswith(before[-20:]))
    told: Told = ego(folder, "scaffold")
    assert told.code == 0


def test_the_parser_of_a_language_is_asked_where_it_is_installed(tmp_path: Path) -> None:
    from ego_ci.commands.parsers import refusal
    from ego_ci.process import Runner

    broken = {
        "go": ("x.go", "package x\n\nfunc f() { return return }\n", 3),
        "php": ("x.php", "<?php\n\n$a = = 1;\n", 3),
        "java": ("X.java", "class X {\n  void f() { int = 1; }\n}\n", 2),
    }
    (tmp_path / "node_modules" / ".bin").mkdir(parents=True)
    (tmp_path / "node_modules" / ".bin" / "tsc").symlink_to(typescript.tool("tsc"))
    broken["typescript"] = ("x.ts", "const a = 1;\nfunction f( {\n  return 1;\n", 3)
    whole = {
        "typescript": ("y.ts", 'import * as x from "nowhere";\nconst a: number = x.y;\n'),
        "go": ("y.go", "package y\n\nfunc f() { g() }\n"),
        "php": ("y.php", "<?php\n\nf(new Y());\n"),
        "java": ("Y.java", "class Y extends Unknown {}\n"),
    }
    for language, (name, text, line) in broken.items():
        (tmp_path / name).write_text(text, "utf-8")
        found = refusal(Runner(), language, tmp_path / name)
        assert found is not None, language
        assert found[0] == line, found
    for language, (name, text) in whole.items():
        (tmp_path / name).write_text(text, "utf-8")
        assert refusal(Runner(), language, tmp_path / name) is None, language


def test_a_repository_of_several_packages_names_each_and_declares_errors_of_another(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "shop"
    shutil.copytree(SHOP, folder, ignore=shutil.ignore_patterns("build", "testing"))
    split = """

packages:
  - {name: common, paths: [proto/shop/common]}
  - {name: user, paths: [proto/shop/user]}
  - {name: order, paths: [proto/shop/order, proto/shop/payment]}
"""
    settings = folder / "ego.yaml"
    settings.write_text(settings.read_text("utf-8") + split, "utf-8")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "start")
    told = ego(folder, "scaffold", "python")
    assert told.code == 0, told.err
    text = (folder / "scaffolds/python/test_shop_order_v1_order_service.py").read_text("utf-8")
    assert "from shop_order_client.shop.order.v1 import order_pb2\n" in text
    assert "from shop_common_client.shop.common.v1 import money_pb2 as" in text
    # Nothing of the order protos imports the user's; the method declares the error all the same.
    assert "from shop_user_client.shop.user.v1 import user_errors as" in text
    assert "ego-case:PlaceOrder/shop.user.v1.USER_ERR_NOT_FOUND" in text
