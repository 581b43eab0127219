"""Each start page leads from an empty folder to its first green thing by ten commands and in five minutes."""

import json
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from run_blocks import unchecked
from walk import Walker, count, newcomer, says

from pages import ROOT, Page, pages

IS_FULL = bool(os.environ.get("HUFU_TEST_FULL"))
# The two that `./dev test` walks: cheap, and one for each registry.
ALWAYS = ("docs/start/mock-server.md", "docs/start/python.md")
PORTS = (3000, 8700, 8787, 8788)
MOST_COMMANDS, MOST_SECONDS = 10, 300
START = [page for page in pages() if page.name.startswith("docs/start/")]
# Those whose commands are all that a person does; where somebody has to scan or to set up a machine, suites of their own follow.
FOLLOWED = re.compile(r"docs/(from-the-article/(?!clerk-and)|how-to/another-provider).*")
TO_THEIR_END = [
    page
    for page in pages()
    if FOLLOWED.match(page.name) and any(block.language == "sh" for block in page.blocks)
]


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With --full what `./dev build` has left; else, for the two pages, the same packages by themselves, of this build."""
    if IS_FULL:
        return ROOT / "build/release"
    folder = tmp_path_factory.mktemp("release")
    subprocess.run(
        ["node", "build.mjs"], cwd=ROOT / "mock-server/npm", check=True, stdout=subprocess.DEVNULL
    )
    for package in ("wasm", "mock-server/npm", "mock-server/npm/dist/hufu-mock-server-linux-x64"):
        pack = ["npm", "pack", "--ignore-scripts", "--silent", "--pack-destination", folder]
        subprocess.run(pack, cwd=ROOT / package, check=True, stdout=subprocess.DEVNULL)
    for wheel in [*ROOT.glob("build/python/dist/*.whl"), *ROOT.glob("build/python-kit/dist/*.whl")]:
        shutil.copy(wheel, folder)
    return folder


@pytest.fixture(scope="session")
def figures() -> Iterator[dict]:
    """Written to build/docs.json, from which `./dev bench --group door` has its rows."""
    found: dict = {"start": {}, "unchecked": unchecked(list(pages()))}
    yield found
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build/docs.json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    for name, walk in found["start"].items():
        print(
            f"{name}: green after {walk['commands']} commands, {walk['files']} files and {walk['seconds']} s"
        )


def is_free(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) != 0


def wants_free_ports(text: str) -> None:
    taken = [port for port in PORTS if str(port) in text and not is_free(port)]
    if taken:
        pytest.skip(f"somebody listens on {taken[0]}, where the page wants a server")


@pytest.mark.parametrize("page", START, ids=lambda page: page.name)
def test_a_start_page_is_green_soon(
    page: Page, release: Path, figures: dict, tmp_path: Path
) -> None:
    if not IS_FULL and page.name not in ALWAYS:
        pytest.skip("in --full")
    wants_free_ports(page.text.split("docs: green")[0])
    walk = Walker(page, tmp_path, newcomer(tmp_path, release, ROOT)).go()
    figures["start"][page.name] = {
        "commands": walk.commands,
        "files": walk.files,
        "seconds": round(walk.seconds, 1),
    }
    assert walk.is_green
    assert walk.commands <= MOST_COMMANDS
    assert walk.seconds <= MOST_SECONDS


@pytest.mark.parametrize("page", TO_THEIR_END, ids=lambda page: page.name)
def test_a_page_is_followed_to_its_end(page: Page, release: Path, tmp_path: Path) -> None:
    if not IS_FULL:
        pytest.skip("in --full")
    wants_free_ports(page.text)
    Walker(page, tmp_path, newcomer(tmp_path, release, ROOT)).go(to_its_end=True)


def test_there_are_start_pages() -> None:
    assert len(START) >= 10
    assert {*ALWAYS} <= {page.name for page in START}


def follow(text: str, tmp_path: Path) -> Walker:
    walker = Walker(Page("docs/start/a.md", text), tmp_path, dict(os.environ))
    walker.go()
    return walker


GREEN = "<!-- docs: green -->\n"


def test_what_is_typed_is_counted_until_it_is_green(tmp_path: Path) -> None:
    text = (
        "```sh\n./dev build npm\nmkdir a && cd a\n```\n```python\n# b.py\nprint('one two')\n```\n"
        f"{GREEN}```sh\npython3 b.py\n```\n```text\none …\n```\n```sh\nfalse\n```\n"
    )
    walk = follow(text, tmp_path).walk
    assert (walk.commands, walk.files, walk.is_green) == (3, 1, True)


def test_a_server_goes_on_and_ends_with_the_page(tmp_path: Path) -> None:
    server = "python3 -u -c 'import time; print(1); time.sleep(60)'"
    walker = follow(f"```sh\n{server}\n```\n```text\n1\n```\n{GREEN}```sh\ntrue\n```\n", tmp_path)
    assert walker.walk.is_green
    assert walker.walk.seconds < 60
    assert walker.running[0].process.poll() is not None


FAULTS = {
    "a command that fails": f"{GREEN}```sh\nfalse\n```\n",
    "another answer": f"{GREEN}```sh\necho 1\n```\n```text\n2\n```\n",
    "an answer, and then a failure": f"{GREEN}```sh\necho 1; exit 3\n```\n```text\n1\n```\n",
    "nothing that is green": "```sh\ntrue\n```\n",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_page_that_leads_nowhere_is_found(fault: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        follow(FAULTS[fault], tmp_path)


def test_commands_are_counted() -> None:
    assert [count(line) for line in ("a", "a && b", "a | b", "a 'x && y'", "a; b")] == [
        1,
        2,
        1,
        1,
        2,
    ]


def test_answers_are_compared_line_by_line() -> None:
    assert says("x\n\x1b[32m1 passed\x1b[0m in 3 s\ny\n", "…1 passed…\ny\n")
    assert says("a   b\n", "a b\n")
    assert not says("y\nx\n", "x\ny\n")
