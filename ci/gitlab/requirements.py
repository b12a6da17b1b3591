"""Prints the pinned Python packages, as `ego toolchain requirements` does, before there is an `ego`."""

import json
from pathlib import Path

LOCK = Path(__file__).parents[1] / "ego_ci" / "toolchain" / "toolchain.lock.json"

if __name__ == "__main__":
    tools = json.loads(LOCK.read_text(encoding="utf-8"))["tools"]
    print("\n".join(tools["python"]["pins"]["requirements"]))
