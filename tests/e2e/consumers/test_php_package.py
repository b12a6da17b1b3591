"""Composer packages as composer and PHP see them: valid, found by PSR-4, safe whatever the protos say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ego_ci.packages import manifest
from ego_ci.packages.artifact import Artifact

from tests.e2e.consumers import composer
from tests.e2e.ego import commit, ego
from tests.e2e.shops import shop
from tests.php import toolchain as php

MEETING = r"""
use Acme\Shop\Common\V1\Money;
use Acme\Shop\Order\V1\{Order, OrderErrNotFound};
use Acme\Shop\User\V1\{User, UserErrNotFound};
use Ego\Errors\EgoErrors;

$price = new Money(['units' => 3]);
echo (new User(['price' => $price]))->getPrice() === (new Order(['price' => $price]))->getPrice() ? "same\n" : "two\n";
foreach ([new UserErrNotFound(), new OrderErrNotFound()] as $error) {
    $read = EgoErrors::fromStatus((array) $error->toStatus());
    echo $read::class, ' ', EgoErrors::is($read, $error::class) ? 'is' : 'is not', "\n";
}
echo EgoErrors::is(new UserErrNotFound(), OrderErrNotFound::class) ? "mixed up\n" : "told apart\n";
"""
HOSTILE = """// ?> <?php echo 'file'; exit(1); */
//\r echo 'cr'; exit(1);
syntax = "proto3";

package shop.list.v1;

// */ ?> <?php exit(1);
service Namespace {
  // */ exit(1); /* ?>
  rpc Echo(List) returns (List);
}

// ?> */ exit(1);
message List {
  // ?> */
  string class = 1;
  message Empty {}
  enum Abstract { ABSTRACT_UNSPECIFIED = 0; }
  Empty empty = 2;
}

enum ListErr {
  LIST_ERR_UNSPECIFIED = 0;
  // ?> */ @code=NOT_FOUND @msg="?> */ exit(1);"
  LIST = 1;
}
"""
LOADED = r"""
use Acme\Shop\PBList\V1 as Api;

foreach (['PBList', 'PBList\PBEmpty', 'PBList\PBAbstract', 'NamespaceClient', 'NamespaceStub', 'ListError'] as $name) {
    echo class_exists("Acme\\Shop\\PBList\\V1\\$name") ? '' : "no $name\n";
}
$list = new Api\PBList(['class' => 'a', 'empty' => new Api\PBList\PBEmpty()]);
echo $list->serializeToJsonString(), ' ', (new Api\ListError())->getMessage(), "\n";
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository in three packages, published to its local registry."""
    made = shop(tmp_path_factory.mktemp("php") / "shop", languages=("php",))
    told = ego(made, "publish")
    assert told.code == 0, told.err
    return made


def built(folder: Path) -> dict[str, Artifact]:
    return {item.name: item for item in manifest.load(folder / "build/ego/packages")}


def test_each_package_has_its_name_from_the_repository(folder: Path) -> None:
    assert sorted(built(folder)) == [
        "acme/acme-shop-common-client",
        "acme/acme-shop-order-client",
        "acme/acme-shop-user-client",
        "protoc-gen-ego/errors",
    ]


def test_composer_php_and_psr_4_have_nothing_to_say(folder: Path, tmp_path: Path) -> None:
    for name, artifact in built(folder).items():
        package = composer.unpack(artifact, tmp_path / name.replace("/", "-"))
        php.run(*composer.COMPOSER, "validate", "--strict", cwd=package)
        optimized = ("dump-autoload", "--optimize", "--strict-psr")
        php.run(*composer.COMPOSER, *optimized, cwd=package)
        assert php.lint(package / "src") > 1
        made = json.loads((package / "composer.json").read_text())
        assert made["license"] == "Apache-2.0"
        assert (package / "README.md").is_file()
        assert (package / "LICENSE").is_file()


def test_a_package_requires_what_it_uses_and_no_extension(folder: Path) -> None:
    needed = {
        item.name: item.wanted for item in built(folder)["acme/acme-shop-user-client"].requires
    }
    assert needed == {
        "acme/acme-shop-common-client": ">=1.2.3 <2.0.0",
        "google/protobuf": "^3.21.12 || ^4.0",
        "grpc/grpc": "^1.51",
        "protoc-gen-ego/errors": "^0.1.0",
    }
    common = {item.name for item in built(folder)["acme/acme-shop-common-client"].requires}
    assert common == {"google/protobuf"}


def test_two_packages_meet_in_one_process_with_one_registry(folder: Path, tmp_path: Path) -> None:
    names = ("acme/acme-shop-user-client", "acme/acme-shop-order-client")
    project = composer.project(tmp_path / "project", folder / "build/ego/registry", *names)
    # Nobody registers the codes by hand: the autoloader does.
    assert composer.script(project, MEETING).splitlines() == [
        "same",
        "Acme\\Shop\\User\\V1\\UserErrNotFound is",
        "Acme\\Shop\\Order\\V1\\OrderErrNotFound is",
        "told apart",
    ]


def test_no_text_or_name_of_a_proto_becomes_code(tmp_path: Path) -> None:
    made = shop(tmp_path / "shop", languages=("php",), parts=("user",), split=False)
    proto = made / "proto/shop/list/v1/list.proto"
    proto.parent.mkdir(parents=True)
    proto.write_text(HOSTILE, newline="")
    told = ego(made, "publish")
    assert told.code == 0, told.out + told.err
    package = composer.unpack(built(made)["acme/acme-shop-client"], tmp_path / "package")
    assert php.lint(package / "src") > 10
    registry = made / "build/ego/registry"
    project = composer.project(tmp_path / "project", registry, "acme/acme-shop-client")
    assert composer.script(project, LOADED, grpc=True) == (
        '{"class":"a","empty":{}} ?> */ exit(1);\n'
    )


def test_a_preview_is_a_branch_to_composer(tmp_path: Path) -> None:
    made = shop(tmp_path / "shop", languages=("php",), parts=("user",), split=False)
    assert ego(made, "publish").code == 0
    told = ego(made, "publish", "--version", "1.3.0-mr.4")
    assert told.code == 0, told.err
    registry, name = made / "build/ego/registry", "acme/acme-shop-client"
    released = composer.project(tmp_path / "released", registry, name)
    assert '"version": "1.2.3"' in (released / "composer.lock").read_text()
    wanted = f"{name}:dev-1.3.0-mr.4"
    preview = composer.project(tmp_path / "preview", registry, wanted, stability="dev")
    assert '"version": "dev-1.3.0-mr.4"' in (preview / "composer.lock").read_text()


def test_classes_that_php_cannot_tell_apart_are_a_finding(tmp_path: Path) -> None:
    made = shop(tmp_path / "shop", languages=("php",), parts=("user",), split=False)
    proto = made / "proto/shop/user/v1/more.proto"
    text = 'syntax = "proto3";\npackage shop.user.v1;\n// It.\nmessage userserviceCLIENT {}\n'
    proto.write_text(text)
    commit(made)
    told = ego(made, "package", "--json")
    assert told.code == 1
    assert told.rules == ["PHP_CLASS_CLASH"]
    (found,) = told.document["diagnostics"]
    assert (found["path"], found["line"]) == ("proto/shop/user/v1/user.proto", 29)
    assert found["related"][0]["path"] == "proto/shop/user/v1/more.proto"


def test_the_readme_runs(folder: Path, tmp_path: Path) -> None:
    package = composer.unpack(built(folder)["acme/acme-shop-user-client"], tmp_path / "package")
    readme = (package / "README.md").read_text()
    code = readme.split("```php\n")[1].split("```")[0].replace("localhost:50051", "127.0.0.1:1")
    registry = folder / "build/ego/registry"
    project = composer.project(tmp_path / "project", registry, "acme/acme-shop-user-client")
    body = code.split("require 'vendor/autoload.php';")[1]
    # Nobody listens there: the error is shown as the README shows it.
    assert "onnect" in composer.script(project, body, grpc=True)
    assert "composer require acme/acme-shop-user-client:1.2.3" in readme
