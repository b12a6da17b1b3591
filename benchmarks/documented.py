"""A synthetic repository to document: services, messages, enums, and comments as people write them."""

from __future__ import annotations

from pathlib import Path

_WORDS = (
    "order buyer parcel price stock shelf label depot driver invoice coupon basket refund "
    "address window scanner batch ledger quota region"
).split()


def write(root: Path, *, files: int, folders: int) -> list[str]:
    """Files with a service, its six messages, an enum and error codes, spread over folders; returns their paths."""
    paths = []
    for number in range(files):
        folder = number % folders
        path = f"area{folder}/v1/file{number}.proto"
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(_file(number, folder), "utf-8")
        paths.append(path)
    return sorted(paths)


def _file(number: int, folder: int) -> str:
    word, other = _WORDS[number % 20].title(), _WORDS[(number // 20) % 20]
    thing = f"{word}{number}"
    verbs = ("Get", "List", "Watch")
    methods = "".join(
        f"  // {verb}s the {other} of a {word.lower()} as file {number} keeps it.\n  //\n"
        f"  // The answer is a [{verb}{thing}Response][area{folder}.v1.{verb}{thing}Response]; it may be old\n"
        f"  // by up to {number % 50 + 1} seconds. Costs `{number % 7}` units of the quota.\n"
        f"  // @errors={word.upper()}{number}_ERR_NOT_FOUND,{word.upper()}{number}_ERR_BUSY\n"
        f"  rpc {verb}{thing}({verb}{thing}Request) returns"
        f" ({'stream ' if verb == 'Watch' else ''}{verb}{thing}Response);\n"
        for verb in verbs
    )
    return (
        f"// What is known of the {other} of a {word.lower()}, part {number}.\n"
        f'syntax = "proto3";\n\npackage area{folder}.v1;\n\n'
        f'option go_package = "example.com/gen/area{folder}/v1;area{folder}v1";\n\n'
        f"// Reads the {other} of every {word.lower()} that area {number} has seen.\n"
        f"service {thing}Service {{\n{methods}}}\n\n"
        + "".join(_request(verb, thing, other, number) for verb in verbs)
        + "".join(_response(verb, thing, other, number) for verb in verbs)
        + _enums(thing, word, other, number)
    )


def _request(verb: str, thing: str, other: str, number: int) -> str:
    return (
        f"// Which {other} to {verb.lower()}, and how much of it.\nmessage {verb}{thing}Request {{\n"
        f"  // The number of the {other}, as printed on label {number}.\n  string {other}_id = 1;\n"
        f"  // At most this many rows; the server chooses when it is 0.\n  int32 page_size = 2;\n"
        f"  // What the previous answer of part {number} gave as `next_token`.\n  string page_token = 3;\n"
        f"  // Only those in this state; all when it is absent.\n  optional {thing}State state = 4;\n"
        "}\n\n"
    )


def _response(verb: str, thing: str, other: str, number: int) -> str:
    return (
        f"// The {other} that was found.\n//\n// * The rows are sorted by time, the newest of {number} first.\n"
        f"// * A row is sent once.\nmessage {verb}{thing}Response {{\n"
        f"  // One row of the {other}.\n  message Row {{\n"
        f"    // The number of the row in part {number}.\n    int64 number = 1;\n"
        f"    // The text of the row, in the language of area {number}.\n    string text = 2;\n  }}\n\n"
        f"  // The rows of this page. They may be fewer than asked for,\n  // when part {number} was busy.\n"
        f"  repeated Row rows = 1;\n"
        f"  // Labels of the {other} by the name that people gave them.\n  map<string, string> labels = 2;\n"
        f"  // What the page is followed by.\n  oneof next {{\n"
        f"    // Send this for the next page of part {number}.\n    string next_token = 3;\n"
        f"    // Why there is no next page: a | b, or *both*.\n    string end_reason = 4;\n  }}\n"
        "}\n\n"
    )


def _enums(thing: str, word: str, other: str, number: int) -> str:
    upper = f"{word.upper()}{number}"
    return (
        f"// How far the {other} of a {word.lower()} has come.\nenum {thing}State {{\n"
        f"  // Not known to area {number}.\n  {upper}_STATE_UNSPECIFIED = 0;\n"
        f"  // Placed in area {number}, and not paid.\n  {upper}_STATE_PLACED = 1;\n"
        f"  // On its way.\n  {upper}_STATE_SENT = 2;\n}}\n\n"
        f"// What can go wrong with the {other} of a {word.lower()}.\nenum {thing}Err {{\n"
        f"  // Never sent.\n  {upper}_ERR_UNSPECIFIED = 0;\n"
        f"  // Nothing of part {number} has this number.\n"
        f'  // @code=NOT_FOUND @msg="{other} {{id}} not found" @i18n.cn="找不到 {{id}}" @metadata=id\n'
        f"  {upper}_ERR_NOT_FOUND = 1;\n"
        f"  // Part {number} is down for the moment.\n"
        f'  // @code=UNAVAILABLE @msg="busy"\n'
        f"  {upper}_ERR_BUSY = 2;\n}}\n"
    )
