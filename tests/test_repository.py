"""What holds for the committed files themselves: sizes, links, decisions, names to avoid."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = {".py", ".go", ".ts", ".java", ".php", ".j2", ".sh"}
LONGEST = 350
# A public class of Java is one file, with a Javadoc comment for each accessor.
LONGEST_JAVA = 450

# Written as patterns, so that this file does not name them either.
REGISTRY = re.compile(
    r"\b(pypi|pythonhosted|npmjs|packagist|proxy\.golang|repo1?\.maven(\.apache)?|deb\.debian"
    r"|search\.maven|crates)\.(org|com|io|net)\b"
)
MACHINE = re.compile(r"(?<![\w.$}\])-])/(root|opt/wheels|work/\w+|tmp/\w*lab\w*|home/(?!user)\w+)/")


@cache
def committed() -> tuple[Path, ...]:
    """Every file that is or is about to be committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    paths = (ROOT / name for name in names.decode().split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


@cache
def texts() -> dict[Path, str]:
    found = {}
    for path in committed():
        content = path.read_bytes()
        if b"\0" not in content:
            found[path] = content.decode("utf-8", "replace")
    return found


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {match[0]}"
        for path, text in texts().items()
        if pattern.search(text)
        for number, line in enumerate(text.splitlines(), 1)
        if (match := pattern.search(line))
    ]


def test_no_file_names_a_registry_host() -> None:
    assert not lines_with(REGISTRY)


def test_no_file_names_a_path_of_one_machine() -> None:
    assert not lines_with(MACHINE)


def test_sources_stay_short() -> None:
    sizes = {
        str(path.relative_to(ROOT)): text.count("\n")
        for path, text in texts().items()
        if path.suffix in SOURCES and "tests" not in path.relative_to(ROOT).parts
    }
    limit = {name: LONGEST_JAVA if name.endswith(".java") else LONGEST for name in sizes}
    assert {name: size for name, size in sizes.items() if size > limit[name]} == {}


def test_links_between_pages_lead_somewhere() -> None:
    dead = []
    for path, text in texts().items():
        inside = path.relative_to(ROOT).parts
        if path.suffix != ".md" or inside[0] == "templates" or inside[:2] == ("tests", "golden"):
            continue
        prose = re.sub(r"^```.*?^```|`[^`\n]*`", "", text, flags=re.MULTILINE | re.DOTALL)
        for target in re.findall(r"\]\(([^)\s]+)\)", prose):
            file = target.split("#")[0]
            if "://" not in target and file and not (path.parent / file).exists():
                dead.append(f"{path.relative_to(ROOT)}: {target}")
    assert not dead, "\n".join(dead)


def test_the_index_of_the_docs_lists_every_page() -> None:
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    pages = [path for path in committed() if path.parent == ROOT / "docs" and path.suffix == ".md"]
    assert not [
        page.name for page in pages if page.name != "README.md" and f"({page.name})" not in index
    ]


def test_decisions_have_one_form() -> None:
    """Number and title, then context, choice, consequence; half a page; listed in the index."""
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text("utf-8")
    numbers = []
    for path in sorted(folder.glob("*.md")):
        if path.name == "README.md":
            continue
        text = path.read_text("utf-8")
        name = re.fullmatch(r"(\d{4})-[a-z0-9-]+\.md", path.name)
        assert name, f"{path.name}: the name is NNNN-some-words.md"
        assert re.match(rf"# {name[1]}: \S.*\n", text), (
            f"{path.name}: begins with `# {name[1]}: Title`"
        )
        headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
        assert headings == ["Context", "Choice", "Consequence"], path.name
        assert text.count("\n") <= 40, f"{path.name}: half a page"
        assert f"({path.name})" in index, f"{path.name}: add it to decisions/README.md"
        numbers.append(int(name[1]))
    assert numbers == list(range(1, len(numbers) + 1))


def test_gitlab_accepts_the_pipeline() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.gitlab-ci"]
    command += ["--data-transform", "gitlab-ci", "--output-format", "json", ".gitlab-ci.yml"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert json.loads(result.stdout)["status"] == "ok", result.stdout


def test_make_help_names_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert targets
    command = ["make", "--no-print-directory", "help"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [line.split()[0] for line in told.splitlines()[1:]] == targets[1].split()
