"""The shop as a gRPC server on the loopback; prints its port and serves until it is ended."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import grpc
from egoerrors import ServerInterceptor
from orders import OrderService, PaymentService, TrackingService
from shop_client.shop.order.v1 import order_service_pb2_grpc as order
from shop_client.shop.payment.v1 import payment_service_pb2_grpc as payment
from shop_client.shop.user.v1 import user_service_pb2_grpc as user
from users import UserAdminService, UserService


def main() -> None:
    server = grpc.server(ThreadPoolExecutor(8), interceptors=[ServerInterceptor()])
    port = server.add_insecure_port("127.0.0.1:0")
    user.add_UserServiceServicer_to_server(UserService(), server)
    user.add_UserAdminServiceServicer_to_server(UserAdminService(), server)
    order.add_OrderServiceServicer_to_server(OrderService(f"127.0.0.1:{port}"), server)
    order.add_TrackingServiceServicer_to_server(TrackingService(), server)
    payment.add_PaymentServiceServicer_to_server(PaymentService(), server)
    server.start()
    print(port, flush=True)
    server.wait_for_termination()


if __name__ == "__main__":
    main()
