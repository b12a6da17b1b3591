# region ego: imports
# Tests of shop.user.v1.UserAdminService, begun by protoc-gen-ego from
# shop/user/v1/user_service.proto.
# What stands in a region `ego` is made anew by `ego scaffold`; all else is yours, and
# no run changes it. A case begins with `ego-case:` and is yours as soon as it is here.
# isort: off
from __future__ import annotations

from collections.abc import Iterator

import egoerrors
import egotest
import pytest
from google.protobuf import any_pb2 as google_protobuf_any_pb2
from google.protobuf import duration_pb2 as google_protobuf_duration_pb2
from google.protobuf import struct_pb2 as google_protobuf_struct_pb2
from google.protobuf import timestamp_pb2 as google_protobuf_timestamp_pb2
from google.protobuf import wrappers_pb2 as google_protobuf_wrappers_pb2
from google.rpc import status_pb2 as google_rpc_status_pb2
from shop_client.shop.common.v1 import address_pb2 as shop_common_v1_address_pb2
from shop_client.shop.common.v1 import common_errors as shop_common_v1_common_errors
from shop_client.shop.user.v1 import user_errors
from shop_client.shop.user.v1 import user_pb2
from shop_client.shop.user.v1 import user_service_pb2
from shop_client.shop.user.v1 import user_service_pb2_grpc

# isort: on
# endregion ego: imports a0856318


import admin

DATABASE = admin.connect()


def new_service() -> user_service_pb2_grpc.UserAdminServiceServicer:
    """The service under test, on a database in the memory of this process."""
    return admin.UserAdmin(DATABASE)


def setup_job(job: str) -> None:
    """Runs before the first test, with `install` (migrations), then `initialize` (data)."""
    admin.run_job(job, DATABASE)


def row(name: str, email: str, uid: int = 0) -> user_service_pb2.ImportUsersRequest:
    """A row of an import."""
    user = user_pb2.User(uid=uid, name=name, email=email)
    return user_service_pb2.ImportUsersRequest(user=user)


def locked_because(uid: int) -> str | None:
    """What the database says about an account, behind the service's back."""
    found = DATABASE.execute("SELECT locked_because FROM users WHERE uid = ?", (uid,))
    return found.fetchone()[0]


# region ego: server
# Used even when no case uses them.
MODULES = (
    google_protobuf_any_pb2,
    google_protobuf_duration_pb2,
    google_protobuf_struct_pb2,
    google_protobuf_timestamp_pb2,
    google_protobuf_wrappers_pb2,
    google_rpc_status_pb2,
    shop_common_v1_address_pb2,
    shop_common_v1_common_errors,
    user_errors,
    user_pb2,
    user_service_pb2,
    user_service_pb2_grpc,
)


@pytest.fixture(scope="module")
def server() -> Iterator[egotest.Server]:
    with egotest.serve(
        new_service,
        setup_job,
        user_service_pb2_grpc.add_UserAdminServiceServicer_to_server,
        egoerrors,
    ) as running:
        yield running
    # endregion ego: server 2b8373da


# region ego: ImportUsers/cases
# Makes many accounts; rows that fail do not stop the others.
IMPORT_USERS = egotest.client(
    "/shop.user.v1.UserAdminService/ImportUsers",
    user_service_pb2.ImportUsersRequest,
    user_service_pb2.ImportUsersResponse,
    # endregion ego: ImportUsers/cases 8af63152
    # ego-case:ImportUsers/ok
    egotest.Case(
        "two rows, and one whose address is taken",
        requests=[
            row("Chen", "chen@example.com"),
            row("Dora", "ada@example.com"),
            row("Emil", "emil@example.com"),
        ],
        response=user_service_pb2.ImportUsersResponse(
            created=2,
            failures={
                2: google_rpc_status_pb2.Status(
                    code=6,
                    message="ada@example.com is taken",
                ),
            },
        ),
    ),
    egotest.Case(
        "no rows",
        requests=[],
        response=user_service_pb2.ImportUsersResponse(),
    ),
    # ego-case:ImportUsers/shop.common.v1.COMMON_ERR_FORBIDDEN
    # The caller is known, and may not do this.
    egotest.Case(
        "nobody chooses a number",
        requests=[row("Fred", "fred@example.com", uid=1)],
        error=shop_common_v1_common_errors.CommonErrForbidden,
    ),
    # region ego: ImportUsers/run
)


@IMPORT_USERS.parametrize
def test_import_users(server: egotest.Server, case: egotest.AnyCase) -> None:
    IMPORT_USERS.check(server, case)
    # endregion ego: ImportUsers/run c950d36c


# region ego: LockUser/cases
# Locks an account.
LOCK_USER = egotest.unary(
    "/shop.user.v1.UserAdminService/LockUser",
    user_service_pb2.LockUserRequest,
    user_service_pb2.LockUserResponse,
    # endregion ego: LockUser/cases 0ac99969
    # ego-case:LockUser/ok
    egotest.Case(
        "ok",
        request=user_service_pb2.LockUserRequest(uid=2, why="too many complaints"),
        response=user_service_pb2.LockUserResponse(),
    ),
    # ego-case:LockUser/shop.user.v1.USER_ERR_NOT_FOUND
    # No user has this uid.
    egotest.Case(
        "USER_ERR_NOT_FOUND",
        request=user_service_pb2.LockUserRequest(uid=404),
        error=user_errors.UserErrNotFound,
    ),
    # ego-case:LockUser/shop.common.v1.COMMON_ERR_FORBIDDEN
    # The caller is known, and may not do this.
    egotest.Case(
        "an administrator",
        request=user_service_pb2.LockUserRequest(uid=1),
        error=shop_common_v1_common_errors.CommonErrForbidden,
    ),
    # region ego: LockUser/run
)


@LOCK_USER.parametrize
def test_lock_user(server: egotest.Server, case: egotest.AnyCase) -> None:
    LOCK_USER.check(server, case)
    # endregion ego: LockUser/run 49c48518


def test_the_reason_of_a_lock_is_kept(server: egotest.Server) -> None:
    stub = user_service_pb2_grpc.UserAdminServiceStub(server.channel)
    request = user_service_pb2.LockUserRequest(uid=2, why="asked for it")
    stub.LockUser(request, timeout=egotest.DEADLINE)
    assert locked_because(2) == "asked for it"


# region ego: offered
# What this file was offered. What you delete or rename is not offered again; delete its
# line here to get it anew.
# ImportUsers:client:shop.user.v1.ImportUsersRequest:shop.user.v1.ImportUsersResponse
# ImportUsers/ok
# ImportUsers/shop.common.v1.COMMON_ERR_FORBIDDEN
# LockUser:unary:shop.user.v1.LockUserRequest:shop.user.v1.LockUserResponse
# LockUser/ok
# LockUser/shop.user.v1.USER_ERR_NOT_FOUND
# LockUser/shop.common.v1.COMMON_ERR_FORBIDDEN
# endregion ego: offered
