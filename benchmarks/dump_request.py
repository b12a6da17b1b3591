"""A protoc plugin that writes the request to the file named by its argument and generates nothing."""

from __future__ import annotations

import sys
from pathlib import Path

Path(sys.argv[1]).write_bytes(sys.stdin.buffer.read())
# CodeGeneratorResponse.supported_features: FEATURE_PROTO3_OPTIONAL; protoc refuses `optional` otherwise.
sys.stdout.buffer.write(b"\x10\x01")
