"""`ego completion`: the script that makes a shell complete ego's commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from ego_ci.flags import Command, Globals

_SHELLS = ("bash", "zsh", "fish")
_INSTALL = """Print the completion script of a shell.

\b
bash:  ego completion bash > ~/.local/share/bash-completion/completions/ego
zsh:   ego completion zsh > "${fpath[1]}/_ego"
fish:  ego completion fish > ~/.config/fish/completions/ego.fish
"""


@click.command(cls=Command, help=_INSTALL)
@click.argument("shell", type=click.Choice(_SHELLS))
def completion(shell: str) -> None:
    """Prints click's script; the shell then asks `ego` itself what can follow."""
    from ego_ci.cli import ego

    found = get_completion_class(shell)
    assert found is not None, shell
    # source_template and not source(): the latter starts bash to look at its version.
    made = found(ego, {}, "ego", "_EGO_COMPLETE")
    console = click.get_current_context().ensure_object(Globals).console
    console.result((made.source_template % made.source_vars()).rstrip("\n"))
