"""Credentials: a user and a token, taken from the environment and shown to nobody."""

from __future__ import annotations

import base64
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from ego_ci.problem import Problem


@dataclass(frozen=True)
class Credentials:
    """What a registry wants to know of us.

    Attributes:
        user: the name that goes with the token where the protocol wants one.
        variable: the environment variable that holds the token, '' for a registry that wants none.
        setting: the setting of ego.yaml that names the variable, for messages.
        token: its value; '' if there is none. It is in no repr, so that no message can hold it by mistake.
    """

    user: str = ""
    variable: str = ""
    setting: str = "token_env"
    token: str = field(default="", repr=False)

    @classmethod
    def of(
        cls, environ: Mapping[str, str], *, user: str, variable: str, setting: str
    ) -> Credentials:
        """The credentials that an environment holds; Problem if the token cannot be one.

        A line break in it would end a header, or a line of git's credential protocol, and begin another.
        """
        token = environ.get(variable, "").strip() if variable else ""
        if not all("!" <= letter <= "~" for letter in token):
            raise Problem(
                f"the token in ${variable} holds spaces, line breaks or letters outside of ASCII",
                remedy="set the variable to the token alone",
            )
        return cls(user, variable, setting, token)

    def require(self) -> None:
        """Raises Problem if a token is wanted and the environment has none."""
        if self.variable and not self.token:
            raise Problem(
                f"the environment variable {self.variable} is empty or not set",
                remedy=f"{self.setting} in ego.yaml names it: set it to a token that may publish",
            )

    @property
    def basic(self) -> str:
        """The value of an `Authorization` header (RFC 7617); '' without a token."""
        if not self.token:
            return ""
        return "Basic " + base64.b64encode(f"{self.user}:{self.token}".encode()).decode()

    @property
    def bearer(self) -> str:
        """The value of an `Authorization` header (RFC 6750); '' without a token."""
        return f"Bearer {self.token}" if self.token else ""

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every spelling of the token that somebody else's output may hold."""
        if not self.token:
            return ()
        basic = self.basic.removeprefix("Basic ")
        return (self.token, quote(self.token, safe=""), shlex.quote(self.token), basic)
