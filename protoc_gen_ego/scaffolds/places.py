"""Places: in which file each service is tested, also where two services would be tested in the same one.

Two packages in a folder may both have a service `Api`. The file that is there stays with the service that it is about;
else the first one by name has the plain name, and the others have their package in theirs, so all of it depends on
nothing but the protos and the files.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable

from protoc_gen_ego.schema import Service

_TITLE = re.compile(
    r"Tests of\s+(?:(?://|#|\*)\s+)?([\w.]+), begun by\s+(?:(?://|#|\*)\s+)?protoc-gen-ego from"
    r"\s+(?:(?://|#|\*)\s+)?(\S+)\."
)


def titled(text: str) -> tuple[str, str]:
    """The service that a scaffold is about and its proto file; empty if the text does not say it.

    >>> titled("# Tests of a.v1.Api, begun by protoc-gen-ego from\\n# a/v1/api.proto.\\n")
    ('a.v1.Api', 'a/v1/api.proto')
    """
    found = _TITLE.search(text)
    return (found[1], found[2]) if found else ("", "")


def places(
    services: Iterable[Service],
    path: Callable[[Service, str], str],
    there: Callable[[str], str],
) -> dict[Service, str]:
    """The path of each service.

    path: of a service, with a word in its name that tells it from others, or with none.
    there: the text of the file at a path; '' if there is none.
    """
    groups: dict[str, list[Service]] = {}
    plain = {service: path(service, "") for service in services}
    for service, name in plain.items():
        groups.setdefault(name.lower(), []).append(service)
    known = {service.full_name for service in plain}
    found = {}
    for group in groups.values():
        rivals = sorted(group, key=lambda service: service.full_name)
        tested, source = titled(there(plain[rivals[0]]))
        owner = next((one for one in rivals if one.full_name == tested), None)
        if owner is None and _is_free(tested, source, known, rivals):
            owner = rivals[0]
        packages = [one.file.package for one in rivals]
        for one in rivals:
            word = one.file.package.replace(".", "_")
            if not word or packages.count(one.file.package) > 1:
                word = f"x{zlib.crc32(one.full_name.encode()):08x}"
            found[one] = plain[one] if one is owner else path(one, word)
    return found


def _is_free(service: str, source: str, known: set[str], rivals: list[Service]) -> bool:
    """Whether a file is nobody else's: there is none, or its service has another name by now."""
    if not service:
        return True
    return service not in known and source in {one.file.name for one in rivals}
