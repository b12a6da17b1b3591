"""The shop's asyncio client: the same scenarios, all in flight at once."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter

import grpc
from egoerrors import async_client_interceptors
from scenarios import SCENARIOS, Scenario, judge
from shop_client.shop.user.v1.user_errors import UserErrNotFound
from shop_client.shop.user.v1.user_service_pb2 import GetUserRequest
from shop_client.shop.user.v1.user_service_pb2_grpc import UserServiceStub


async def perform(channel: grpc.aio.Channel, scenario: Scenario) -> BaseException:
    """Makes the call and gives back what it raised."""
    method = getattr(scenario.stub(channel), scenario.method)
    call = method(scenario.argument(), timeout=scenario.timeout)
    try:
        if scenario.receives:
            _ = [answer async for answer in call]
        else:
            await call
    except grpc.RpcError as error:
        return error
    raise AssertionError(f"{scenario.name} was expected to fail")


async def main() -> int:
    # What signing in answers depends on the calls before; everything else can go in any order.
    scenarios = [s for s in SCENARIOS if s.method != "SignIn"]
    async with grpc.aio.insecure_channel(sys.argv[1]) as channel:
        caught = await asyncio.gather(*(perform(channel, s) for s in scenarios))
    print(f"  {len(caught)} calls at once, their errors read and matched the same way:")
    judged = [judge(s, error) for s, error in zip(scenarios, caught, strict=True)]
    right = sum(good for _, good in judged)
    for status, count in sorted(Counter(error.status.name for error, _ in judged).items()):
        print(f"  {count:>3} × {status}")
    print(f"  {right} of {len(scenarios)} errors as expected")

    interceptors = async_client_interceptors()
    async with grpc.aio.insecure_channel(sys.argv[1], interceptors=interceptors) as channel:
        try:
            await UserServiceStub(channel).GetUser(GetUserRequest(uid=42))
        except UserErrNotFound as error:
            print("  except UserErrNotFound as error:  ", error.display("zh-CN"))
        else:
            return 1
    return 0 if right == len(scenarios) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
