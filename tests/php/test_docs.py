"""The PHP of docs/php.md: every block runs against the shop's classes, and does what the page says."""

from __future__ import annotations

import re

import pytest

from demo.consumers.consumer import Consumer
from tests.e2e.consumers.programs import installed
from tests.e2e.consumers.publishing import registry, shop
from tests.e2e.ego import ego
from tests.php.toolchain import STRICT, run
from tests.protos import ROOT

# A call that failed, as ext-grpc has them, in the place of a server.
PRELUDE = r"""<?php
declare(strict_types=1);
require 'vendor/autoload.php';
use Ego\Errors\{Detail, EgoErrors, EgoException, GrpcClient, GrpcServer};
use Shop\User\V1\{GetUserRequest, User, UserErrCodes, UserErrNotFound, UserServiceClient, UserServiceStub};

final class Call
{
    public function wait(): array
    {
        return [null, (new UserErrNotFound(uid: '42'))->toStatus()];
    }
}
$stub = new class {
    public function __call(string $name, array $arguments): Call
    {
        return new Call();
    }
};
$cause = new RuntimeException('the database is asleep');
$request = new GetUserRequest(['uid' => 42]);
"""


def blocks() -> list[str]:
    """The PHP blocks of the page, in its order."""
    page = (ROOT / "docs" / "php.md").read_text("utf-8")
    return re.findall(r"^```php\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def consumer(tmp_path_factory: pytest.TempPathFactory) -> Consumer:
    """A project that has installed the shop's package."""
    folder = tmp_path_factory.mktemp("docs")
    made = shop(folder / "shop", "php")
    told = ego(made, "publish")
    assert told.code == 0, told.err
    return installed("php", folder / "project", registry(made), "")


def ran(consumer: Consumer, code: str) -> str:
    script = consumer.cwd / "docs.php"
    script.write_text(code, "utf-8")
    php, *extension, _ = consumer.client
    return run(php, *STRICT, *extension, str(script), cwd=consumer.cwd)


def test_a_program_runs_as_it_stands(consumer: Consumer) -> None:
    (program,) = (text for text in blocks() if text.startswith("<?php"))
    # Nobody listens there.
    assert ran(consumer, program.replace("localhost:50051", "127.0.0.1:1")) == "UNAVAILABLE\n"


def test_fragments_throw_and_catch_what_the_page_says(consumer: Consumer) -> None:
    fragments = [text for text in blocks() if not text.startswith("<?php")]
    assert fragments
    for text in fragments:
        throwing, _, rest = text.partition("\n\n")
        if throwing.startswith("throw "):
            shown = "echo $e->getPrevious()->getMessage(), PHP_EOL;"
            thrown = f"try {{ {throwing} }} catch (UserErrNotFound $e) {{ {shown} }}\n"
            # An ellipsis is what a reader fills in.
            told = ran(consumer, PRELUDE + thrown + rest.replace("…", ""))
            assert told == (
                "the database is asleep\n42找不到用户 42 (shop.user.v1.USER_ERR_NOT_FOUND)"
            )
        else:
            ran(consumer, PRELUDE + text.replace("…", ""))
