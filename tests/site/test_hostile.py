"""Hostile text in a real browser: no canary ever runs or becomes an element, wherever text can stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ego_ci.site import source as sources
from ego_ci.site.calls import Snippet, calls
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from protoc_gen_ego.docs import Library
from tests.docs.support import of_request
from tests.protos import HEAD, request
from tests.site.support import dead_links, site

RUN = "window.canary=(window.canary||0)+1"
CANARIES = (
    f"<script>{RUN}</script><canary-element>",
    f"<img src=x onerror='{RUN}'><svg onload={RUN}>",
    f"</script></title></style></textarea></code></pre><script>{RUN}</script>",
    f'"><iframe srcdoc="<script>parent.{RUN}</script>"></iframe><a x="',
    f"' onmouseover='{RUN}' autofocus onfocus='{RUN}' x='",
    f"[canary](javascript:{RUN}) [canary](JaVa\tScRiPt:{RUN}) [canary](data:text/html,<script>{RUN}</script>)",
    f"<javascript:{RUN}> ![canary](javascript:{RUN}) [canary](&#106;avascript:{RUN})",
    f"{{{{ canary }}}} {{% raw %}} ${{{RUN}}} <!-- --> ]]> \\u003cscript>",
    "canary\u2028\u2029\u202e\x1b[31m `</code><canary-element>`",
)
FOUND = """
const bad = [];
for (const one of document.querySelectorAll("*")) {
  if (/^(canary.*|iframe|img|object|embed|form|style|base|foreignobject)$/i.test(one.tagName)) bad.push(one.tagName);
  if (one.tagName === "SCRIPT" && (!one.getAttribute("src") || one.textContent)) bad.push("inline script");
  for (const { name, value } of one.attributes) {
    if (/^on/i.test(name) || name === "style" || name === "srcdoc") bad.push(`${one.tagName} ${name}`);
    if (/^(href|src|xlink:href)$/i.test(name) &&
        !/^(https?:|mailto:|#|\\.\\.\\/|[\\w.%-]+(\\/|\\.html|#|$))/.test(value))
      bad.push(`${name}=${value}`);
  }
}
return [bad, window.canary || 0];
"""


def hostile(text: str) -> Library:
    """A model in which the text stands wherever text can stand; names as only a request can have them."""
    source = HEAD + (
        'import "google/protobuf/descriptor.proto";\n'
        "extend google.protobuf.MessageOptions { string said = 50001; }\n"
        "message M {\n  option (said) = 'x';\n  string first = 1;\n  M second = 2;\n"
        "  oneof o { int32 third = 3; }\n  map<string, M> fourth = 4;\n}\n"
        "enum E {\n  // @code=ABORTED\n  A = 0;\n  B = 1;\n}\n"
        "service S {\n  // @errors=A\n  rpc R(M) returns (stream M);\n}\n"
    )
    asked = request(source, generate=("shop.proto",))
    file = asked.proto_file[-1]
    shown = f"canary {text}".encode("utf-8", "replace").decode("utf-8")
    value = shown.replace("\n", " ").replace("'", "’")
    tags = f"\n @code=ABORTED\n @msg={value}\n @i18n.en={value}\n @i18n.zh-CN={value}\n @errors=A\n"
    for location in file.source_code_info.location:
        tagged = "@" in location.leading_comments
        if len(location.path) % 2 == 0 or location.path == [12]:
            location.leading_comments = shown + (tags if tagged else "")
    message = file.message_type[0]
    option = shown.encode()
    message.options.MergeFromString(
        b"\x8a\xb5\x18" + bytes([len(option) & 127 | 128, len(option) >> 7]) + option
    )
    message.field[0].name = message.field[0].json_name = message.field[0].default_value = shown
    message.oneof_decl[0].name = shown
    message.reserved_name.append(shown)
    file.enum_type[0].value[1].name = shown
    file.service[0].method[0].name = shown
    file.options.go_package = shown
    file.name = asked.file_to_generate[0] = f"canary/{shown}.proto"
    return of_request(asked)


def around(text: str) -> dict[str, Any]:
    """What stands around the protos: settings, names of files, links to the sources, code for clients."""
    said = f"canary {text}"

    def source(path: str, line: int) -> str:
        pattern = sources.PATTERNS["gitlab"]
        return sources.link(
            pattern, repository="https://git.example.com/x", commit="a1", path=path, line=line
        )

    return {
        **dict.fromkeys(("title", "name", "version", "description"), said),
        "source": source,
        "shown": lambda path: f"{said}/{path}",
        "calls": calls(lambda _: [Snippet("python", said, said, said)]),
    }


@pytest.mark.parametrize("number", range(len(CANARIES)))
def test_no_canary_runs_or_becomes_an_element(
    browser: webdriver.Chrome, tmp_path: Path, number: int
) -> None:
    folder = site(hostile(CANARIES[number]), tmp_path, **around(CANARIES[number]))
    assert dead_links(folder) == []
    pages = sorted(folder.rglob("*.html"))
    assert len(pages) == 3
    for page in pages:
        browser.get(page.as_uri())
        assert "canary" in browser.find_element(By.TAG_NAME, "main").text
        for call in browser.find_elements(By.CSS_SELECTOR, "details.call > summary"):
            call.send_keys(Keys.ENTER)  # its tabs are made by a script
        assert browser.execute_script(FOUND) == [[], 0], page.name
        browser.find_element(By.ID, "site-search").send_keys("canary")
        waiting = WebDriverWait(browser, 60)
        waiting.until(lambda b: len(b.find_elements(By.CSS_SELECTOR, "#site-results a")) > 3)
        assert browser.execute_script(FOUND) == [[], 0], page.name
    assert browser.get_log("browser") == []


def test_a_page_forbids_inline_scripts(browser: webdriver.Chrome, tmp_path: Path) -> None:
    folder = site(hostile("x"), tmp_path)
    page = folder / "index.html"
    broken = page.read_text("utf-8").replace(
        "</main>", f"<script>{RUN}</script><img src=x onerror='{RUN}'></main>"
    )
    page.write_text(broken, "utf-8")
    browser.get(page.as_uri())
    assert browser.execute_script("return window.canary || 0") == 0
    said = [entry["message"] for entry in browser.get_log("browser")]
    assert sum("Content Security Policy" in message for message in said) >= 2, said
