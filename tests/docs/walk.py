"""Somebody who has never been here follows a page from an empty folder until its first green thing, and is timed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from commands import lines
from shell import Running, Shell, tail

from pages import Block, Page

# "Packages already built": these lines are not typed and not counted.
BUILT = re.compile(r"(cd ~/hufu && )?(\S*/)?\./dev build\b.*|git clone .*")
# What goes on, also where a page does not show what it says.
SERVES = re.compile(r"\bhufu-mock-server --|^node --env-file=")
LONGEST_WAIT_S = 120
COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")


@dataclass
class Walk:
    """What it took."""

    commands: int = 0
    files: int = 0
    seconds: float = 0.0
    is_green: bool = False


@dataclass
class Walker:
    """A person at terminals in a home of their own, where `~/hufu` is this tree with its packages."""

    page: Page
    home: Path
    environment: dict[str, str]
    walk: Walk = field(default_factory=Walk)
    running: list[Running] = field(default_factory=list)

    def go(self, to_its_end: bool = False) -> Walk:
        folder = self.home / "work"
        folder.mkdir()
        self.shell = Shell(folder, self.environment, self.home)
        began = time.monotonic()
        try:
            for step, behind in self._steps(to_its_end):
                if self._take(step, behind):
                    self.walk.is_green = True
                    if not to_its_end:
                        break
        finally:
            for program in reversed(self.running):
                program.end()
        self.walk.seconds = time.monotonic() - began
        return self.walk

    def _steps(self, to_its_end: bool) -> list[tuple[Block | str, Block | None]]:
        """Blocks and the mark `green` in their order; behind commands what they answer."""
        blocks = [(block.line, block) for block in self.page.blocks]
        marks = [(at, says) for at, name, says in self.page.marks if name == "green"]
        assert to_its_end or len(marks) == 1, f"{self.page.name} has {len(marks)} marks `green`"
        self._green = marks[0] if marks else (0, "nowhere")
        found: list[tuple[Block | str, Block | None]] = []
        for _, step in sorted([*blocks, *marks], key=lambda each: each[0]):
            if (
                isinstance(step, Block)
                and step.language == "text"
                and found
                and isinstance(found[-1][0], Block)
            ):
                if found[-1][0].language == "sh":
                    found[-1] = (found[-1][0], step)
            else:
                found.append((step, None))
        return found

    def _take(self, step: Block | str, answers: Block | None) -> bool:
        """One step; whether the page is green by it."""
        if isinstance(step, str):
            if not step:
                return False  # the next commands are meant
            self._see_page(*step.split(" ", 1))
            return True
        if step.language == "sh":
            self._type(step, answers)
            return not self._green[1] and step.line > self._green[0]
        if step.path and not step.hidden:
            file = self.shell.folder / step.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(step.code)
            self.walk.files += 1
        return False

    def _type(self, block: Block, answers: Block | None) -> None:
        typed = [line for _, line in lines(block.code) if not BUILT.fullmatch(line)]
        for at, line in enumerate(typed):
            self.walk.commands += count(line)
            if answers and at == len(typed) - 1:
                self._start(line, answers.code)
            elif SERVES.search(line):
                self._start(line, "listening …")
            else:
                self.shell.run(self._at_home(line))

    def _start(self, line: str, answers: str) -> None:
        """A program that answers; one that goes on, such as a server, has a terminal of its own from then on."""
        program = self.shell.start(self._at_home(line))
        self.running.append(program)
        assert program.has_said(lambda said: says(said, answers), LONGEST_WAIT_S), (
            f"{line}: never said {answers!r}:\n{tail(program.said)}"
        )
        self._by_hand(line, program)
        with suppress(subprocess.TimeoutExpired):  # a server goes on
            program.process.wait(1)
        if program.process.poll() is not None:
            assert program.process.returncode == 0, f"{line}: {tail(program.said)}"

    def _by_hand(self, line: str, program: Running) -> None:
        """What the person does meanwhile: lets the device in, by the code and the number that it shows."""
        if line == "hufu login --device":
            shown = re.search(
                r"code is (\S+?),? .*?asks for (\d+)", COLOURS.sub("", program.said), re.S
            )
            assert shown, program.said
            self.running[0].type(f"{shown[1]} {shown[2]}\n")
            program.wait()

    def _at_home(self, line: str) -> str:
        """Packages of Debian are unpacked in the home: a machine is not changed by a test of its documents."""
        if not line.startswith("sudo apt install "):
            return line
        root = self.home / "root"
        for package in shlex.split(line)[3:]:
            self.shell.run(f"dpkg-deb -x {package} {root}")
        usr = root / "usr"
        return (
            f'export PATH="{usr}/bin:$PATH" CMAKE_PREFIX_PATH={usr} LD_LIBRARY_PATH={usr}/lib/x86_64-linux-gnu '
            f"HUFU_STORE_KEY={'5a' * 32}"
        )

    def _see_page(self, address: str, text: str) -> None:
        """In a browser: the address answers with a page that says this."""
        ends, said = time.monotonic() + LONGEST_WAIT_S, ""
        while time.monotonic() < ends:
            try:
                with urllib.request.urlopen(address, timeout=60) as answer:
                    said = re.sub(r"<!--.*?-->", "", answer.read().decode())
                if text in said:
                    return
            except OSError as fault:
                said = str(fault)
            time.sleep(0.5)
        raise AssertionError(f"{address} never said {text!r}: {said[-1500:]}")


def count(line: str) -> int:
    """How many commands a line is: `a && b` is two, a pipe is one."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    return 1 + sum(word in ("&&", ";") for word in lexer)


def says(said: str, expected: str) -> bool:
    """Each line in its order; `…` is anything."""
    seen = re.sub(r"[ \t]+", " ", COLOURS.sub("", said))
    wanted = [
        re.sub(r"[ \t]+", " ", line.strip()) for line in expected.splitlines() if line.strip(" …")
    ]
    pattern = r"[\s\S]*?".join(re.escape(line).replace("…", ".*?") for line in wanted)
    return bool(re.search(pattern, seen))


def newcomer(home: Path, release: Path, tree: Path) -> dict[str, str]:
    """The settings of somebody new; `~/hufu` is a clone of this tree, its packages are those of `release`."""
    clone = home / "hufu"
    subprocess.run(["git", "clone", "--quiet", tree, clone], check=True)
    (clone / "build").mkdir()
    for built in ("wasm/dist", "wasm/miniprogram_dist"):
        shutil.copytree(tree / built, clone / built)  # npm packs no links
    for entry in (tree / "build").iterdir():
        if entry.name != "release":
            (clone / "build" / entry.name).symlink_to(entry)
    (clone / "build/release").symlink_to(release)
    ours = ("HUFU_", "PYTEST_", "NODE_OPTIONS", "NODE_TEST", "VIRTUAL_ENV", "npm_", "CI")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {
        **kept,
        "HOME": str(home),
        "PIP_CACHE_DIR": str(Path.home() / ".cache/pip"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "npm_config_cache": str(Path.home() / ".npm"),
        "npm_config_prefer_offline": "true",
        "NEXT_TELEMETRY_DISABLED": "1",
    }
