"""verdaccio: a real npm registry; publishing wants a token that it gave out itself."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from ego_ci.process import inherited

from tests.e2e.publish.servers import process

TOOLCHAIN = Path(__file__).parents[1] / "verdaccio" / "toolchain"
CONFIG = """
storage: ./storage
auth: {{htpasswd: {{file: ./htpasswd}}}}
uplinks: {uplinks}
packages:
  "{{ego-errors,acme-*,@acme/*}}": {{access: $all, publish: $authenticated}}
  "**": {{access: $all, publish: $authenticated{proxy}}}
log: {{type: file, path: verdaccio.log, level: warn}}
"""
PROGRAM = """
const { runServer } = require("verdaccio");
runServer("config.yaml").then((app) => {
  const server = app.listen(0, "127.0.0.1", () => console.log(server.address().port));
});
"""


@cache
def installed() -> Path:
    """The folder with verdaccio in node_modules, installed on first use."""
    done = subprocess.run([TOOLCHAIN], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


@contextmanager
def verdaccio(folder: Path, *, upstream: bool = False) -> Iterator[tuple[str, str]]:
    """Runs verdaccio in an empty folder. Yields its address and a token that may publish.

    With `upstream` it also has what this machine's npm has, as a company's registry does for names that are not
    its own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    uplinks = json.dumps({"usual": {"url": _usual()}} if upstream else {})
    proxy = ", proxy: usual" if upstream else ""
    (folder / "config.yaml").write_text(CONFIG.format(uplinks=uplinks, proxy=proxy))
    env = {
        **inherited(os.environ),
        "HOME": str(folder),
        "NODE_PATH": str(installed() / "node_modules"),
    }
    with process(["node", "-e", PROGRAM], cwd=folder, env=env) as url:
        yield url, _token(url)


def _usual() -> str:
    command = ["npm", "config", "get", "registry"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _token(url: str) -> str:
    user = {"name": "ci", "password": "a-password-of-verdaccio", "type": "user"}
    basic = base64.b64encode(b"ci:a-password-of-verdaccio").decode()
    request = urllib.request.Request(
        f"{url}/-/user/org.couchdb.user:ci",
        data=json.dumps(user).encode(),
        method="PUT",
        headers={"Content-Type": "application/json", "Authorization": f"Basic {basic}"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        token = json.load(answer)["token"]
    assert isinstance(token, str) and token
    return token
