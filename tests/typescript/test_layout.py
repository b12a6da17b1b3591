"""What prettier, tsc and Node make of any name and any text: nothing moves, nothing gets out."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from protoc_gen_ego.languages.typescript import TypeScript
from tests.protos import generated
from tests.typescript.toolchain import compile_all, project, run, tool, write

LANGUAGE = TypeScript()
HOSTILE = (
    "",
    "*/ alert(1) /*",
    "a\rb\nc\u2028d\u2029e\x85f\x0bg",
    "</script><script>alert(1)</SCRIPT><!-- x -->",
    "\\u000a \\u002a\\u002f \\",
    "${x} `y` {{ z }} {% raw %}",
    "@ts-nocheck",
    "@ts-ignore\n@ts-expect-error",
    '/ <reference path="x" />',
    "# sourceMappingURL=data:application/json;base64,e30=\n//@ sourceURL=x",
    "@deprecated {@link evil} user@example.com @jsx h @__PURE__",
    "\x00\x01\x1b[31m\x7f\x9f",
    "\u202e\u2066\u200b\ufeff\u061c\u00ad",
    "\ud800 lone \udfff",
    "'single' \"double\" \"two\" 'x'",
    '"""',
    "'",
    "emoji 😀 👨‍👩‍👧 ❤️ 🇩🇪 combining e\u0301 数字",
    "prettier-ignore eslint-disable",
    "日本語 ｶﾅ 한국어 العربية עברית ไทย हिन्दी",
)
# Characters that prettier counts by rules of its own are drawn as often as plain ones.
ALPHABET = st.sampled_from(
    "aZ {}.-'\"\\你，。、ー한Яéß§©®™‼ℹ❤☺㊗ｱ😀\u3000\u3030\u303d\uff01\U0001f1e9\u0301\u200d\ufe0f\u20e3\u4dc0"
)
NAMES = st.integers(1, 120).map(lambda length: ("UserErrNotFound" * 8)[:length])


def _statements(names: list[str], texts: list[str]) -> str:
    parts = []
    for index, name in enumerate(names):
        mine = f"{name}{index}"
        text = texts[index % len(texts)]
        keys = [(key, key) for key in texts[: index % 5 + 1]]
        parts += [
            LANGUAGE.comment(text) or "/** None. */",
            LANGUAGE.guard(mine),
            LANGUAGE.union(mine),
            f"export const v{index} = {{",
            LANGUAGE.field(text, "message"),
            LANGUAGE.field(text, "id"),
            LANGUAGE.keys(keys),
            "  i18n: {",
            LANGUAGE.entry(text, "en"),
            LANGUAGE.entry(text, "zh-Hans-CN"),
            LANGUAGE.entry(text, "__proto__"),
            LANGUAGE.entry(text, "1"),
            "  },",
            "};",
            "",
        ]
    return "\n".join(parts)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(NAMES, min_size=30, max_size=30),
    st.lists(st.text(ALPHABET, max_size=90), min_size=30, max_size=30),
)
def test_prettier_moves_nothing(tmp_path: Path, names: list[str], texts: list[str]) -> None:
    path = tmp_path / "module.ts"
    path.write_text(_statements(names, texts), "utf-8", newline="")
    run(tool("prettier"), "--check", str(path), cwd=tmp_path)


def test_prettier_moves_nothing_at_any_length_of_a_name(tmp_path: Path) -> None:
    names = ["N" * length for length in range(1, 150)]
    path = tmp_path / "module.ts"
    path.write_text(_statements(names, ["x" * length for length in range(90)]), "utf-8", newline="")
    run(tool("prettier"), "--check", str(path), cwd=tmp_path)


def test_a_literal_is_the_text(tmp_path: Path) -> None:
    texts = [*HOSTILE, *(chr(number) for number in [*range(0x3000), *range(0xFE00, 0x10000)])]
    values = ",\n".join(LANGUAGE.literal(text) for text in texts)
    script = f"const values = [\n{values}\n];\nprocess.stdout.write(JSON.stringify(values));\n"
    path = tmp_path / "literals.cjs"
    path.write_text(script, "utf-8", newline="")
    assert json.loads(run("node", str(path), cwd=tmp_path)) == texts
    assert "</script" not in script.lower()
    assert "<!--" not in script


def test_a_comment_stays_a_comment(tmp_path: Path) -> None:
    body = "\n".join(
        f'{LANGUAGE.comment(text)}\nexport const v{index}: string = {index} as never as "x";'
        for index, text in enumerate(HOSTILE)
        if text
    )
    # A finding behind each comment: a directive that took effect would hide it.
    wrong = "\n".join(
        f"{LANGUAGE.comment(text)}\nexport const w{index}: string = {index};"
        for index, text in enumerate(HOSTILE)
        if text
    )
    folder = project(tmp_path, {"right.ts": body})
    compile_all(folder)
    write(folder / "src", {"wrong.ts": wrong})
    found = run(tool("tsc"), "-p", "tsconfig.esm.json", cwd=folder, fails=True)
    assert found.count("error TS2322") == len(HOSTILE) - 1
    assert found.count("error TS") == len(HOSTILE) - 1
    emitted = (folder / "dist/esm/right.js").read_text("utf-8")
    assert "sourceMappingURL=" not in emitted
    assert "sourceURL=" not in emitted


def test_hostile_protos_compile_and_keep_their_texts(tmp_path: Path) -> None:
    golden = Path(__file__).parents[1] / "golden"
    protos = {
        path.name: path.read_bytes()
        for case in ("hostile", "names")
        for path in sorted((golden / case / "input").glob("*.proto"))
    }
    files = generated(protos, "target=errors:typescript+catalog:json")
    catalogs = [json.loads(files.pop(name)) for name in list(files) if name.endswith(".json")]
    declared = {code["full_name"]: code for catalog in catalogs for code in catalog["codes"]}
    modules = [name for name in files if name.endswith("_errors.ts")]
    assert len(modules) == len(protos)
    imports = "".join(
        f"import * as m{at} from {json.dumps('./' + name[:-3] + '.js')};\n"
        for at, name in enumerate(modules)
    )
    show = imports + (
        'import { registry } from "./egoerrors/index.js";\n'
        f"export const loaded = [{', '.join(f'm{at}' for at in range(len(modules)))}];\n"
        "process.stdout.write(JSON.stringify(registry.codes()));\n"
    )
    folder = project(tmp_path, {**files, "show.ts": show})
    compile_all(folder)
    run(tool("prettier"), "--check", *(f"src/{name}" for name in modules), cwd=folder)
    for kind in ("esm", "cjs"):
        codes = json.loads(run("node", f"dist/{kind}/show.js", cwd=folder))
        assert {code["fullName"] for code in codes} == set(declared)
        for code in codes:
            expected = declared[code["fullName"]]
            assert code["message"] == expected["message"]
            assert code["i18n"] == expected["i18n"]
            assert code["keys"] == expected["metadata"]
            assert code["status"] == expected["status"]


def test_hundreds_of_codes_with_long_names_compile(tmp_path: Path) -> None:
    values = "".join(
        f'// @code=NOT_FOUND @metadata=uid,order_id @msg="no {{uid}}"\nE_{"LONG_" * (at % 14)}{at} = {at};\n'
        for at in range(280)
    )
    files = generated(
        f'syntax = "proto3"; package a;\nenum E {{\n{values}}}\n', "target=errors:typescript"
    )
    folder = project(tmp_path, files)
    compile_all(folder)
    run(tool("prettier"), "--check", "src/shop_errors.ts", cwd=folder)
