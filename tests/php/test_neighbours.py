"""What protoc's own PHP generator puts beside our classes: where, and under which names."""

from __future__ import annotations

import sys
from pathlib import Path

from protoc_gen_ego.languages.language import FileOptions
from protoc_gen_ego.languages.php import Php
from protoc_gen_ego.languages.php_names import KEYWORDS
from tests.golden.test_golden import protos
from tests.php.toolchain import lint, project, run
from tests.protos import ANNOTATIONS, WELL_KNOWN, generated

LANGUAGE = Php()
PROTOC = str(Path(sys.executable).with_name("protoc"))


def _protoc(folder: Path, files: dict[str, str | bytes], *names: str) -> Path:
    source, out = folder / "proto", folder / "protoc"
    out.mkdir(parents=True)
    for name, text in files.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    includes = (f"-I{source}", f"-I{ANNOTATIONS}", f"-I{WELL_KNOWN}")
    run(PROTOC, *includes, f"--php_out={out}", *names, cwd=folder)
    return out


def test_protoc_and_we_spell_classes_alike(tmp_path: Path) -> None:
    words = sorted(KEYWORDS)
    listed = "".join(f"message {word.capitalize()} {{}}\n" for word in words)
    text = f'syntax = "proto3";\npackage a;\n{listed}enum Kind {{ A = 0; }}\nmessage M {{ message N {{}} }}\n'
    out = _protoc(tmp_path, {"a.proto": text}, "a.proto")
    messages = [(word.capitalize(),) for word in words]
    expected = LANGUAGE.neighbours([*messages, ("M",), ("M", "N")], [("Kind",)], ())
    assert {file.stem for file in (out / "A").glob("*.php")} == expected


def test_protoc_and_we_spell_namespaces_alike(tmp_path: Path) -> None:
    parts = ["user_list", "x9Y", "_a", *sorted(KEYWORDS)]
    files: dict[str, str | bytes] = {
        f"{at}.proto": f'syntax = "proto3";\npackage {part}.v1;\nmessage M {{}}\n'
        for at, part in enumerate(parts)
    }
    out = _protoc(tmp_path, files, *files)
    found = {file.relative_to(out).as_posix() for file in out.glob("*/V1/M.php")}
    assert found == {
        LANGUAGE.error_path(FileOptions("", f"{part}.v1", {}, {}), "M") for part in parts
    }


def test_both_outputs_fit_into_one_folder(tmp_path: Path) -> None:
    files, own = protos("shop")
    theirs = _protoc(tmp_path, files, *files)
    ours = generated(files, "target=errors:php", generate=own)
    both = {
        file.relative_to(theirs).as_posix(): file.read_text("utf-8")
        for file in theirs.rglob("*.php")
    }
    assert not {name.lower() for name in both} & {name.lower() for name in ours}
    folder = project(tmp_path, {**both, **ours})
    assert lint(folder / "gen" / "Shop") > len(own)
