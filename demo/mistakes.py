"""Mistakes that the checks must catch: each is one edit of the shop's protos, made in a copy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from steps import TOOLS, Failed, quiet, run


@dataclass(frozen=True)
class Mistake:
    """An edit, and the rule that must be named in the findings."""

    title: str
    file: str
    old: str
    new: str
    rule: str
    setting: str = ""
    """A line of ego.yaml under which it is a mistake."""


SECOND_DECLARATION = """// What can go wrong anywhere, once more.
//
// @domain=shop.example.com
enum CommonErr {
  // Never sent.
  COMMON_ERR_UNSPECIFIED = 0;
  // The caller may not do this.
  // @code=PERMISSION_DENIED
  COMMON_ERR_FORBIDDEN = 1;
}

"""
MISTAKES = (
    Mistake(
        title="a breaking change: another type for a field that clients send",
        file="proto/shop/user/v1/user_service.proto",
        old="message GetUserRequest {\n  // The number of the user.\n  int64 uid = 1;",
        new="message GetUserRequest {\n  // The number of the user.\n  string uid = 1;",
        rule="FIELD_SAME_TYPE",
    ),
    Mistake(
        title="a duplicate reason: two packages declare it in one domain",
        file="proto/shop/user/v1/user.proto",
        old="// What can go wrong with a session.\n",
        new=SECOND_DECLARATION + "// What can go wrong with a session.\n",
        rule="REASON_DUPLICATE",
        setting="errors: {identity: aip}",
    ),
    Mistake(
        title="a malformed tag: the closing quote is missing",
        file="proto/shop/user/v1/user.proto",
        old='@msg="user {uid} not found"\n',
        new='@msg="user {uid} not found\n',
        rule="TAG_MALFORMED",
    ),
)


def check(mistake: Mistake, folder: Path) -> None:
    """Makes the edit, lets `ego check` find it, and takes the edit back."""
    print(f"\n  {mistake.title}")
    path = folder / mistake.file
    text = path.read_text(encoding="utf-8")
    if mistake.old not in text:
        raise Failed(f"{mistake.file} has changed: the edit of {mistake.title!r} no longer fits")
    path.write_text(text.replace(mistake.old, mistake.new, 1), encoding="utf-8")
    with (folder / "ego.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f"\n{mistake.setting}\n" if mistake.setting else "")
    for line in quiet("git", "diff", "--unified=0", cwd=folder).splitlines():
        if line[:1] in "+-" and line[:3] not in ("+++", "---") and line[1:].strip():
            print(f"    {line}")
    told = run(TOOLS / "ego", "-C", folder, "check", ok=(1,))
    quiet("git", "checkout", "-q", ".", cwd=folder)
    if mistake.rule not in told:
        raise Failed(f"{mistake.rule} was expected to be found")
