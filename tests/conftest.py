"""What holds for all tests."""

from __future__ import annotations

import signal

# Whoever starts us in the background may have made us, and so all that we start, deaf to Ctrl-C, which tests send.
signal.signal(signal.SIGINT, signal.default_int_handler)
