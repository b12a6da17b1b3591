"""What a name leads to: an element of a documented page, or one that has its home elsewhere."""

from __future__ import annotations

from typing import NamedTuple

# Beginning of a file's path -> where its sources are read; {path} is the file. The longest beginning counts.
HOMES = {
    "google/protobuf/": "https://github.com/protocolbuffers/protobuf/blob/main/src/{path}",
    "google/": "https://github.com/googleapis/googleapis/blob/master/{path}",
    "buf/validate/": "https://github.com/bufbuild/protovalidate/blob/main/proto/protovalidate/{path}",
    "validate/": "https://github.com/bufbuild/protoc-gen-validate/blob/main/{path}",
    "protoc-gen-openapiv2/": "https://github.com/grpc-ecosystem/grpc-gateway/blob/main/{path}",
    "errors/errors.proto": "https://github.com/go-kratos/kratos/blob/main/third_party/{path}",
    "grpc/": "https://github.com/grpc/grpc-proto/blob/master/{path}",
    "envoy/": "https://github.com/envoyproxy/envoy/blob/main/api/{path}",
    "xds/": "https://github.com/cncf/xds/blob/main/{path}",
    "opentelemetry/": "https://github.com/open-telemetry/opentelemetry-proto/blob/main/{path}",
}
# The types that have a page of their own, by the name of their file.
_WELL_KNOWN = "https://protobuf.dev/reference/protobuf/google.protobuf/#{anchor}"
_WELL_KNOWN_FILES = frozenset(
    f"google/protobuf/{name}.proto"
    for name in "any api duration empty field_mask source_context struct timestamp type wrappers".split()
)


class Target(NamedTuple):
    """Where a name leads. `full_name` is unique in a repository, so it serves as an anchor too."""

    kind: str  # message, enum, service, method, field, oneof, value, extension, error, package
    full_name: str  # shop.user.v1.User.name
    package: str  # shop.user.v1; the page, when the element is documented
    owner: (
        str  # full name of what the element is described in: the message of a field, else its own
    )
    owner_kind: str  # kind of the owner: it has a heading of its own
    documented: bool  # whether the element is on a page of this documentation
    home: str = ""  # URL of an element that is not; '' when nobody knows

    @property
    def names(self) -> tuple[str, ...]:
        """The owner's name behind its package, outermost first: ('User', 'Settings')."""
        inside = self.owner[len(self.package) + 1 :] if self.package else self.owner
        return tuple(inside.split("."))


def home(path: str, full_name: str, homes: dict[str, str] = HOMES) -> str:
    """The URL at which people read about an element of a file that is not ours; '' when there is none.

    >>> home("google/rpc/status.proto", "google.rpc.Status")
    'https://github.com/googleapis/googleapis/blob/master/google/rpc/status.proto'
    >>> home("google/protobuf/timestamp.proto", "google.protobuf.Timestamp")
    'https://protobuf.dev/reference/protobuf/google.protobuf/#timestamp'
    >>> home("acme/own.proto", "acme.Own")
    ''
    """
    if homes is HOMES and path in _WELL_KNOWN_FILES and full_name.startswith("google.protobuf."):
        anchor = full_name[len("google.protobuf.") :].partition(".")[0].lower()
        return _WELL_KNOWN.format(anchor=_slug(anchor))
    found = max((start for start in homes if path.startswith(start)), key=len, default="")
    return homes[found].replace("{path}", _url_path(path)) if found else ""


def _slug(anchor: str) -> str:
    return "".join(c for c in anchor if c.isascii() and (c.isalnum() or c == "_"))


def _url_path(path: str) -> str:
    from urllib.parse import quote

    return quote(path)
