"""Error codes over gRPC: exceptions with a status, a unique reason and metadata, the
same in five languages.

The generated modules use this package; so do servers (`ServerInterceptor`, `abort`),
clients (`ClientInterceptor`, `from_error`, `is_`) and API layers (`EgoError.display`,
`EgoError.http_body`). Everything said here by number ("contract R5") is in
docs/error-contract.md of protoc-gen-ego.
"""

from __future__ import annotations

from .client import ClientInterceptor
from .client_aio import async_client_interceptors
from .code import ErrorCode, InvalidCodeError
from .error import EgoError
from .matching import is_
from .reading import from_error, from_error_async, from_status
from .registry import REGISTRY, DuplicateCodeError, Registry, register
from .sending import ErrorStatus, abort, abort_async, to_status
from .server import ServerInterceptor
from .server_aio import AsyncServerInterceptor
from .status import Status
from .wire import Detail

__all__ = [
    "REGISTRY",
    "AsyncServerInterceptor",
    "ClientInterceptor",
    "Detail",
    "DuplicateCodeError",
    "EgoError",
    "ErrorCode",
    "ErrorStatus",
    "InvalidCodeError",
    "Registry",
    "ServerInterceptor",
    "Status",
    "abort",
    "abort_async",
    "async_client_interceptors",
    "from_error",
    "from_error_async",
    "from_status",
    "is_",
    "register",
    "to_status",
]
