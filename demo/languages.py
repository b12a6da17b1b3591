"""One error, five languages: raised by a server in each, caught by a client in each of the others.

The programs are those of tests/interop, where every byte is compared; here it is shown what each says.
"""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from pathlib import Path

from steps import OUT, ROOT, Failed, show

sys.path.insert(0, str(ROOT))

from tests.interop.process import Process
from tests.interop.programs import LANGUAGES, Program

ORDER = {"code": "USER_ERR_LOCKED", "metadata": {"uid": "四 🛒"}}
SHOWN = "status message matches display".split()


def caught_everywhere() -> str:
    """Builds the programs, lets the error travel, and shows what each client caught; what came of it.

    Raises:
        Failed: a toolchain is missing, or two languages say different things.
    """
    programs, missing = built(OUT / "languages")
    with ExitStack() as stack:
        ports, clients = {}, {}
        for name, program in programs.items():
            ports[name] = stack.enter_context(Process(name, program, "server")).port()
            clients[name] = stack.enter_context(Process(name, program, "client"))
        answers = {
            (server, client): ask(process, port)
            for server, port in ports.items()
            for client, process in clients.items()
            if server != client
        }
    for server in programs:
        print(f"  raised in {server}: {ORDER['code']}, uid = {ORDER['metadata']['uid']}")  # type: ignore[index]
        for client in programs:
            if client != server:
                status, message, matches, line = (answers[server, client][n] for n in SHOWN)
                print(f"    {client:<11} {status}  {message}  is {' '.join(matches)}  →  {line}")
    said = {json.dumps(answer, sort_keys=True) for answer in answers.values()}
    if missing:
        raise Failed(
            f"{'; '.join(missing)}. `make toolchains` (ci/toolchains.sh) installs what is missing, "
            "on Debian as root; `ego doctor` says where to get it otherwise"
        )
    if len(said) != 1 or next(iter(answers.values()))["matches"] != [ORDER["code"]]:
        raise Failed("the languages say different things")
    return f"{len(answers)} pairs of {len(programs)} languages, one answer"


def built(folder: Path) -> tuple[dict[str, Program], list[str]]:
    """The programs of all languages, with what is generated for each from interop.proto; what is missing."""
    print(f"$ build the servers and clients of {show(ROOT / 'tests' / 'interop')}", flush=True)
    programs, missing = {}, []
    for language in LANGUAGES:
        lacking = language.missing()
        if lacking:
            missing.append(f"{language.name} needs {', '.join(lacking)}, not found")
            continue
        (folder / language.name).mkdir(parents=True)
        try:
            programs[language.name] = language.build(folder / language.name)
        except (AssertionError, RuntimeError) as problem:
            missing.append(f"{language.name} does not build: {problem}")
    for line in missing:
        print(f"  NOT SHOWN: {line}")
    return programs, missing


def ask(client: Process, port: int) -> dict[str, object]:
    """What a client says about the error that a server raises."""
    request = {"address": f"127.0.0.1:{port}", "method": "Unary", "order": json.dumps(ORDER)}
    return client.ask(request)
