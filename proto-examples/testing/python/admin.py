"""The service of the administrators, on a database: what the tests in this folder are about.

`python admin.py --job=install` makes the tables and `--job=initialize` the first rows, as Ego's servers do; the tests
run the same two jobs before they begin.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import grpc
from google.rpc import code_pb2, status_pb2
from shop_client.shop.common.v1.common_errors import CommonErrForbidden
from shop_client.shop.user.v1 import user_service_pb2, user_service_pb2_grpc
from shop_client.shop.user.v1.user_errors import UserErrNotFound

HERE = Path(__file__).parent
DATABASE = os.environ.get("SHOP_DATABASE", "file:shop?mode=memory&cache=shared")
"""Where the users are: by default in the memory of this process, for tests."""


def connect() -> sqlite3.Connection:
    """A connection; several threads of a server may use it, one after the other."""
    return sqlite3.connect(DATABASE, uri=True, check_same_thread=False)


def run_job(job: str, database: sqlite3.Connection) -> None:
    """Runs `install` or `initialize`."""
    database.executescript((HERE / f"{job}.sql").read_text("utf-8"))
    database.commit()


class UserAdmin(user_service_pb2_grpc.UserAdminServiceServicer):
    """What an administrator does with accounts."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def ImportUsers(
        self,
        request_iterator: Iterator[user_service_pb2.ImportUsersRequest],
        context: grpc.ServicerContext,
    ) -> user_service_pb2.ImportUsersResponse:
        """Makes an account of each row; a row that fails does not stop the others."""
        response = user_service_pb2.ImportUsersResponse()
        for number, request in enumerate(request_iterator, 1):
            if request.user.uid:
                raise CommonErrForbidden(action="choose the number of a user")
            row = (request.user.name, request.user.email)
            try:
                with self._database:
                    self._database.execute(
                        "INSERT INTO users (name, email) VALUES (?, ?)", row
                    )
            except sqlite3.IntegrityError:
                taken = status_pb2.Status(
                    code=code_pb2.ALREADY_EXISTS, message=f"{row[1]} is taken"
                )
                response.failures[number].CopyFrom(taken)
            else:
                response.created += 1
        return response

    def LockUser(
        self, request: user_service_pb2.LockUserRequest, context: grpc.ServicerContext
    ) -> user_service_pb2.LockUserResponse:
        """Locks an account; administrators cannot be locked."""
        found = self._database.execute(
            "SELECT is_admin FROM users WHERE uid = ?", (request.uid,)
        ).fetchone()
        if found is None:
            raise UserErrNotFound(uid=str(request.uid))
        if found[0]:
            raise CommonErrForbidden(action="lock an administrator")
        with self._database:
            self._database.execute(
                "UPDATE users SET locked_because = ? WHERE uid = ?",
                (request.why, request.uid),
            )
        return user_service_pb2.LockUserResponse()


if __name__ == "__main__":
    run_job(sys.argv[1].removeprefix("--job="), connect())
