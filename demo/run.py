"""The demonstration: from a folder of protos to clients in five languages that handle errors, and mistakes caught.

Told top-down in `tell`. Everything is made anew below demo/out, or the folder that DEMO_OUT names.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from installed import install_everywhere, read_everywhere
from languages import caught_everywhere
from mistakes import MISTAKES, check
from scaffolds import tested_everywhere
from steps import OUT, ROOT, TOOLS, Failed, Story, repository, run, show

DEMO = Path(__file__).parent
EGO = TOOLS / "ego"


def main() -> int:
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    story = Story()
    try:
        tell(story)
    except KeyboardInterrupt:
        return 130
    except (Failed, OSError, subprocess.SubprocessError) as error:
        print(f"\ndemo: {error}", file=sys.stderr)
    print(f"\n── Summary\n{story.summary()}")
    if any(step.result == "FAILED" for step in story.steps):
        return 1
    print(f"\n── Look at\n{PLACES}")
    return 0


def tell(story: Story) -> None:
    with story.step("ego run: the shop's protos become packages in a local registry") as step:
        shop = repository(ROOT / "proto-examples", OUT / "shop")
        run(EGO, "-C", shop, "run")
        step.result = packages(shop)
    with story.step("pip install: the client package, into a fresh environment"):
        python = environment("venv")
        install(python, shop, "shop-client")
    with story.step("the shop as a server, a synchronous client, an asyncio client") as step:
        with server(python) as address:
            told = run(python, DEMO / "client.py", address)
            told += run(python, DEMO / "client_async.py", address)
        step.result = " and ".join(
            line.strip() for line in told.splitlines() if " errors as " in line
        )
    with story.step("ego check: mistakes are caught before they reach anyone") as step:
        for mistake in MISTAKES:
            check(mistake, shop)
        step.result = f"{len(MISTAKES)} of {len(MISTAKES)} caught"
    with story.step("the same over protos that nobody here wrote (googleapis)") as step:
        step.result = googleapis(python)
    with story.step("one error in five languages: each raises, the four others catch") as step:
        step.result = caught_everywhere()
    with story.step("five fresh projects install the shop's package from the registry") as step:
        consumers = install_everywhere(shop)
        step.result = ", ".join(consumers)
    with story.step("ego docs: a site of the shop, to be opened from its folder") as step:
        step.result = documented(shop)
    with story.step("ego scaffold: tests begun in five languages, finished, begun again") as step:
        step.result = tested_everywhere(shop)
    with story.step("five consumers: each reads an error that another language raised") as step:
        step.result = read_everywhere(consumers)


def packages(repository: Path) -> str:
    told = run(EGO, "-C", repository, "registry", "list", shown=False)
    folders = sorted({line.partition("/")[0] for line in told.splitlines()})
    return f"{len(told.splitlines())} packages, for {', '.join(folders)}"


def documented(repository: Path) -> str:
    """Builds the site, checks what it is made of, and says where to open it."""
    run(EGO, "-C", repository, "docs", "--check")
    run(EGO, "-C", repository, "docs")
    site = repository / "build" / "ego" / "docs"
    pages = len(list(site.rglob("*.html")))
    return f"{pages} pages: open {show(site / 'index.html')}"


def environment(name: str) -> Path:
    """A fresh virtual environment; its interpreter."""
    run(Path(sys.executable), "-m", "venv", OUT / name)
    return OUT / name / "bin" / "python"


def install(python: Path, repository: Path, distribution: str) -> None:
    wheels = repository / "build" / "ego" / "registry" / "wheels"
    run(python, "-m", "pip", "install", "--quiet", "--find-links", wheels, distribution)


@contextmanager
def server(python: Path) -> Iterator[str]:
    """The shop, in a process of its own; its address."""
    command = [str(python), str(DEMO / "server.py")]
    print(f"$ {show(python)} demo/server.py &")
    log = (OUT / "server.log").open("w", encoding="utf-8")
    with log, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True) as process:
        try:
            assert process.stdout
            port = process.stdout.readline().strip()
            if not port:
                raise Failed(f"the server did not start, see {show(OUT / 'server.log')}")
            yield f"127.0.0.1:{port}"
        finally:
            process.terminate()


def googleapis(python: Path) -> str:
    """The protos that the wheel googleapis-common-protos carries, through the same pipeline.

    They were not written for our lint rules: what `ego check` finds is counted, and does not stop us.
    """
    import google.api

    source = Path(next(iter(google.api.__path__))).parent
    protos = OUT / "protos"
    for file in source.rglob("*.proto"):
        copy = protos / "google" / file.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, copy)
    (protos / "buf.yaml").write_text("version: v2\n", encoding="utf-8")
    (protos / "ego.yaml").write_text("name: google-apis\n", encoding="utf-8")
    there = repository(protos, OUT / "googleapis")
    shutil.rmtree(protos)

    told = run(EGO, "-C", there, "--json", "check", ok=(0, 1), shown=False)
    rules = Counter(finding["rule"] for finding in json.loads(told)["diagnostics"])
    for rule, count in rules.most_common():
        print(f"  {count:>4} × {rule}")
    for stage in ("catalog", "generate", "package", "publish"):
        run(EGO, "-C", there, stage)
    install(python, there, "google-apis-client")
    modules = run(python, DEMO / "import_all.py", "google_apis_client").strip()
    return f"{modules}; {sum(rules.values())} findings of {len(rules)} rules, counted"


PLACES = "\n".join(
    f"  {show(path):<44} {what}"
    for path, what in {
        OUT / "shop" / "build" / "ego": "all that `ego run` made",
        OUT / "shop" / "build" / "ego" / "registry": "the registry: pip installs from it",
        OUT / "shop" / "build" / "ego" / "docs" / "index.html": "the shop's documentation",
        OUT / "venv": "an environment with the client package",
        OUT / "consumers": "five projects that installed theirs; the sources are in demo/consumers",
        DEMO / "orders.py": "a service that raises declared errors",
        DEMO / "client.py": "a client that reads them",
    }.items()
)

if __name__ == "__main__":
    sys.exit(main())
