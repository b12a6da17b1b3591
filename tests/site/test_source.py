"""Links to the line of the source, as each host writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.ego import edit, ego, repository


@pytest.mark.parametrize(
    ("address", "setting", "link"),
    [
        ("https://gitlab.example.com/a/shop", "", "/a/shop/-/blob/{commit}/{path}#L{line}"),
        ("https://git.example.com/a/shop", "", "/a/shop/-/blob/{commit}/{path}#L{line}"),
        ("https://github.com/a/shop", "", "/a/shop/blob/{commit}/{path}#L{line}"),
        ("https://bitbucket.org/a/shop", "", "/a/shop/src/{commit}/{path}#lines-{line}"),
        ("https://codeberg.org/a/shop", "", "/a/shop/src/commit/{commit}/{path}#L{line}"),
        ("https://git.example.com/a/shop", "gitea", "/a/shop/src/commit/{commit}/{path}#L{line}"),
        ("https://x.example", "https://y.example/{path}:{line}", "https://y.example/{path}:{line}"),
    ],
)
def test_an_element_leads_to_its_line(
    tmp_path: Path, address: str, setting: str, link: str
) -> None:
    folder = repository(tmp_path / "shop")
    more = f'repository: {address}\ndocs: {{source: "{setting}"}}\nlanguages'
    edit(folder / "ego.yaml", "languages", more)
    told = ego(folder, "docs")
    assert told.code == 0, told.out + told.err
    site = folder / "build" / "ego" / "docs"
    page = (site / "packages" / "shop.greeter.v1.html").read_text("utf-8")
    path = "proto/shop/greeter/v1/greeter_service.proto"
    lines = (folder / path).read_text().splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.startswith("service "))
    commit = (folder / ".git" / "refs" / "heads" / "main").read_text().strip()
    wanted = link.format(commit=commit, path=path, line=line)
    wanted = wanted if wanted.startswith("https") else address + wanted.removeprefix("/a/shop")
    assert f'href="{wanted}"' in page
