"""Comments that grpc_php_plugin copies into PHP where they could end the comment that they are in."""

from __future__ import annotations

import re

from google.protobuf.descriptor_pb2 import FileDescriptorProto

_HEADS = ([12], [2])
"""The paths of `syntax` and `package` in descriptor.proto: what stands before them is the file's comment."""
_END = re.compile(r"\?(?=>)")


def disarm(file: FileDescriptorProto) -> None:
    r"""Takes `?>` and lone CR from a file's comment, in place.

    grpc_php_plugin writes it as `//` lines, which both of them end: what follows would be HTML, or code.

    >>> file = FileDescriptorProto()
    >>> location = file.source_code_info.location.add(path=[12], leading_comments=" a ?> b\r c\n")
    >>> disarm(file)
    >>> location.leading_comments
    ' a ? > b  c\n'
    """
    for location in file.source_code_info.location:
        if list(location.path) in _HEADS:
            location.leading_comments = _plain(location.leading_comments)
            location.trailing_comments = _plain(location.trailing_comments)
            detached = [_plain(text) for text in location.leading_detached_comments]
            location.leading_detached_comments[:] = detached


def _plain(text: str) -> str:
    return _END.sub("? ", text.replace("\r\n", "\n").replace("\r", " "))
