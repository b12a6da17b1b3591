"""Go doc comments in the one form that gofmt leaves alone (go.dev/doc/comment).

gofmt rewrites doc comments: it moves link definitions, turns short lines into headings, indents lists. A generator
that wants its output formatter-clean has to write what gofmt would: paragraphs, `-` and numbered lists, code blocks.
"""

from __future__ import annotations

import re

from protoc_gen_ego.languages.language import lines

_ITEM = re.compile(r"([-*+•]|[0-9]+[.)]) \s*(?=\S)")
_QUOTES = re.compile("`{3,}|``|''")
_BUILD = re.compile(
    r"^( *)\+(?=build)"
)  # a build constraint of old: gofmt moves it to the top, where it counts
_CODE_INDENT = 4
# Nearly all comments: lines of plain words, where none can be taken for anything else. A lone one ends in a full stop.
_LINE = r"[A-Za-z](?:[A-Za-z0-9 ,.;()_/-]*[A-Za-z0-9,.;()_/-])?"
_PROSE = re.compile(rf"[A-Za-z](?:[A-Za-z0-9 ,.;()_/-]*)\.|{_LINE}(?:\n{_LINE})+")


def doc_comment(text: str, pad: str = "") -> str:
    """Complete `//` lines, without the last line break; '' for blank text.

    >>> print(doc_comment("Kinds:\\n* one\\n* two"))
    // Kinds:
    //
    //   - one
    //   - two
    """
    if _PROSE.fullmatch(text):
        return f"{pad}// " + text.replace("\n", f"\n{pad}// ")
    out: list[str] = []
    indented = False
    for kind, content in _blocks(lines(text)):
        if out:
            out.append("")
        # Go ends an indented block only at a line that is not indented, whatever blank lines lie between.
        indented = kind != "text" and not indented
        out += _RENDER[kind](content) if indented else _text(content)
    return "\n".join(f"{pad}//{line}" for line in out)


def _blocks(source: list[str]) -> list[tuple[str, list[str]]]:
    """The text cut into (kind, lines): `text`, `bullets`, `numbers`, `code`; no block is empty."""
    blocks: list[tuple[str, list[str]]] = []
    open_block = ""  # the kind that the next line may continue
    for line in source:
        body = line.strip()
        indent = len(line) - len(line.lstrip(" "))
        if not body:
            if open_block == "code":
                blocks[-1][1].append("")
            elif open_block == "text":
                open_block = ""
            elif open_block:
                open_block = f"{open_block} loose"
            continue
        kind = _kind(body, indent, open_block)
        if kind == open_block.removesuffix(" loose"):
            open_block = kind
        elif kind != "more":
            blocks.append((kind, []))
            open_block = kind
        blocks[-1][1].append(
            line.rstrip() if kind == "code" else f"\0{body}" if kind == "more" else body
        )
    for kind, content in blocks:
        while kind == "code" and not content[-1]:
            content.pop()
    return blocks


def _kind(body: str, indent: int, open_block: str) -> str:
    in_list = open_block in ("bullets", "numbers")
    item = _ITEM.match(body)
    if item and (indent < _CODE_INDENT or open_block not in ("text", "code")):
        kind = "numbers" if item[1][0].isdigit() else "bullets"
        return "more" if in_list and kind != open_block else kind
    if in_list:
        return "more"  # a wrapped line of the item above
    if indent >= _CODE_INDENT and open_block != "text":
        return "code"
    return "text"


def _text(content: list[str]) -> list[str]:
    content = [_plain(line.strip("\0 ")) for line in content if line]
    if len(content) == 1:
        line = content[0]
        if line.startswith("#"):
            line = f"Section: {line.lstrip('# ')}" if line.strip("# ") else "Section"
        # gofmt takes a lone line that begins big and ends in a letter for a heading when a paragraph follows.
        if line[-1].isalnum() and line[0].isupper():
            line += "."
        content = [line]
    return [f" {line}" for line in content]


def _list(content: list[str]) -> list[str]:
    out: list[str] = []
    for line in content:
        item = _ITEM.match(line)
        if line.startswith("\0"):
            out.append(f"     {_plain(line[1:])}")
        elif item:
            mark = f"  {item[1][:-1]}." if item[1][0].isdigit() else "   -"
            out.append(f"{mark} {_plain(line[item.end() :])}")
    return out


def _code(content: list[str]) -> list[str]:
    margin = min(len(line) - len(line.lstrip(" ")) for line in content if line)
    return ["\t" + _BUILD.sub(r"\1", line[margin:]) if line else "" for line in content]


_RENDER = {"bullets": _list, "numbers": _list, "code": _code}


def _plain(line: str) -> str:
    """A line of running text without the beginnings that mean something to Go's tools."""
    line = _QUOTES.sub(_quote, line)
    if line.startswith("["):
        line = line.replace("]:", "] :")  # a link definition: gofmt moves it to the end
    line = _BUILD.sub(r"\1", line)
    if line.startswith("Deprecated:"):
        line = f"Deprecated -{line[11:]}"  # tools would mark the symbol; only the proto's own option may
    return line


def _quote(match: re.Match[str]) -> str:
    # Runs of three and more confuse gofmt itself; `~` fences code in Markdown just as well.
    return {"``": "“", "''": "”"}.get(match[0], "~" * len(match[0]))
