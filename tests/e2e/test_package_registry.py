"""The local registry under stress: two publishers at once, killed and interrupted ones, and pip on it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest
from ego_ci.packages.artifact import sha256_of
from ego_ci.registries import atomic, server
from ego_ci.registries.local import Local

from tests.e2e import packages
from tests.unit.ego_ci.registries.wheels import wheel

PUBLISH = """
import sys
from pathlib import Path
from ego_ci.packages.artifact import Artifact
from ego_ci.problem import Problem
from ego_ci.registries.local import Local
registry, path, name, version = sys.argv[1:5]
artifact = Artifact.of(Path(path), language="python", name=name, version=version)
print("ready", flush=True)
sys.stdin.readline()
try:
    print(Local("local", Path(registry)).publish(artifact).standing.value)
except Problem as problem:
    print("problem:", problem)
"""
HALFWAY = """
import os
from ego_ci.registries import atomic
real = os.fsync
count = 0
def fsync(descriptor):
    global count
    count += 1
    if count == {step}:
        print("halfway", flush=True)
        import time
        time.sleep(60)
    real(descriptor)
os.fsync = fsync
"""


def publisher(registry: Path, path: Path, version: str, before: str = "") -> subprocess.Popen[str]:
    """A process that publishes once it is told to."""
    roots = os.pathsep.join([str(packages.ROOT), str(packages.ROOT / "ci")])
    return subprocess.Popen(
        [sys.executable, "-c", before + PUBLISH, registry, path, "shop-client", version],
        env={**os.environ, "PYTHONPATH": roots},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def start(*processes: subprocess.Popen[str]) -> None:
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()


def listed(registry: Path) -> dict[str, str]:
    """Wheel name -> sha256, as the project's page says."""
    page = registry / "simple" / "shop-client" / "index.html"
    text = page.read_text() if page.is_file() else ""
    return dict(re.findall(r'href="\.\./\.\./wheels/([^"#]+)#sha256=([0-9a-f]{64})"', text))


def whole(registry: Path) -> bool:
    """True if every file there is a complete one and every entry leads to its bytes."""
    wheels = {path.name: sha256_of(path) for path in (registry / "wheels").glob("*.whl")}
    for path in (registry / "wheels").glob("*.whl"):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
    return all(wheels[name] == digest for name, digest in listed(registry).items())


def test_two_publishers_of_the_same_bytes_one_publishes_and_one_skips(tmp_path: Path) -> None:
    artifact = wheel(tmp_path / "new", text="x = 1\n" * 200_000)
    registry = tmp_path / "registry"
    both = [publisher(registry, artifact.path, "1.0.0") for _ in range(2)]
    start(*both)
    answers = sorted(process.communicate(timeout=60)[0].strip() for process in both)
    assert answers == ["absent", "same"]
    assert listed(registry) == {artifact.path.name: artifact.sha256}


def test_two_publishers_of_different_bytes_one_wins_and_one_hears_of_it(tmp_path: Path) -> None:
    one = wheel(tmp_path / "one", text="x = 1\n" * 200_000)
    other = wheel(tmp_path / "other", text="x = 2\n" * 200_000)
    registry = tmp_path / "registry"
    both = [publisher(registry, artifact.path, "1.0.0") for artifact in (one, other)]
    start(*both)
    answers = sorted(process.communicate(timeout=60)[0].strip() for process in both)
    assert answers[0] == "absent"
    assert answers[1].startswith("problem: shop-client 1.0.0 is in the registry local already")
    assert listed(registry)[one.path.name] in (one.sha256, other.sha256)
    assert whole(registry)


def test_many_versions_at_once_are_all_there_in_the_end(tmp_path: Path) -> None:
    registry = tmp_path / "registry"
    artifacts = [wheel(tmp_path / str(n), version=f"1.{n}.0") for n in range(6)]
    processes = [publisher(registry, a.path, a.version) for a in artifacts]
    start(*processes)
    assert [p.communicate(timeout=60)[0].strip() for p in processes] == ["absent"] * 6
    assert listed(registry) == {a.path.name: a.sha256 for a in artifacts}


# Steps are the syncs of publishing: the wheel, its folder, the project's page, that page's folder.
@pytest.mark.parametrize("step", [1, 2, 3, 4])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_publisher_that_is_stopped_leaves_no_half_and_the_next_one_finishes(
    step: int, number: signal.Signals, tmp_path: Path
) -> None:
    registry = tmp_path / "registry"
    first = wheel(tmp_path / "first", version="0.9.0")
    Local("local", registry).publish(first)
    artifact = wheel(tmp_path / "new", text="x = 1\n" * 200_000)
    process = publisher(registry, artifact.path, "1.0.0", HALFWAY.format(step=step))
    start(process)
    assert process.stdout is not None
    assert process.stdout.readline() == "halfway\n"
    process.send_signal(number)
    process.communicate(timeout=60)
    assert listed(registry)[first.path.name] == first.sha256
    assert whole(registry)
    if number == signal.SIGINT:
        assert list(registry.rglob(f"{atomic.PARTIAL}*")) == []
    Local("local", registry).publish(artifact)
    assert listed(registry)[artifact.path.name] == artifact.sha256
    assert list(registry.rglob(f"{atomic.PARTIAL}*")) == []


def test_a_killed_publisher_lets_go_of_the_lock(tmp_path: Path) -> None:
    registry = tmp_path / "registry"
    artifact = wheel(tmp_path / "new")
    process = publisher(registry, artifact.path, "1.0.0", HALFWAY.format(step=1))
    start(process)
    assert process.stdout is not None
    assert process.stdout.readline() == "halfway\n"
    waited: list[bool] = []
    second = Local("local", registry, lambda: waited.append(True))
    thread = threading.Thread(target=second.publish, args=(artifact,))
    thread.start()
    while not waited:
        time.sleep(0.01)
    process.kill()
    process.communicate(timeout=60)
    thread.join(timeout=60)
    assert not thread.is_alive()
    assert listed(registry) == {artifact.path.name: artifact.sha256}


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry with a client and its runtime, at a path that a URL has to escape."""
    folder = tmp_path_factory.mktemp("with space")
    protos = packages.write(
        folder / "protos",
        {
            "shop/v1/user.proto": """package shop.v1;
            message User { string uid = 1; }
            service Users { rpc Get(User) returns (User); }
            enum UserErr {
              USER_ERR_UNSPECIFIED = 0;
              // No user has this uid.
              // @code=NOT_FOUND @msg="user {uid} not found" @metadata=uid
              USER_ERR_NOT_FOUND = 1;
            }"""
        },
    )
    generated = packages.generate(protos, folder / "out")
    registry = Local("local", folder / "my registry")
    registry.publish(packages.build_runtime(folder / "runtime"))
    registry.publish(packages.build(generated, folder / "client"))
    return registry.root


def pip(*arguments: str, cwd: Path) -> str:
    return packages.run(sys.executable, "-m", "pip", *arguments, cwd=cwd)


def test_a_fresh_environment_installs_the_client_with_all_it_needs(
    registry: Path, tmp_path: Path
) -> None:
    packages.run(sys.executable, "-m", "venv", "--without-pip", "venv", cwd=tmp_path)
    python = str(tmp_path / "venv" / "bin" / "python")
    url = (registry / "simple").as_uri()
    arguments = ("install", "--quiet", "--extra-index-url", url, "shop-client==1.2.3")
    pip("--python", python, *arguments, cwd=tmp_path)
    code = (
        "from egoerrors import from_error\n"
        "from shop_client.shop.v1 import user_errors, user_pb2_grpc\n"
        "error = from_error(user_errors.UserErrNotFound(uid='7'))\n"
        "print(error.display('en'))\n"
    )
    printed = packages.run(python, "-c", code, cwd=tmp_path)
    assert printed == "user 7 not found (shop.v1.USER_ERR_NOT_FOUND)\n"
    assert pip("--python", python, "check", cwd=tmp_path).strip() == "No broken requirements found."


@pytest.mark.parametrize("form", ["index", "find-links", "http"])
def test_pip_finds_it_by_index_by_find_links_and_over_http(
    form: str, registry: Path, tmp_path: Path
) -> None:
    running = server.serve(registry)
    thread = threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    options = {
        "index": ["--index-url", (registry / "simple").as_uri()],
        "find-links": ["--no-index", "--find-links", str(registry / "wheels")],
        "http": ["--index-url", f"{server.url_of(running)}/simple/"],
    }[form]
    try:
        base = ("install", "--quiet", "--no-deps", "--no-cache-dir", "--target", "site")
        pip(*base, *options, "Shop_Client", "ego-errors", cwd=tmp_path)
    finally:
        running.shutdown()
        running.server_close()
    found = {path.name.partition("-")[0] for path in (tmp_path / "site").iterdir()}
    assert found == {"ego_errors", "egoerrors", "shop_client"}


def test_pip_refuses_bytes_that_are_not_the_listed_ones(registry: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    packages.run("cp", "-r", registry, copy, cwd=tmp_path)
    (tampered,) = (copy / "wheels").glob("shop_client-*.whl")
    tampered.write_bytes(tampered.read_bytes() + b"x")
    url = (copy / "simple").as_uri()
    with pytest.raises(AssertionError, match="DO NOT MATCH THE HASHES"):
        pip(
            "install",
            "--no-deps",
            "--target",
            "site",
            "--index-url",
            url,
            "shop-client",
            cwd=tmp_path,
        )
