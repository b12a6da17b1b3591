"""Asks a server, in whatever language, for a user that nobody is, and shows the error."""

from __future__ import annotations

import sys

import grpc
from egoerrors import ClientInterceptor
from shop_client.shop.user.v1.user_errors import UserErrNotFound
from shop_client.shop.user.v1.user_service_pb2 import GetUserRequest
from shop_client.shop.user.v1.user_service_pb2_grpc import UserServiceStub


def main(address: str) -> None:
    with grpc.insecure_channel(address) as channel:
        users = UserServiceStub(grpc.intercept_channel(channel, ClientInterceptor()))
        try:
            users.GetUser(GetUserRequest(uid=42), timeout=60)
        except UserErrNotFound as error:
            print(f"{error.code.name} uid={error.metadata['uid']} {error.display('zh-CN')}")
        else:
            sys.exit("nobody was expected")


if __name__ == "__main__":
    main(sys.argv[1])
