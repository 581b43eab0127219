"""The commands in the documents: each names files, scripts and options that are there, and somebody runs it.

Running all of them takes an hour; which test runs which is written down in RUN_BY. A new command is a new row.
"""

import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILDERS = "tests/builders/test/documents.test.js"
# What runs a command that begins like this. `by hand`: it opens a window or waits for a person.
RUN_BY = {
    r"\./dev (demo|build|test|check|fix|bench)\b": "tests/lint/test_commands.py",
    r"(\.\./)+dev build": "tests/lint/test_commands.py",
    r"npm install \S*build/packages/": BUILDERS,
    r"npm install --save-dev \S*build/packages/": BUILDERS,
    r"npx hufu-mock-server": BUILDERS,
    r"(build/native/mock-server/)?hufu-mock-server ": "tests/mock_server/program_test.cpp",
    r"export DATABASE_URL": "tests/mock_server/servers/conftest.py",
    r"cd examples/": "tests/lint/test_documented_commands.py",
    r"npm (ci|run (dev|build|phone))": "tests/next/test/story.test.js",
    r"hufu (server|login|whoami|request)": "tests/cli",
    r"pip install .*bindings/python": "tests/python_kit",
    r"build/venv/bin/pytest tests/|\.venv/bin/pytest tests/|python3 -m venv ": "scripts/test.sh",
    r"(python3|build/native/tests/matrix/hufu_matrix_replay) ?\S*": "tests/matrix",
    r"build/native/examples/desktop/hufu-desktop": "tests/desktop",
    r"cmake -S mock-server |build/mock/tests/": "by hand",
}


# What a program answers, in a block of commands.
OUTPUT = ("#", "listening ", "fake ")


def documents() -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    return [ROOT / name for name in names if "decisions/" not in name and name != "CHANGELOG.md"]


def blocks(text: str) -> Iterator[str]:
    """The blocks of code that a person types into a shell: those without a language, or `sh`."""
    for language, body in re.findall(r"^```(\w*)\n(.*?)^```$", text, re.S | re.M):
        if language in ("", "sh") and not re.search(r"[─│┌]|^src/|^#", body, re.M):
            yield body


def commands() -> list[tuple[Path, str]]:
    found = []
    for document in documents():
        for body in blocks(document.read_text()):
            lines = body.replace("\\\n", " ").splitlines()
            stripped = (re.sub(r"\s+#.*$", "", line).strip() for line in lines)
            found += [(document, line) for line in stripped if line and not line.startswith(OUTPUT)]
    return found


COMMANDS = commands()
IDS = [f"{document.relative_to(ROOT)}: {line[:60]}" for document, line in COMMANDS]


def test_there_are_commands() -> None:
    assert len(COMMANDS) > 40


@pytest.mark.parametrize(("document", "line"), COMMANDS, ids=IDS)
def test_somebody_runs_it(document: Path, line: str) -> None:
    runners = [runner for start, runner in RUN_BY.items() if re.match(start, line)]
    assert runners, f"{document}: nobody runs {line!r}: give it a test, and a row in RUN_BY"
    assert runners[0] == "by hand" or (ROOT / runners[0]).exists()


@pytest.mark.parametrize(("document", "line"), COMMANDS, ids=IDS)
def test_what_it_names_is_there(document: Path, line: str) -> None:
    words = shlex.split(line.removesuffix(" &"))
    if words[0].endswith("dev"):
        check_dev(words)
    if words[:2] == ["npm", "run"]:
        scripts = json.loads((document.parent / "package.json").read_text())["scripts"]
        assert words[2] in scripts, f"there is no script {words[2]!r}"
    if words[:2] == ["npm", "ci"]:
        assert (document.parent / "package-lock.json").exists()
    for word in words[1:]:
        path = re.sub(r"\[.*\]$", "", word)
        if re.match(r"(\./)?(bindings|examples|tests|scripts|docs|mock-server)/", path):
            assert list(ROOT.glob(path.removeprefix("./"))), f"there is no {path}"


def check_dev(words: list[str]) -> None:
    usage = subprocess.run(
        [ROOT / "dev", words[1], "--help"], capture_output=True, text=True, check=True
    ).stdout
    for word in words[2:]:
        assert word in usage, f"./dev {words[1]} does not know {word!r}"


def test_nothing_is_said_to_be_in_a_registry_that_is_not() -> None:
    """`npm install hufu`, `pip install hufu-auth`: once they are published, this test goes."""
    wrong = r"npm (?:i|install)(?: -D| --save-dev)? (?:hufu|hufu-mock-server)\b(?![-\w]*\.tgz)|pip install hufu"
    for document in documents():
        found = re.search(wrong, document.read_text())
        assert not found, f"{document}: {found and found.group()}"


def test_npx_is_said_only_where_the_package_was_installed_before() -> None:
    for document in documents():
        text = document.read_text()
        if "npx hufu-mock-server" in text:
            before = text.split("npx hufu-mock-server")[0]
            assert "build/packages/hufu-mock-server" in before, f"{document}: from where?"
