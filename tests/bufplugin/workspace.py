"""A workspace of two modules, and real buf on it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

BIN = Path(sys.executable).parent
USER = "user/shop/user/v1/user.proto"
ORDER = "order/shop/order/v1/order.proto"
BUF_YAML = """version: v2
modules:
  - path: user
  - path: order
lint:
  use: [EGO]
breaking:
  use: [EGO_BREAKING]
plugins:
  - plugin: buf-plugin-ego
"""
FILES = {
    USER: """syntax = "proto3";

package shop.user.v1;

// What can go wrong with users.
enum UserErr {
  USER_ERR_UNSPECIFIED = 0;
  // No user has this id.
  // @code=NOT_FOUND
  // @msg="user {uid} not found" @metadata=uid
  USER_ERR_NOT_FOUND = 1;
  // Nobody may see this user.
  // @code=PERMISSION_DENIED
  // @msg="user {uid} is hidden" @metadata=uid
  USER_ERR_HIDDEN = 2;
}
""",
    ORDER: """syntax = "proto3";

package shop.order.v1;

import "shop/user/v1/user.proto";

// Buying.
service OrderService {
  // Buys what is in the basket.
  // @errors=shop.user.v1.USER_ERR_NOT_FOUND
  rpc Place(PlaceRequest) returns (PlaceResponse);
}

// What to buy.
message PlaceRequest {}

// How it went.
message PlaceResponse {
  // Why the buyer was refused.
  shop.user.v1.UserErr refused = 1;
}
""",
}


class Found(NamedTuple):
    """One finding, as buf prints it."""

    path: str
    line: int
    rule: str
    message: str


class Workspace:
    """A git repository with the two modules."""

    def __init__(self, root: Path, buf_yaml: str = BUF_YAML) -> None:
        """Writes and commits the two modules; with another buf.yaml, what is there already."""
        self.root = root
        self.write("buf.yaml", buf_yaml)
        if buf_yaml == BUF_YAML:
            for name, text in FILES.items():
                self.write(name, text)
        self._run("git", "init", "-q", "-b", "main", ".")
        self._run("git", "add", "-A")
        who = ["-c", "user.name=Shop", "-c", "user.email=shop@example.com"]
        self._run("git", *who, "commit", "-q", "-m", "The base")

    def write(self, name: str, text: str) -> None:
        """Writes a file."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Replaces a text that must be there."""
        text = (self.root / name).read_text("utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def option(self, *lines: str) -> None:
        """Gives the plugin options."""
        text = BUF_YAML + "    options:\n" + "".join(f"      {line}\n" for line in lines)
        self.write("buf.yaml", text)

    def lint(self) -> list[Found]:
        """The findings of `buf lint`."""
        return self._found("lint")

    def breaking(self) -> list[Found]:
        """The findings of `buf breaking` against the base."""
        return self._found("breaking", "--against", ".git#branch=main")

    def buf(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs buf."""
        path = os.pathsep.join([str(BIN), os.environ.get("PATH", "")])
        return subprocess.run(
            [str(BIN / "buf"), *arguments],
            cwd=self.root,
            env={**os.environ, "PATH": path, "BUF_CACHE_DIR": str(self.root / ".cache")},
            capture_output=True,
            text=True,
            check=False,
        )

    def _found(self, *arguments: str) -> list[Found]:
        ran = self.buf(*arguments, "--error-format=json")
        rows = [json.loads(line) for line in ran.stdout.splitlines()]
        assert ran.returncode == (100 if rows else 0), ran.stderr
        assert not ran.stderr
        return [
            Found(row.get("path", ""), row["start_line"], row["type"], row["message"])
            for row in rows
        ]

    def _run(self, *command: str) -> None:
        subprocess.run(command, cwd=self.root, check=True, capture_output=True)
