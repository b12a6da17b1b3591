"""The search index: a change that is put into it gives the files that a new index would have."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from ego_ci.site import postings, shards
from ego_ci.site.entries import Entry
from ego_ci.site.postings import Exhausted, Whole
from ego_ci.site.store import Store

WORDS = "a us use user users user2 usage get getuser gets id ids 用户 用户名 é".split()


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a few entries reach."""
    for module in (postings, shards):
        monkeypatch.setattr(module, "LARGE", 6)
        monkeypatch.setattr(module, "SAME_WORD", 4)
    monkeypatch.setattr(postings, "KEPT", 8)


def entry(chance: random.Random) -> Entry:
    shown = f'["{chance.randrange(10**9)}"]'
    names = tuple(chance.sample(WORDS, chance.randrange(1, 3)))
    told = tuple(word for word in chance.sample(WORDS, chance.randrange(4)) if word not in names)
    length = f"{chance.randrange(1, 30):02d}"
    return Entry(f"{chance.randrange(4, 8)}{length} {shown}", f"8{length} {shown}", names, told)


def fresh(folder: Path, entries: list[Entry]) -> dict[str, str | None]:
    whole = Whole(Store(folder))
    whole.add(entries)
    return dict(whole.files())


@pytest.mark.parametrize("seed", range(12))
def test_changes_give_what_a_new_index_gives(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    there = [entry(chance) for _ in range(chance.choice((0, 3, 30, 90)))]
    store = Store(tmp_path / "kept")
    whole = Whole(store)
    whole.add(there)
    files = dict(whole.files())
    again = 0
    for turn in range(40):
        gone = chance.sample(there, min(len(there), chance.randrange(4)))
        come = [entry(chance) for _ in range(chance.randrange(5))]
        there = [one for one in there if one not in gone] + come
        try:
            made = dict(postings.changed(store, gone, come))
        except Exhausted:
            again += 1
            whole = Whole(store)
            whole.add(there)
            files = dict(whole.files())
            continue
        files.update(made)
        files = {path: content for path, content in files.items() if content is not None}
        expected = fresh(tmp_path / str(turn), there)
        assert files == expected
    assert again < 30


def test_what_went_to_the_store_while_it_was_made_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(1)
    entries = [entry(chance) for _ in range(100)]
    expected = fresh(tmp_path / "a", entries)
    monkeypatch.setattr(postings, "_HELD", 7)
    whole = Whole(Store(tmp_path / "b"))
    for place in range(0, 100, 5):
        whole.add(entries[place : place + 5])
    assert dict(whole.files()) == expected


def test_a_damaged_store_is_an_empty_one(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put("a", b"1" * 100)
    store.put("b", b"2" * 100)
    store.commit()
    store.close()
    (data,) = tmp_path.glob("data-*")
    content = data.read_bytes()
    data.write_bytes(content.replace(b"11111", b"11311", 1))
    store = Store(tmp_path)
    assert store.get("a") is None
    assert store.get("b") == b"2" * 100
    store.close()
    data.write_bytes(content[:150])
    store = Store(tmp_path)
    assert list(store.names("")) == []
    store.close()
    data.write_bytes(content)
    for index in (
        b"",
        b"[]",
        b'[1,"../x",9,{}]',
        b'[1,"data-0",200,{"a":[150,100,1]}]',
        b"[" * 99999,
    ):
        (tmp_path / "index.json").write_bytes(index)
        store = Store(tmp_path)
        assert list(store.names("")) == []
        store.close()


def test_a_store_forgets_what_was_not_committed_and_old_values(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put("a", b"1")
    store.commit()
    store.put("a", b"2")
    store.close()
    store = Store(tmp_path)
    assert store.get("a") == b"1"
    for turn in range(40):
        store.put("a", bytes([turn]) * 1_000_000)
        store.commit()
    store.close()
    assert Store(tmp_path).get("a") == bytes([39]) * 1_000_000
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 8_000_000
