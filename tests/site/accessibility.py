"""axe-core, the accessibility checker that browsers' own tools use, run on a page that is open."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

from selenium import webdriver

_RUN = """
const done = arguments[0];
axe.run(document, {resultTypes: ["violations"], preload: false}).then((found) => done(found.violations.map(
  (one) => `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(" | ")}`)));
"""


@cache
def _source() -> str:
    toolchain = Path(__file__).parent / "axe" / "toolchain"
    done = subprocess.run([toolchain], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    folder = Path(done.stdout.strip())
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


def violations(browser: webdriver.Chrome) -> list[str]:
    """What axe finds on the page as it stands: rule, purpose, the first elements."""
    browser.execute_script(_source())
    found: list[str] = browser.execute_async_script(_RUN)
    return found
