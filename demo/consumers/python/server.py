"""The shop's users as a server: prints its port, serves until its stdin ends."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import grpc
from egoerrors import ServerInterceptor
from shop_client.shop.user.v1 import user_service_pb2_grpc
from shop_client.shop.user.v1.user_errors import UserErrNotFound
from shop_client.shop.user.v1.user_pb2 import User
from shop_client.shop.user.v1.user_service_pb2 import GetUserRequest, GetUserResponse


class UserService(user_service_pb2_grpc.UserServiceServicer):
    """Knows one user."""

    def GetUser(self, request: GetUserRequest, context: grpc.ServicerContext) -> GetUserResponse:
        if request.uid != 1:
            raise UserErrNotFound(uid=str(request.uid))
        return GetUserResponse(user=User(uid=1, name="Ada"))


def main() -> None:
    server = grpc.server(ThreadPoolExecutor(4), interceptors=[ServerInterceptor()])
    port = server.add_insecure_port("127.0.0.1:0")
    user_service_pb2_grpc.add_UserServiceServicer_to_server(UserService(), server)
    server.start()
    print(port, flush=True)
    sys.stdin.read()
    server.stop(None)


if __name__ == "__main__":
    main()
