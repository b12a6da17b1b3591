"""`ego init`: the files of a new repository, written only where nothing stands yet."""

from __future__ import annotations

import keyword
import os
import re
import shlex
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import yaml

from ego_ci import report
from ego_ci.flags import Command, Globals
from protoc_gen_ego.render import template_root

SCAFFOLD = Path(__file__).parent.parent / "scaffold"
_TAKEN = frozenset({"google", "grpc", "egoerrors", "ego", "buf"})


@dataclass(frozen=True)
class Target:
    """A file to write: its path below the folder, and its text."""

    path: str
    text: str


@click.command(
    cls=Command, help="Write the files of a new proto repository into DIR (default: here)."
)
@click.argument("dir", type=click.Path(path_type=Path), default=Path())
@click.option("--force", is_flag=True, help="Replace files that are there already.")
def init(dir: Path, force: bool) -> None:
    """Keeps what is there and says so; an example is only written where there are no protos yet."""
    shared = click.get_current_context().ensure_object(Globals)
    console = shared.console
    folder = Path(shared.directory) / dir
    done: dict[str, list[str]] = {"written": [], "kept": []}
    for target in targets(folder):
        path = folder / target.path
        exists = os.path.lexists(path)
        done["kept" if exists and not force else "written"].append(target.path)
        if (exists and not force) or shared.dry_run:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f"{path.name}.ego-new")
        try:
            aside.write_text(target.text, encoding="utf-8")
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    if shared.json:
        console.result(report.document({"folder": str(folder.absolute()), **done, "exit": 0}))
        return
    would = "would write" if shared.dry_run else "wrote"
    for name in done["written"]:
        console.note(f"{would:<7} {folder / name}")
    for name in done["kept"]:
        console.note(f"kept    {folder / name} (it is there already; --force replaces it)")
    where = [] if folder == Path() else ["-C", str(folder)]
    console.note(f"next: {shlex.join(['ego', *where, 'run'])}")


def targets(folder: Path) -> Iterator[Target]:
    """The files for a folder, named after it."""
    protos = _protos(folder)
    ascii_name = unicodedata.normalize("NFKD", folder.absolute().name).encode("ascii", "ignore")
    name = re.sub(r"[^a-z0-9]+", "-", ascii_name.decode().lower()).strip("-") or "protos"
    package = re.sub(r"[^a-z0-9]+", "_", name).lstrip("_0123456789")
    if not package or keyword.iskeyword(package) or package in _TAKEN:
        package = "example"
    words = {
        # A folder named 2024 or `no` is a number or a truth value to YAML, unless it is quoted.
        "@NAME@": name if isinstance(yaml.safe_load(name), str) else f'"{name}"',
        "@PACKAGE@": package,
        "@DOMAIN@": package.replace("_", "-"),
        "@MODULE@": "proto" if all(path.parts[0] == "proto" for path in protos) else ".",
    }
    files = {
        "ego.yaml": SCAFFOLD / "ego.yaml",
        "buf.yaml": SCAFFOLD / "buf.yaml",
        ".gitlab-ci.yml": SCAFFOLD / "gitlab-ci.yml",
        ".gitlab/ego.yml": template_root() / "ego" / "template.yml",
        ".gitignore": SCAFFOLD / "gitignore",
    }
    if not protos:
        place = f"proto/{package}/greeter/v1"
        for source in ("greeter.proto", "greeter_service.proto"):
            files[f"{place}/{source}"] = SCAFFOLD / source
    for path, origin in files.items():
        text = origin.read_text(encoding="utf-8")
        for word, value in words.items():
            text = text.replace(word, value)
        yield Target(path, text)


def _protos(folder: Path) -> list[Path]:
    """The proto files that are there already, below the folder."""
    hidden = (".git", "node_modules", "build")
    return [
        path.relative_to(folder)
        for path in sorted(folder.rglob("*.proto"))
        if not any(
            part in hidden or part.startswith(".") for part in path.relative_to(folder).parts
        )
    ]
