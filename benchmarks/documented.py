"""A synthetic repository to document: messages and enums, in every third file services and errors, and comments.

The comments are as long as those of googleapis-common-protos, 255 characters on average; every third has a list, a
reference, code or a second paragraph. No two are equal.
"""

from __future__ import annotations

from pathlib import Path

_WORDS = (
    "order buyer parcel price stock shelf label depot driver invoice coupon basket refund "
    "address window scanner batch ledger quota region"
).split()
_MORE = (
    "The server keeps what the caller sent for {n} days, and then only a digest of it.",
    "A value of 0 means that area {n} chooses; most areas choose the one that was used last.",
    "Callers of version {n} and older see the text in English, whatever language was asked for.",
    "It is set once, when the first of {n} scanners has seen the label, and never again after that.",
    "Whoever changes it needs the permission of area {n}; reading it needs none at all.",
    "When two callers send it at the same time, the one with the lower number of the {n} wins.",
)


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


class _Writer:
    """Writes comments, none like another."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.count = 0

    def comment(self, first: str, indent: str = "  ") -> str:
        """A comment that begins with a sentence and goes on for none to five lines."""
        self.count += 1
        start = self.number + self.count
        steps = range(start % 11 // 2)
        more = [_MORE[(start + n) % len(_MORE)].format(n=start * 7 + n) for n in steps]
        lines = [first, *more]
        if start % 10 == 0:
            lines.insert(1, "")  # a paragraph of its own
        elif start % 10 == 1:
            lines += ["", f"* at most {start} in a row", "* never `null`, and never | alone"]
        return "".join(f"{indent}// {line}".rstrip() + "\n" for line in lines)


def _file(number: int, folder: int) -> str:
    word, other = _WORDS[number % 20].title(), _WORDS[(number // 20) % 20]
    thing, say = f"{word}{number}", _Writer(number)
    verbs = ("Get", "List", "Watch") if number % 3 == 0 else ()
    methods = "".join(_method(verb, thing, other, folder, say) for verb in verbs)
    service = say.comment(f"Reads the {other} of every {word.lower()} that it has seen.", "")
    service += f"service {thing}Service {{\n{methods}}}\n\n"
    return (
        say.comment(f"What is known of the {other} of a {word.lower()}, part {number}.", "")
        + f'syntax = "proto3";\n\npackage area{folder}.v1;\n\n'
        + f'option go_package = "example.com/gen/area{folder}/v1;area{folder}v1";\n\n'
        + (service if verbs else "")
        + "".join(_request(verb, thing, other, say) for verb in verbs)
        + "".join(_response(verb, thing, other, say) for verb in verbs)
        + _response("", thing, other, say)
        + _request("Find", thing, other, say)
        + _states(thing, other, say)
        + (_errors(thing, other, say) if verbs else "")
    )


def _method(verb: str, thing: str, other: str, folder: int, say: _Writer) -> str:
    upper, stream = thing.upper(), "stream " if verb == "Watch" else ""
    return (
        say.comment(f"{verb}s the {other} that file {say.number} keeps.")
        + f"  // The answer is a [{verb}{thing}Response][area{folder}.v1.{verb}{thing}Response].\n"
        + f"  // @errors={upper}_ERR_NOT_FOUND,{upper}_ERR_BUSY\n"
        + f"  rpc {verb}{thing}({verb}{thing}Request) returns ({stream}{verb}{thing}Response);\n"
    )


def _request(verb: str, thing: str, other: str, say: _Writer) -> str:
    number = say.number
    return (
        say.comment(f"Which {other} to {verb.lower()}, and how much of it.", "")
        + f"message {verb}{thing}Request {{\n"
        + say.comment(f"The number of the {other}, as printed on label {number}.")
        + f"  string {other}_id = 1;\n"
        + say.comment("At most this many rows; the server chooses when it is 0.")
        + "  int32 page_size = 2;\n"
        + say.comment(f"What the previous answer of part {number} gave as `next_token`.")
        + "  string page_token = 3;\n"
        + say.comment("Only those in this state; all when it is absent.")
        + f"  optional {thing}State state = 4;\n}}\n\n"
    )


def _response(verb: str, thing: str, other: str, say: _Writer) -> str:
    number = say.number
    return (
        say.comment(f"The {other} that was found in part {number}.", "")
        + f"message {verb}{thing}Response {{\n"
        + say.comment(f"One row of the {other}.")
        + "  message Row {\n"
        + say.comment(f"The number of the row in part {number}.", "    ")
        + "    int64 number = 1;\n"
        + say.comment(f"The text of the row, in the language of area {number}.", "    ")
        + "    string text = 2;\n  }\n\n"
        + say.comment("The rows of this page. They may be fewer than asked for.")
        + "  repeated Row rows = 1;\n"
        + say.comment(f"Labels of the {other} by the name that people gave them.")
        + "  map<string, string> labels = 2;\n"
        + say.comment("What the page is followed by.")
        + "  oneof next {\n"
        + say.comment(f"Send this for the next page of part {number}.", "    ")
        + "    string next_token = 3;\n"
        + say.comment("Why there is no next page: a | b, or *both*.", "    ")
        + "    string end_reason = 4;\n  }\n}\n\n"
    )


def _states(thing: str, other: str, say: _Writer) -> str:
    number, upper = say.number, thing.upper()
    return (
        say.comment(f"How far the {other} has come.", "")
        + f"enum {thing}State {{\n"
        + say.comment(f"Not known to area {number}.")
        + f"  {upper}_STATE_UNSPECIFIED = 0;\n"
        + say.comment(f"Placed in area {number}, and not paid.")
        + f"  {upper}_STATE_PLACED = 1;\n"
        + say.comment("On its way.")
        + f"  {upper}_STATE_SENT = 2;\n}}\n\n"
    )


def _errors(thing: str, other: str, say: _Writer) -> str:
    number, upper = say.number, thing.upper()
    return (
        say.comment(f"What can go wrong with the {other}.", "")
        + f"enum {thing}Err {{\n  // Never sent.\n  {upper}_ERR_UNSPECIFIED = 0;\n"
        + say.comment(f"Nothing of part {number} has this number.")
        + f'  // @code=NOT_FOUND @msg="{other} {{id}} not found" @i18n.cn="找不到 {{id}}" @metadata=id\n'
        + f"  {upper}_ERR_NOT_FOUND = 1;\n"
        + say.comment(f"Part {number} is down for the moment.")
        + f'  // @code=UNAVAILABLE @msg="busy"\n  {upper}_ERR_BUSY = 2;\n}}\n'
    )
