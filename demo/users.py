"""The user services of the shop: a mistake of the caller is raised as the declared error."""

from __future__ import annotations

import time
from collections.abc import Iterator

import grpc
from google.protobuf.duration_pb2 import Duration
from google.rpc.error_details_pb2 import RetryInfo
from shop_client.shop.common.v1.common_errors import (
    CommonErrForbidden,
    CommonErrInvalidField,
    CommonErrRateLimited,
    CommonErrUnauthenticated,
    CommonErrUnavailable,
)
from shop_client.shop.user.v1 import user_pb2, user_service_pb2, user_service_pb2_grpc
from shop_client.shop.user.v1.user_errors import (
    SessionErrExpired,
    SessionErrWrongPassword,
    UserErrChanged,
    UserErrContactTaken,
    UserErrIdInvalid,
    UserErrLocked,
    UserErrNotFound,
)

ANNA, LOCKED, CHANGING = 1, 2, 3
TRIES = 3


class UserService(user_service_pb2_grpc.UserServiceServicer):
    """What a person does with the own account."""

    def __init__(self) -> None:
        self.users = {
            ANNA: user_pb2.User(uid=ANNA, name="Anna", email="anna@example.com"),
            LOCKED: user_pb2.User(uid=LOCKED, name="Boris", email="boris@example.com"),
            CHANGING: user_pb2.User(uid=CHANGING, name="Chen", email="chen@example.com"),
        }
        self.tries = 0

    def GetUser(self, request, context):
        if request.uid <= 0:
            raise UserErrIdInvalid(uid=str(request.uid))
        if request.uid not in self.users:
            raise UserErrNotFound(uid=str(request.uid))
        return user_service_pb2.GetUserResponse(user=self.users[request.uid])

    def CreateUser(self, request, context):
        if not request.user.name:
            raise CommonErrInvalidField(field="user.name", problem="must not be empty")
        if request.user.email in {user.email for user in self.users.values()}:
            raise UserErrContactTaken(contact=request.user.email)
        return user_service_pb2.CreateUserResponse(user=request.user)

    def UpdateUser(self, request, context):
        uid = request.user.uid
        if uid == LOCKED:
            raise UserErrLocked(uid=str(uid), why="too many complaints")
        if uid == CHANGING:
            raise UserErrChanged(uid=str(uid))
        return user_service_pb2.UpdateUserResponse(user=self.users[uid])  # a KeyError is a bug

    def SignIn(self, request, context):
        self.tries += 1
        if self.tries > TRIES:
            wait = RetryInfo(retry_delay=Duration(seconds=30))
            raise CommonErrRateLimited(limit=str(TRIES)).with_details(wait)
        raise SessionErrWrongPassword()

    def FindUsers(self, request, context) -> Iterator[user_service_pb2.FindUsersResponse]:
        """Breaks off in the middle: an error may follow answers that have been sent."""
        yield user_service_pb2.FindUsersResponse(user=self.users[ANNA])
        raise CommonErrUnavailable()

    def Chat(self, request_iterator, context) -> Iterator[user_service_pb2.ChatResponse]:
        for request in request_iterator:
            if request.text == "wait":
                time.sleep(1)
            if request.text == "bye":
                raise SessionErrExpired(time="18:00")
            if request.text == "break":
                context.abort(grpc.StatusCode.OUT_OF_RANGE, "a server that knows no error codes")
            yield user_service_pb2.ChatResponse(text=f"you said {request.text}")


class UserAdminService(user_service_pb2_grpc.UserAdminServiceServicer):
    """What an administrator does with accounts; nobody here is one."""

    def ImportUsers(self, request_iterator, context):
        for _ in request_iterator:
            raise CommonErrForbidden(action="ImportUsers")
        return user_service_pb2.ImportUsersResponse()

    def LockUser(self, request, context):
        raise CommonErrUnauthenticated()
