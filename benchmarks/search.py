"""The first search of a reader on the site of a very large repository, in real headless Chromium."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import documented, programs, workloads
from benchmarks.cases import Row
from benchmarks.measure import Command, Cost, once
from tests.site.support import chromium

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

_FILES, _FOLDERS = 7000, 1000
_LIMIT = 0.2  # seconds of script
_PAGE = 100_000  # bytes of the page, and of what is loaded for a search
_QUERIES = ("order", "getorder1400", "area77", "labels by name", "order20_err_not_found", "zzz")
_SEARCH = """
const [text, done] = arguments;
const box = document.getElementById('site-search'), list = document.getElementById('site-results');
const began = performance.now();
const look = () => {
  if (list.dataset.query !== text) { requestAnimationFrame(look); return; }
  done(performance.now() - began);
};
box.value = text;
box.dispatchEvent(new Event('input'));
look();
"""


def search(folder: Path, _runs: int) -> Iterator[Row]:
    """Script of the slowest first search, and the page that it was asked on."""
    root = folder / "search"
    root.mkdir(parents=True)
    paths = documented.write(root, files=_FILES, folders=_FOLDERS)
    plain = workloads.request(root, paths, root.with_suffix(".request"))
    build = [sys.executable, "-m", "benchmarks.site", str(folder / "searched")]
    once(Command("site", build, plain, cwd=programs.ROOT))
    site = folder / "searched" / "out"
    script = loaded = 0.0
    with chromium() as browser:
        browser.execute_cdp_cmd("Performance.enable", {})
        for query in _QUERIES:
            browser.get("about:blank")
            browser.get((site / "index.html").as_uri())
            before = _script(browser)
            elapsed = browser.execute_async_script(_SEARCH, query)
            seconds, size = _script(browser) - before, _loaded(browser, site)
            print(
                f"bench: search {query!r}: {seconds * 1000:.0f} ms of script in {elapsed:.0f} ms, {size:,} bytes"
            )
            script, loaded = max(script, seconds), max(loaded, size)
    what = f"the first search in {_FILES:,} files"
    yield Row(f"{what}, script", "200 ms", script / _LIMIT, 1.0, _cost(script), _cost(_LIMIT))
    page = (site / "index.html").stat().st_size
    yield Row(f"{what}, the page", "100 kB", page / _PAGE, 1.0, _size(page), _size(_PAGE))
    yield Row(
        f"{what}, what it loads", "200 kB", loaded / _PAGE / 2, 1.0, _size(loaded), _size(2 * _PAGE)
    )


def _script(browser: Chrome) -> float:
    """Seconds of script since the page was opened."""
    found = browser.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return float(next(one["value"] for one in found if one["name"] == "ScriptDuration"))


def _loaded(browser: Chrome, site: Path) -> int:
    """Bytes of the parts of the index that the page loaded."""
    urls = browser.execute_script("return [...document.scripts].map((one) => one.src)")
    names = [url.rpartition("/")[2] for url in urls if "/search/" in url]
    return sum((site / "search" / name).stat().st_size for name in names)


def _cost(seconds: float) -> Cost:
    return Cost(seconds, 0, (seconds,))


def _size(size: float) -> Cost:
    return Cost(0, size / 1024**2, (0,))
