"""What PHP makes of any text: a literal is the text, and a comment stays one."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from protoc_gen_ego.languages.php import Php
from tests.golden.test_golden import HERE as GOLDEN
from tests.php.toolchain import check_style, lint, php, project, run
from tests.protos import generated

LANGUAGE = Php()
HOSTILE = (
    "",
    "*/ echo 'out'; /*",
    "?> out <?php",
    "<?= 'out' ?>",
    "$x {$x} ${x} \\$x \\",
    "'single' \"double\" `ls`",
    "\\u{41} \\x41 \\101 \\n",
    "a\rb\nc\u2028d\u2029e\x85f\x0bg\x0ch",
    "\x00\x01\x1b[31m\x7f\x9f",
    "\u202e\u2066\u200b\ufeff\u061c\xad\ufe0f\U000e0041",
    "__halt_compiler(); <<<EOT",
    "# line // line /* block",
    "@ORM\\Entity @deprecated {@link evil} user@example.com @phpstan-ignore-line",
    "phpcs:disable PSR12 // phpcs:ignoreFile",
    "emoji 😀 👨‍👩‍👧 数字 العربية",
    "{{ x }} {% raw %}",
)
UNPAIRED = "\ud800 lone \udfff"


def _values(folder: Path, literals: list[str]) -> list[str]:
    path = folder / "literals.php"
    items = "".join(f"    {literal},\n" for literal in literals)
    script = f"<?php\n\n$values = [\n{items}];\necho json_encode($values, JSON_THROW_ON_ERROR);\n"
    path.write_text(script, "utf-8", newline="")
    values: list[str] = json.loads(php(path, cwd=folder))
    return values


def test_a_literal_is_the_text(tmp_path: Path) -> None:
    texts = [*HOSTILE, *(chr(number) for number in [*range(0x3000), *range(0xFE00, 0x10000)])]
    texts += [f"'{text}\"$" for text in texts]
    assert _values(tmp_path, [LANGUAGE.literal(text) for text in texts]) == texts


def test_a_lone_surrogate_is_replaced(tmp_path: Path) -> None:
    assert _values(tmp_path, [LANGUAGE.literal(UNPAIRED)]) == ["\ufffd lone \ufffd"]


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=50))
def test_any_literal_is_the_text(tmp_path: Path, texts: list[str]) -> None:
    assert _values(tmp_path, [LANGUAGE.literal(text) for text in texts]) == texts


def test_a_literal_shows_nothing_unseen() -> None:
    for text in HOSTILE:
        literal = LANGUAGE.literal(text)
        assert not any(char in literal for char in "\x00\r\n\x1b\u2028\u202e\u200b\ufeff"), text


def test_a_comment_stays_a_comment(tmp_path: Path) -> None:
    comments = [LANGUAGE.comment(text, 4) for text in HOSTILE if text]
    comments += [f"     * {LANGUAGE.inline(text)}" for text in HOSTILE if text]
    # Each is followed by code that must run, and PHP's own reader of comments must see one each.
    body = "".join(
        f"    /**\n{comment}\n     */\n    public const C{at} = {at};\n"
        for at, comment in enumerate(comments)
    )
    path = tmp_path / "comments.php"
    path.write_text(
        f"<?php\n\nfinal class Commented\n{{\n{body}}}\n$found = [];\n"
        "foreach ((new ReflectionClass('Commented'))->getReflectionConstants() as $constant) {\n"
        "    $found[] = $constant->getDocComment();\n}\n"
        "echo json_encode($found, JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE);\n",
        "utf-8",
        newline="",
    )
    found = json.loads(php(path, cwd=tmp_path))
    assert found == [f"/**\n{comment}\n     */" for comment in comments]
    for comment in found:
        assert " @" not in comment
        assert "{@" not in comment
        assert "phpcs:" not in comment


def test_hostile_protos_are_clean_and_keep_their_texts(tmp_path: Path) -> None:
    protos: dict[str, str | bytes] = {
        path.name: path.read_bytes()
        for case in ("hostile", "names")
        for path in sorted((GOLDEN / case / "input").glob("*.proto"))
    }
    # A file name may hold what ends PHP in a line comment.
    protos["x?>y.proto"] = (
        'syntax = "proto3";\npackage x;\nenum E {\n// @code=ABORTED\nE_X = 0;\n}\n'
    )
    files = generated(protos, "target=errors:php+catalog:json")
    catalogs = [json.loads(files.pop(name)) for name in list(files) if name.endswith(".json")]
    declared = {code["full_name"]: code for catalog in catalogs for code in catalog["codes"]}
    folder = project(tmp_path, files)
    assert lint(folder / "gen") > len(declared)
    # PSR-1 asks for a namespace, which a proto without a package does not have; protoc does the same.
    check_style(folder / "gen", leave_out="PSR1.Classes.ClassDeclaration")
    check_style(folder / "gen" / "Hostile")
    classes = [name[:-4].replace("/", "\\") for name in files if name.endswith("Codes.php")]
    show = tmp_path / "show.php"
    show.write_text(
        "<?php\nrequire 'vendor/autoload.php';\n$codes = [];\n"
        + "".join(f"array_push($codes, ...{name}::codes());\n" for name in classes)
        + "$show = fn ($c) => ['full_name' => $c->fullName, 'message' => $c->message, 'metadata' => $c->keys,\n"
        "'i18n' => (object) $c->translations(), 'status' => $c->status->name, 'class' => $c->exception];\n"
        "echo json_encode(array_map($show, $codes), JSON_THROW_ON_ERROR);\n"
    )
    codes = json.loads(php(show, cwd=folder))
    assert {code["full_name"] for code in codes} == set(declared)
    for code in codes:
        expected = declared[code["full_name"]]
        for field in ("message", "metadata", "i18n", "status"):
            assert code[field] == expected[field]


def test_a_parameter_of_any_name_sets_its_key(tmp_path: Path) -> None:
    keys = "class,self,message,code,previous,this,order-id,1st,7,GLOBALS,file,_,x.y"
    text = f'syntax = "proto3";\npackage a;\nenum E {{\n// @code=ABORTED @metadata={keys}\nE_X = 0;\n}}\n'
    folder = project(tmp_path, generated(text, "target=errors:php"))
    names = [LANGUAGE.parameter(key) for key in keys.split(",")]
    named = ", ".join(f"{name}: '{at}'" for at, name in enumerate(names))
    script = (
        f"require 'vendor/autoload.php'; echo json_encode((new A\\EX({named}))->getMetadata());"
    )
    found = json.loads(run("php", "-r", script, cwd=folder))
    assert found == {key: str(at) for at, key in enumerate(keys.split(","))}
