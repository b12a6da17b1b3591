"""The Python program: `server` or `client`."""

from __future__ import annotations

import sys

import client
import server

if __name__ == "__main__":
    {"server": server.main, "client": client.main}[sys.argv[1]]()
