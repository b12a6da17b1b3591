"""Proto text in, documentation out; and Markdown read back by a CommonMark parser, as GitHub and GitLab read it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest
from google.protobuf.descriptor_pb2 import FileDescriptorProto, FileDescriptorSet
from grpc_tools import protoc
from markdown_it import MarkdownIt
from markdown_it.token import Token

from protoc_gen_ego import catalog, schema
from protoc_gen_ego.docs import Library
from protoc_gen_ego.docs.markdown.site import files as markdown_files
from tests.protos import WELL_KNOWN, request

PARSER = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")


def library(protos: Mapping[str, str | bytes] | str, **how: object) -> Library:
    """The documentation model of these files."""
    return of_request(request(protos, **how))  # type: ignore[arg-type]


def of_request(made: CodeGeneratorRequest) -> Library:
    """The documentation model of a request."""
    model = schema.load(made)
    return Library(model, catalog.build(model))


def pages(protos: Mapping[str, str | bytes] | str, **how: object) -> dict[str, str]:
    """The Markdown of these files, by path."""
    return dict(markdown_files(library(protos, **how)))


def page(text: str, package: str = "shop.user.v1") -> str:
    """The page of one package, of a lone file."""
    return pages(text)[f"packages/{package}.md"]


@cache
def googleapis() -> CodeGeneratorRequest:
    """All protos of the wheel googleapis-common-protos, as protoc sends them."""
    root = Path(str(files("google.rpc").joinpath("status.proto"))).parents[2]
    names = [path.relative_to(root).as_posix() for path in sorted(root.glob("google/**/*.proto"))]
    return compiled(names, [root, Path(WELL_KNOWN)])


@cache
def validate() -> FileDescriptorProto:
    """buf/validate/validate.proto, as protovalidate has it."""
    from protovalidate._gen.buf.validate import validate_pb

    return FileDescriptorProto.FromString(validate_pb.desc().proto.to_binary())


def validated(text: str) -> CodeGeneratorRequest:
    """The request of a lone file that imports buf/validate/validate.proto."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "rules.proto").write_text(text, "utf-8")
        known = Path(folder, "validate.bin")
        known.write_bytes(FileDescriptorSet(file=[validate()]).SerializeToString())
        return compiled(["rules.proto"], [Path(folder), Path(WELL_KNOWN)], known)


def compiled(
    names: list[str], roots: list[Path], known: Path | None = None
) -> CodeGeneratorRequest:
    """The request for files of folders."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "set.bin")
        arguments = ["protoc", *(f"-I{root}" for root in roots), *names]
        arguments += ["--include_imports", "--include_source_info", f"--descriptor_set_out={out}"]
        arguments += [f"--descriptor_set_in={known}"] if known else []
        assert protoc.main(arguments) == 0, "protoc refuses the test's own files (see stderr)"
        found = FileDescriptorSet.FromString(out.read_bytes()).file
    return CodeGeneratorRequest(file_to_generate=names, proto_file=found)


class Heading(NamedTuple):
    """A heading: its level and its words."""

    level: int
    text: str


def headings(markdown: str) -> list[Heading]:
    """The headings that a CommonMark parser sees."""
    tokens = PARSER.parse(markdown)
    return [
        Heading(int(token.tag[1]), words(tokens[place + 1]))
        for place, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def tables(markdown: str) -> list[list[list[str]]]:
    """The tables: rows of cells, as words."""
    found: list[list[list[str]]] = []
    tokens = PARSER.parse(markdown)
    for place, token in enumerate(tokens):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type in ("th_open", "td_open"):
            found[-1][-1].append(words(tokens[place + 1]))
    return found


def words(token: Token) -> str:
    """What a reader sees of a line."""
    shown = {"text", "code_inline"}
    return "".join(
        " " if t.type == "softbreak" else t.content
        for t in token.children or ()
        if t.type in shown or t.type == "softbreak"
    )


def inline(markdown: str) -> Iterator[Token]:
    """All pieces of all lines."""
    for token in PARSER.parse(markdown):
        yield from token.children or ()


def links(markdown: str) -> list[str]:
    """Where the links lead."""
    return [str(token.attrs["href"]) for token in inline(markdown) if token.type == "link_open"]


def github(text: str) -> str:
    """GitHub's slug of a heading."""
    return re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


def gitlab(text: str) -> str:
    """GitLab's slug of a heading."""
    slug = re.sub("-{2,}", "-", re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-"))
    return f"anchor-{slug}" if slug.isdigit() else slug


def mkdocs(text: str) -> str:
    """The slug of Python-Markdown, which MkDocs uses."""
    plain = text.encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def dead_links(found: Mapping[str, str]) -> list[str]:
    """Links between pages that lead to no page or no heading, by any of the slugs."""
    anchors = {path: {github(h.text) for h in headings(text)} for path, text in found.items()}
    dead = []
    for path, text in found.items():
        for link in links(text):
            if "://" in link or link.startswith("mailto:"):
                continue
            file, _, anchor = link.partition("#")
            target = _joined(path, file) if file else path
            if target not in found or (anchor and anchor not in anchors[target]):
                dead.append(f"{path}: {link}")
    return dead


def _joined(page: str, link: str) -> str:
    parts = page.split("/")[:-1]
    for part in link.split("/"):
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)
