"""A site that is brought up to date equals one that is built anew, whatever changed; and little of it is made anew."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from ego_ci.site import state
from ego_ci.site.build import build
from ego_ci.site.calls import calls
from ego_ci.site.pages import Facts
from ego_ci.site.sources import Sources
from ego_ci.site.store import Store
from ego_ci.site.update import update

from protoc_gen_ego.docs import Library
from tests.protos import request

BASE = {
    "money/v1/money.proto": """syntax = "proto3";
// Money of all kinds.
package money.v1;
// An amount.
message Money {
  // How much.
  int64 units = 1;
  Currency currency = 2;
}
enum Currency { CURRENCY_UNSPECIFIED = 0; EUR = 1; }
""",
    "errors/v1/errors.proto": """syntax = "proto3";
package errors.v1;
// What goes wrong everywhere.
enum CommonErr {
  // Nothing.
  COMMON_ERR_UNSPECIFIED = 0;
  // It is gone. See [the order][orders.v1.Order].
  // @code=NOT_FOUND @msg="{id} is gone" @metadata=id
  COMMON_ERR_GONE = 1;
}
""",
    "orders/v1/order.proto": """syntax = "proto3";
package orders.v1;
import "money/v1/money.proto";
// An order; pays with [Money][money.v1.Money], ships a [Parcel][parcels.v1.Parcel].
message Order {
  string order_id = 1;
  money.v1.Money price = 2;
  repeated Line lines = 3;
  message Line { int32 count = 1; }
}
""",
    "orders/v1/service.proto": """syntax = "proto3";
package orders.v1;
import "orders/v1/order.proto";
// Sells.
service OrderService {
  // Sells one.
  // @errors=errors.v1.COMMON_ERR_GONE,ORDER_ERR_LATE
  rpc Sell(Order) returns (orders.v1.Order.Line);
}
enum OrderErr {
  ORDER_ERR_UNSPECIFIED = 0;
  // @code=ABORTED @msg="late"
  ORDER_ERR_LATE = 1;
}
""",
    "parcels/v1/parcel.proto": """syntax = "proto3";
package parcels.v1;
import "orders/v1/order.proto";
import "google/protobuf/timestamp.proto";
// A parcel of an order.
message Parcel {
  orders.v1.Order order = 1;
  google.protobuf.Timestamp sent = 2;
}
""",
    "alone/v1/alone.proto": """syntax = "proto3";
package alone.v1;
// Nobody uses it.
message Alone { string name = 1; }
""",
    "alone/v1/more.proto": 'syntax = "proto3";\npackage alone.v1;\n// Nor it.\nmessage More { bool on = 1; }\n',
}


def edits(path: str, *changes: tuple[str, str]) -> Callable[[dict[str, str]], None]:
    def made(protos: dict[str, str]) -> None:
        for before, after in changes:
            assert before in protos[path], before
            protos[path] = protos[path].replace(before, after)

    return made


def adds(path: str, content: str) -> Callable[[dict[str, str]], None]:
    return lambda protos: protos.update({path: content})


MONEY, ORDER, SERVICE = "money/v1/money.proto", "orders/v1/order.proto", "orders/v1/service.proto"
ERRORS, PARCEL, ALONE = "errors/v1/errors.proto", "parcels/v1/parcel.proto", "alone/v1/alone.proto"
CASES = {
    "a comment": (edits(ALONE, ("Nobody uses it", "Somebody uses it")), {"alone.v1"}),
    "a comment of a type that others use": (edits(MONEY, ("How much.", "How many.")), {"money.v1"}),
    "a package's comment": (edits(MONEY, ("Money of all kinds", "Coins")), {"money.v1"}),
    "a field": (edits(ALONE, ("name = 1;", "name = 1; string other = 2;")), {"alone.v1"}),
    "a field of a type that others use": (
        edits(MONEY, ("int64 units = 1;", "int64 units = 1; int32 nanos = 3;")),
        {"money.v1", "orders.v1", "parcels.v1"},
    ),
    "the first value of an enum that others use": (edits(MONEY, ("EUR", "CHF")), None),
    "a use that goes": (
        edits(PARCEL, ("orders.v1.Order order", "string order")),
        {"orders.v1", "parcels.v1"},
    ),
    "a use that comes": (
        edits(
            ALONE,
            ("package alone.v1;", 'package alone.v1;\nimport "money/v1/money.proto";'),
            ("string name", "money.v1.Money name"),
        ),
        {"alone.v1", "money.v1"},
    ),
    "a name that was referred to": (edits(PARCEL, ("message Parcel", "message Package")), None),
    "a name that a reference waits for": (
        edits(
            ALONE, ("message Alone", "message Parcel"), ("Nobody", "See [X][money.v1.Coin] nobody")
        ),
        None,
    ),
    "an error's text": (edits(ERRORS, ("is gone", "is lost")), {"errors.v1", "orders.v1"}),
    "an error's status": (edits(SERVICE, ("ABORTED", "UNAVAILABLE")), {"orders.v1"}),
    "an error that is raised no more": (
        edits(SERVICE, ("errors.v1.COMMON_ERR_GONE,", "")),
        {"errors.v1", "orders.v1"},
    ),
    "an error that another package hides": (
        edits(
            SERVICE,
            ("enum OrderErr", "enum Other { OTHER = 0; COMMON_ERR_GONE = 1; }\nenum OrderErr"),
        ),
        None,
    ),
    "a method": (
        edits(SERVICE, ("// Sells one.", "rpc Buy(Order) returns (Order);\n// Sells one.")),
        None,
    ),
    "a deprecated field": (
        edits(ORDER, ("order_id = 1;", "order_id = 1 [deprecated = true];")),
        None,
    ),
    "a new file": (
        adds(
            "alone/v1/new.proto",
            'syntax = "proto3";\npackage alone.v1;\nmessage New { bool a = 1; }\n',
        ),
        {"alone.v1"},
    ),
    "a file that goes": (lambda protos: protos.pop("alone/v1/more.proto"), {"alone.v1"}),
    "a file that moves": (
        lambda protos: protos.update({"alone/v1/moved.proto": protos.pop("alone/v1/more.proto")}),
        {"alone.v1"},
    ),
    "two files": (
        lambda protos: (
            edits(ALONE, ("Nobody", "Somebody"))(protos),
            edits(MONEY, ("How much", "How many"))(protos),
        ),
        {"alone.v1", "money.v1"},
    ),
    "nothing": (lambda _: None, set()),
}
WHOLE = {
    "a package that comes": adds(
        "new/v1/new.proto", 'syntax = "proto3";\npackage new.v1;\nmessage New {}\n'
    ),
    "a package that goes": lambda protos: protos.pop(PARCEL),
    "the last error": lambda protos: (
        edits(ERRORS, ("@code=NOT_FOUND", "")),
        edits(ERRORS, ('@code=NOT_FOUND @msg="{id} is gone" @metadata=id', ""))(protos),
        edits(
            SERVICE,
            ('@code=ABORTED @msg="late"', ""),
            ("@errors=errors.v1.COMMON_ERR_GONE,ORDER_ERR_LATE", ""),
        )(protos),
    ),
    "an option's definition": adds(
        "alone/v1/option.proto",
        'syntax = "proto3";\npackage alone.v1;\nimport "google/protobuf/descriptor.proto";\n'
        "extend google.protobuf.FieldOptions { string said = 50001; }\n",
    ),
}


def sources(protos: Mapping[str, str]) -> Sources:
    return Sources.of_request(request(protos).SerializeToString())


def facts(library: Library) -> Facts:
    return Facts(
        title="Test API",
        has_errors=library.errors.any,
        calls=calls(),
        source=lambda path, line: f"https://example.com/{path}#L{line}",
    )


def whole(protos: Mapping[str, str], folder: Path) -> Path:
    files = sources(protos)
    library = files.library()
    into = folder / "site"
    into.mkdir(parents=True)
    build(library, facts(library), key="test", into=into, kept=folder / "kept", sources=files)
    return into


def content(site: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


def again(protos: Mapping[str, str], folder: Path, *, key: str = "test") -> list[Path] | None:
    return update(sources(protos), facts, key=key, site=folder / "site", kept=folder / "kept")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    whole(BASE, folder)
    return folder


@pytest.fixture(autouse=True)
def _all_may_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small site is made anew as a whole when a third of it changed; here that is a page."""
    monkeypatch.setattr("ego_ci.site.update._MOST", 1)


@pytest.mark.parametrize("case", CASES)
def test_an_updated_site_equals_a_new_one(base: Path, tmp_path: Path, case: str) -> None:
    change, pages = CASES[case]
    folder = tmp_path / "updated"
    shutil.copytree(base, folder)
    protos = dict(BASE)
    change(protos)
    made = again(protos, folder)
    assert made is not None
    assert content(folder / "site") == content(whole(protos, tmp_path / "whole"))
    if pages is not None:
        assert {path.stem for path in made if path.parent.name == "packages"} <= pages
    assert again(protos, folder) == []
    assert again(BASE, folder) is not None
    assert content(folder / "site") == content(base / "site")


@pytest.mark.parametrize("case", WHOLE)
def test_what_every_page_shows_is_a_new_site(base: Path, tmp_path: Path, case: str) -> None:
    folder = tmp_path / "updated"
    shutil.copytree(base, folder)
    protos = dict(BASE)
    WHOLE[case](protos)
    assert again(protos, folder) is None


def test_another_key_a_half_made_site_and_another_state_are_a_new_site(
    base: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "updated"
    shutil.copytree(base, folder)
    assert again(BASE, folder) == []
    assert again(BASE, folder, key="other") is None
    (folder / "site" / state.ID).unlink()
    assert again(BASE, folder) is None
    assert again(BASE, tmp_path / "nothing") is None


def test_why_a_site_is_made_as_a_whole_is_told(base: Path, tmp_path: Path) -> None:
    told: list[str] = []
    there = {"site": base / "site", "kept": base / "kept"}
    assert update(sources(BASE), facts, key="other", said=told.append, **there) is None
    assert told == ["the site is made as a whole: another site is there, or none"]
    folder = tmp_path / "updated"
    shutil.copytree(base, folder)
    store = _store(folder)
    name = next(name for name in store.names("") if not name.startswith(("cell/", "root/")))
    store.put(name, b"[]")
    store.commit()
    store.close()
    here = {"site": folder / "site", "kept": folder / "kept"}
    assert update(sources(BASE), facts, key="test", said=told.append, **here) is None
    assert told[1].startswith("the site is made as a whole, its state is of no use: ")


@pytest.mark.parametrize("value", [b"", b"{}", b"[]", b"null", b'{"key": 1}', b"\xff", b'["a"]'])
def test_a_state_that_says_nothing_is_no_state(base: Path, tmp_path: Path, value: bytes) -> None:
    names = [name for name in _store(base).names("") if not name.startswith(("cell/", "root/"))]
    for number, name in enumerate(names):
        folder = tmp_path / str(number)
        shutil.copytree(base, folder)
        store = _store(folder)
        store.put(name, value)
        store.commit()
        store.close()
        protos = dict(BASE)
        CASES["a field of a type that others use"][0](protos)
        made = again(protos, folder)
        assert made is None or made
    assert len(names) > 10


def _store(folder: Path) -> Store:
    return Store(folder / "kept")
