"""The shop's synchronous client: each error is read, matched, and shown in two languages."""

from __future__ import annotations

import json
import sys

import grpc
from egoerrors import ClientInterceptor
from google.rpc.error_details_pb2 import RetryInfo
from scenarios import SCENARIOS, Scenario, judge
from shop_client.shop.user.v1.user_errors import UserErrNotFound
from shop_client.shop.user.v1.user_service_pb2 import GetUserRequest
from shop_client.shop.user.v1.user_service_pb2_grpc import UserServiceStub


def perform(channel: grpc.Channel, scenario: Scenario) -> BaseException:
    """Makes the call and gives back what it raised."""
    method = getattr(scenario.stub(channel), scenario.method)
    try:
        answer = method(scenario.argument(), timeout=scenario.timeout)
        if scenario.receives:
            list(answer)
    except grpc.RpcError as error:
        return error
    raise AssertionError(f"{scenario.name} was expected to fail")


def show(channel: grpc.Channel) -> int:
    """Every scenario, each error only once; how many came out wrong."""
    print("  Raised by the server, read by from_error, matched by is_ (by no other class), shown:")
    wrong, seen = 0, set()
    for scenario in SCENARIOS:
        error, right = judge(scenario, perform(channel, scenario))
        wrong += not right
        line = (scenario.name, error.status, error.reason)
        if line in seen and right:
            continue
        seen.add(line)
        mark = type(error).__name__ if right else f"NOT THE EXPECTED {scenario.expected}"
        print(f"  {error.status.name:<20}{scenario.name:<30}{mark}")
        print(f"      zh  {error.display('zh-CN')}")
        print(f"      en  {error.display('en')}")
        retry = error.detail(RetryInfo)
        if retry is not None:
            print(f"      detail RetryInfo: again in {retry.retry_delay.seconds} s")
    print(f"  {len(SCENARIOS) - wrong} of {len(SCENARIOS)} errors as expected")
    return wrong


def typed(channel: grpc.Channel) -> None:
    """With the interceptor, `except` takes the declared class."""
    stub = UserServiceStub(grpc.intercept_channel(channel, ClientInterceptor()))
    try:
        stub.GetUser(GetUserRequest(uid=42))
    except UserErrNotFound as error:
        print("  except UserErrNotFound as error:  metadata", dict(error.metadata))
        print(
            "  as HTTP", error.http_status, json.dumps(error.http_body("zh-CN"), ensure_ascii=False)
        )


def main() -> int:
    with grpc.insecure_channel(sys.argv[1]) as channel:
        wrong = show(channel)
        typed(channel)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
