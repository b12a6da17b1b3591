"""Puts the Python runtime on the path: it is the peer of PHP in the live tests."""

from __future__ import annotations

import sys

from tests.protos import ROOT

sys.path.insert(0, str(ROOT / "templates" / "python" / "runtime"))
