"""Where `ego` and `python -m ego_ci` begin: loads the command, and stands a Ctrl-C that comes before it is loaded."""

from __future__ import annotations

import sys


def main() -> None:
    """The `ego` command; ends by SystemExit."""
    try:
        from ego_ci.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("ego: interrupted; nothing has been done yet\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
