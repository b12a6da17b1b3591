"""The Maven artifact: what is in it, that our classes compile without a warning, and twice to the same bytes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from ego_ci.packages.artifact import sha256_of

from tests.e2e.consumers import publishing
from tests.e2e.consumers.test_node_package import COMMON, ORDER
from tests.e2e.ego import ego
from tests.java import building, toolchain

POM = "{http://maven.apache.org/POM/4.0.0}"
PROTOS = {"acme/common/v1/common.proto": COMMON, "acme/order/v1/order.proto": ORDER}
SPLIT = """name: acme
version: 1.2.3-rc.1
languages: [java]
java: {group: com.example-x.new, package_prefix: com.example}
packages:
  - {name: common, paths: [proto/acme/common]}
  - {name: order, paths: [proto/acme/order]}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop, published for Java."""
    folder = publishing.shop(tmp_path_factory.mktemp("shop") / "shop", "java")
    publishing.published(folder)
    return folder


def files(folder: Path, pattern: str = "*") -> dict[str, Path]:
    """The package files that a repository was built into, by name."""
    found = (folder / "build" / "ego" / "packages" / "java").glob(pattern)
    return {path.name: path for path in sorted(found)}


def manifest(jar: Path) -> dict[str, str]:
    """The main attributes of a jar."""
    with zipfile.ZipFile(jar) as archive:
        assert archive.namelist()[0] == "META-INF/MANIFEST.MF"
        text = archive.read("META-INF/MANIFEST.MF").decode().replace("\r\n ", "")
    return dict(line.split(": ", 1) for line in text.split("\r\n") if line)


def dependencies(pom: Path) -> list[str]:
    """`group:artifact:version` of a pom's dependencies, in order."""
    found = ElementTree.parse(pom).getroot().iterfind(f"{POM}dependencies/{POM}dependency")
    return [":".join(str(part.text) for part in dependency) for dependency in found]


def test_the_jar_says_who_it_is(shop: Path) -> None:
    jar = files(shop)["shop-client-1.0.0.jar"]
    attributes = manifest(jar)
    assert attributes["Automatic-Module-Name"] == "com.example.shop.shop.client"
    assert attributes["Source-Repository"] == "https://git.example.com/shop/protos"
    assert re.fullmatch("[0-9a-f]{40}", attributes["Source-Commit"])
    with zipfile.ZipFile(jar) as archive:
        names = set(archive.namelist())
        facts = json.loads(archive.read("META-INF/ego/shop-client/ego.json"))
        versions = {archive.read(name)[6:8] for name in names if name.endswith(".class")}
    assert facts["commit"] == attributes["Source-Commit"]
    assert facts["tools"]["protobuf-java"] == "4.36.2"
    assert versions == {b"\x00\x37"}  # class file version 55: Java 11
    assert {
        "META-INF/LICENSE",
        "META-INF/README.md",
        "com/example/shop/user/v1/User.class",
    } <= names
    # What others bring is theirs to bring: a second copy would hide one of the two.
    assert not any(name.startswith(("com/google/", "io/")) for name in names)
    told = jdk("jar", "--describe-module", "--file", str(jar))
    assert "com.example.shop.shop.client@1.0.0 automatic" in told


def test_the_pom_names_what_is_needed_and_in_which_order(shop: Path) -> None:
    pom = files(shop)["shop-client-1.0.0.pom"]
    assert dependencies(pom) == [
        "com.google.protobuf:protobuf-java:4.36.2",
        "io.egoerrors:ego-errors:0.1.0",
        "com.google.api.grpc:proto-google-common-protos:2.81.0",
        "io.grpc:grpc-protobuf:1.83.1",
        "io.grpc:grpc-stub:1.83.1",
    ]
    root = ElementTree.parse(pom).getroot()
    assert root.findtext(f"{POM}licenses/{POM}license/{POM}name") == "Apache-2.0"
    connection = root.findtext(f"{POM}scm/{POM}connection")
    assert connection == "scm:git:https://git.example.com/shop/protos.git"


def test_the_sources_are_those_of_the_classes(shop: Path) -> None:
    with zipfile.ZipFile(files(shop)["shop-client-1.0.0.jar"]) as archive:
        made = {name for name in archive.namelist() if name.endswith(".class")}
    with zipfile.ZipFile(files(shop)["shop-client-1.0.0-sources.jar"]) as archive:
        written = {name for name in archive.namelist() if name.endswith(".java")}
    outer = {f"{name.removesuffix('.class').partition('$')[0]}.java" for name in made}
    assert outer == written


def class_path(folder: Path, *more: str) -> str:
    """The jars of a repository, and what they need."""
    jars = [str(path) for name, path in files(folder, "*.jar").items() if "-sources" not in name]
    return os.pathsep.join((*jars, *more, toolchain.class_path()))


def jdk(*command: str) -> str:
    """What a program of the JDK prints."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def compiled(folder: Path, path: str, name: str, body: str, head: str = "") -> str:
    """A class path with a class whose `main` has this body; compiled with every warning as an error."""
    source = folder / f"{name}.java"
    source.write_text(
        f"{head}\nfinal class {name} {{\n  private {name}() {{}}\n"
        f"  public static void main(String[] arguments) {{\n{body}\n  }}\n}}\n",
        "utf-8",
    )
    (folder / "made").mkdir()
    toolchain.compile_into(folder / "made", [source], path)
    return os.pathsep.join((str(folder / "made"), path))


def test_the_readme_compiles(shop: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(files(shop)["shop-client-1.0.0.jar"]) as archive:
        text = archive.read("META-INF/README.md").decode()
    assert "<artifactId>shop-client</artifactId>\n  <version>1.0.0</version>" in text
    assert "protobuf-bom" in text
    [example] = re.findall(r"^```java\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    head, _, body = example.partition("\n\n")
    path = compiled(tmp_path, class_path(shop), "Readme", body.replace("50051", "1"), head)
    # Nobody listens there: that is an error it shows, not one it dies of.
    assert building.run(path, "Readme").startswith("UNAVAILABLE ")


def test_our_own_classes_have_no_warnings(shop: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(files(shop)["shop-client-1.0.0-sources.jar"]) as archive:
        ours = [name for name in archive.namelist() if name.endswith("Codes.java")]
        archive.extractall(tmp_path, ours)
    assert len(ours) >= 5
    (tmp_path / "made").mkdir()
    toolchain.compile_into(tmp_path / "made", toolchain.sources(tmp_path), class_path(shop))


def test_clients_of_a_split_repository_need_each_other(tmp_path: Path) -> None:
    folder = publishing.repository(tmp_path / "acme", PROTOS, SPLIT)
    made = publishing.published(folder)
    group = "com.example-x.new"
    assert set(made) == {
        f"{group}:acme-common-client",
        f"{group}:acme-order-client",
        "io.egoerrors:ego-errors",
    }
    stem = "acme-order-client-1.2.3-rc-1"
    assert dependencies(files(folder)[f"{stem}.pom"])[1] == f"{group}:acme-common-client:1.2.3-rc-1"
    with zipfile.ZipFile(files(folder)[f"{stem}.jar"]) as archive:
        names = archive.namelist()
    assert "com/example/acme/order/v1/Order.class" in names
    assert not any("common/" in name for name in names)
    assert manifest(files(folder)[f"{stem}.jar"])["Automatic-Module-Name"] == (
        "com.example.x.new_.acme.order.client"
    )
    body = """
    com.example.acme.common.v1.Money price =
        com.example.acme.order.v1.Order.getDefaultInstance().getPrice();
    com.example.acme.common.v1.CommonErrCodes.codes();
    com.example.acme.order.v1.OrderErrCodes.codes();
    System.out.println(price.getUnits() + " " + io.egoerrors.Registry.global().codes().size());
    """
    path = compiled(tmp_path, class_path(folder), "Both", body)
    assert building.run(path, "Both") == "0 2\n"


def test_a_group_has_to_be_given(tmp_path: Path) -> None:
    settings = "name: acme\nlanguages: [java]\n"
    folder = publishing.repository(
        tmp_path / "acme", {"acme/common/v1/common.proto": COMMON}, settings
    )
    told = ego(folder, "generate", "--json")
    assert told.code == 1
    assert told.rules == ["JAVA_GROUP"]


def test_the_bytes_depend_on_nothing_but_the_commit(shop: Path, tmp_path: Path) -> None:
    other = publishing.cloned(shop, tmp_path / "deep er" / "shop")
    env = {"TZ": "Asia/Kathmandu", "LC_ALL": "C"}
    told = ego(other, "package", "--json", env=env, before=lambda: os.umask(0o077) and None)
    assert told.code == 0, told.err
    ours = {name: sha256_of(path) for name, path in files(shop, "*.[jp]*[rm]").items()}
    assert ours == {name: sha256_of(path) for name, path in files(other, "*.[jp]*[rm]").items()}
    assert len(ours) == 6
