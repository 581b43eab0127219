"""The commands that the documents tell a person to type: in blocks, and between the lines."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# What a program answers, in a block of commands.
OUTPUT = ("#", "listening ", "fake ")
# How a command begins that stands between the lines.
PROGRAMS = r"(?:\S*/)?(?:dev|hufu-mock-server)|cmake|cpack|ctest|hufu|ninja|node|npm|npx|pip|pytest|python3"


@dataclass(frozen=True)
class Command:
    document: str
    line: str
    block: int  # 0 between the lines; else which block of the document, from 1

    def __str__(self) -> str:
        return f"{self.document}: {self.line}"


def documents() -> list[str]:
    listed = ["git", "ls-files", "*.md"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in names.split() if "decisions/" not in name and name != "CHANGELOG.md"]


def commands_of(document: str) -> list[Command]:
    """In the order of the text; one that is said again between the lines only once."""
    text = (ROOT / document).read_text()
    blocks = re.split(r"^```(\w*)\n(.*?)^```$", text, flags=re.S | re.M)
    found: list[Command] = []
    for at in range(0, len(blocks), 3):
        found += [Command(document, line, 0) for line in between(blocks[at])]
        if at + 1 < len(blocks) and is_for_a_shell(*blocks[at + 1 : at + 3]):
            found += [Command(document, line, at // 3 + 1) for line in lines(blocks[at + 2])]
    in_blocks = {command.line for command in found if command.block}
    kept = [command for command in found if command.block or command.line not in in_blocks]
    return list(dict.fromkeys(kept))


def is_for_a_shell(language: str, body: str) -> bool:
    return language in ("", "sh") and not re.search(r"[─│┌]|^src/|^#|^\d+ ", body, re.M)


def lines(body: str) -> Iterator[str]:
    for line in body.replace("\\\n", " ").splitlines():
        said = re.sub(r"\s+#.*$", "", line).strip()
        if said and not said.startswith(OUTPUT):
            yield re.sub(r"  +", " ", said)


def between(text: str) -> Iterator[str]:
    for said in re.findall(r"`([^`]+)`", re.sub(r"^    .*$", "", text, flags=re.M)):
        line = " ".join(said.split())
        if re.match(rf"(?:{PROGRAMS}) (?!=)", line):
            yield line


def commands() -> list[Command]:
    return [command for document in documents() for command in commands_of(document)]
