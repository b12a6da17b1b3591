"""Generated Java is compiled by javac with all warnings as errors, and says what the proto says."""

from __future__ import annotations

import base64
import subprocess
import sys
from pathlib import Path

import pytest

from tests.golden.test_golden import protos
from tests.java import building, toolchain
from tests.protos import WELL_KNOWN, findings, generated

HEAD = 'syntax = "proto3";\npackage a.v1;\n'
TARGET = "target=errors:java"
# What broke other generators, as a proto string literal may hold it.
HOSTILE = (
    '"',
    "\\",
    "\\\\",
    "\\u0022",
    "\\\\u000a",
    "\\u002a\\u002f",
    "*/",
    "/**",
    "{@code",
    "@param x y",
    "<script>",
    "&amp;",
    "%s%n",
    "{{ x }}",
    "{% raw %}",
    "${x}",
    "\u2028",
    "\x00",
    "\x01",
    "\x7f",
    "\x85",
    "1",
    "\u202e",
    "\ufeff",
    "\u4f60\u597d",
    "\U0001f600",
    "\uffff",
    "\t",
)


def texts(class_path: str, class_name: str) -> list[str]:
    """What the error codes of a generated class hold, as Java sees it."""
    lines = building.run(class_path, "TextProgram", class_name).splitlines()
    return [base64.b64decode(line).decode() for line in lines]


def proto_literal(text: str) -> str:
    """A proto string literal, every byte escaped."""
    return '"' + "".join(f"\\{byte:03o}" for byte in text.encode()) + '"'


def test_the_shop_works(tmp_path: Path) -> None:
    files, own = protos("shop")
    class_path = building.compiled(tmp_path, generated(files, TARGET, generate=own), "ShopProgram")
    assert building.run(class_path, "ShopProgram") == "held: 14\n"


def test_the_shop_compiles_beside_the_classes_of_protoc(tmp_path: Path) -> None:
    files, own = protos("shop")
    for path, content in {**files, **generated(files, TARGET, generate=own)}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    protoc = Path(sys.executable).with_name("protoc")
    command = [str(protoc), f"-I{tmp_path}", f"-I{WELL_KNOWN}", f"--java_out={tmp_path}", *files]
    subprocess.run(command, check=True)
    names = {path.name for path in toolchain.sources(tmp_path)}
    assert {"UserErr.java", "UserErrCodes.java", "UserProto.java"} <= names
    (tmp_path / "classes").mkdir()
    toolchain.compile_into(
        tmp_path / "classes",
        toolchain.sources(tmp_path),
        toolchain.class_path(),
        strict=False,  # what protoc writes has warnings
    )
    assert len(list((tmp_path / "classes").rglob("*.class"))) > len(names)


@pytest.mark.parametrize("case", ["aip", "hostile", "kratos", "names"])
def test_the_golden_input_compiles(case: str, tmp_path: Path) -> None:
    files, own = protos(case)
    output = generated(files, TARGET, generate=own)
    assert [path for path in output if path.endswith("Codes.java")]
    assert building.compiled(tmp_path, output)


def test_text_comes_back_as_it_was_written(tmp_path: Path) -> None:
    messages = [*HOSTILE, *(left + right for left in HOSTILE for right in HOSTILE[:12])]
    values = "".join(
        f"""
  // {text.translate({0: None, 10: None})} @nothing
  E_{number} = {number + 1} [(ego.errors.v1.error) = {{
    code: NOT_FOUND msg: {proto_literal(text)}
    i18n {{ key: "en" value: {proto_literal(text + "x")} }} metadata: "k" }}];"""
        for number, text in enumerate(messages)
    )
    proto = f"""{HEAD}import "ego/errors/v1/errors.proto";
enum Err {{
  option (ego.errors.v1.error_enum) = {{ domain: "d" }};
  E_ZERO = 0;{values}
}}
"""
    class_path = building.compiled(tmp_path, generated(proto, TARGET), "TextProgram")
    expected: list[str] = []
    for number, text in enumerate(messages):
        expected += [f"a.v1.E_{number}", "d", text, text + "x", "k"]
    assert texts(class_path, "a.v1.ErrCodes") == expected


def test_a_text_that_no_constant_can_hold(tmp_path: Path) -> None:
    longest = [
        "a" * 65_534,
        "a" * 65_535,
        "\u4f60" * 21_846,
        "\U0001f600" * 11_000,
        "x" * 1_000_000,
    ]
    values = "".join(
        f"\n  E_{number} = {number + 1} "
        f'[(ego.errors.v1.error) = {{ code: ABORTED msg: "{text}" }}];'
        for number, text in enumerate(longest)
    )
    proto = f'{HEAD}import "ego/errors/v1/errors.proto";\nenum Err {{\n  E_ZERO = 0;{values}\n}}\n'
    class_path = building.compiled(tmp_path, generated(proto, TARGET), "TextProgram")
    assert texts(class_path, "a.v1.ErrCodes")[2::3] == longest


def test_ten_thousand_values_are_several_classes(tmp_path: Path) -> None:
    values = "".join(
        f'\n  // @code=NOT_FOUND @msg="no {{uid}}" @metadata=uid,name\n  E_{number} = {number};'
        for number in range(1, 10_001)
    )
    output = generated(f"{HEAD}enum Err {{\n  E_ZERO = 0;{values}\n}}\n", TARGET)
    assert "class ErrCodesPart2 extends ErrCodesPart3 {" in output["a/v1/ErrCodes.java"]
    class_path = building.compiled(tmp_path, output, "TextProgram", "LargeProgram")
    names = texts(class_path, "a.v1.ErrCodes")[0::5]
    assert sorted(names) == sorted(f"a.v1.E_{number}" for number in range(1, 10_001))
    assert building.run(class_path, "LargeProgram") == "held: 4\n"


def test_names_that_java_needs_itself(tmp_path: Path) -> None:
    names = (
        "class String List Status ErrorCode EgoException ErrCodes wait toString "
        "get_class notify_all hash_code uid var record yield _x"
    ).split()
    values = "".join(
        f"\n  // @code=NOT_FOUND @metadata=uid,class,String,order-id,1st,_\n  {name} = {number + 1};"
        for number, name in enumerate(names)
    )
    other = "enum Other {\n  ZERO = 0;\n  // @code=ABORTED\n  codes = 1;\n}\n"
    output = generated(f"{HEAD}enum Err {{\n  E_ZERO = 0;{values}\n}}\n{other}", TARGET)
    assert building.compiled(tmp_path, output)
    assert "ErrorCode codes_ =" in output["a/v1/OtherCodes.java"]
    for line in (
        "public static final ErrorCode class_ =",
        "public static final ErrorCode ErrCodes_ =",
        "public static EgoException wait_(",
        "public static EgoException getClass_(",
        "String class_, String string, String orderId, String _1st, String _value) {",
        "    return ErrCodes.uid.exception(",
    ):
        assert line in output["a/v1/ErrCodes.java"]


def test_deprecated_codes_and_enums(tmp_path: Path) -> None:
    proto = f"""{HEAD}
enum Err {{
  option deprecated = true;
  E_ZERO = 0;
  // Old.
  // @code=NOT_FOUND @metadata=uid
  E_OLD = 1 [deprecated = true];
}}
message M {{
  enum Err {{
    M_ZERO = 0;
    // @code=NOT_FOUND
    M_X = 1;
  }}
}}
"""
    output = generated(proto, TARGET)
    assert output["a/v1/ErrCodes.java"].count("@Deprecated\n") == 3
    assert "public final class MErrCodes {" in output["a/v1/MErrCodes.java"]
    assert building.compiled(tmp_path, output)


def test_a_file_without_a_package(tmp_path: Path) -> None:
    output = generated(
        'syntax = "proto3";\nenum Err {\n  ZERO = 0;\n  // @code=ABORTED\n  ONE = 1;\n}\n', TARGET
    )
    class_path = building.compiled(tmp_path, output, "TextProgram")
    assert texts(class_path, "ErrCodes") == ["ONE", "", ""]


def test_an_imported_runtime() -> None:
    proto = HEAD + "enum Err {\n  ZERO = 0;\n  // @code=ABORTED\n  ONE = 1;\n}\n"
    output = generated(proto, f"{TARGET},runtime=com.example.errors")
    assert set(output) == {"a/v1/ErrCodes.java"}
    assert "import com.example.errors.ErrorCode;" in output["a/v1/ErrCodes.java"]


@pytest.mark.parametrize(
    ("option", "name", "said"),
    [
        ('option java_package = "a;b";', "e.proto", "is not dotted names"),
        ('option java_package = "../../x";', "e.proto", "is not dotted names"),
        ('option java_package = "shop.new.v1";', "e.proto", "`new` in Java package"),
        ('option java_package = "java.shop";', "e.proto", "the JVM loads no class"),
        ("message ErrCodes {}", "e.proto", "becomes `ErrCodes` in java"),
        ("", "err_codes.proto", "becomes `ErrCodes` in java"),
        ('option java_outer_classname = "ErrCodes";', "e.proto", "becomes `ErrCodes` in java"),
    ],
)
def test_what_cannot_be_generated_is_said(option: str, name: str, said: str) -> None:
    proto = f"{HEAD}{option}\nenum Err {{\n  ZERO = 0;\n  // @code=ABORTED\n  ONE = 1;\n}}\n"
    [found] = findings({name: proto}, TARGET)
    assert said in str(found)
