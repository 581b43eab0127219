"""Leaves out one row of `reply_meaning` after the other, and asks the matrix whether it notices.

rows_left_out.py BUILD [N]: BUILD is a build folder of the preset `native`; with N every N-th row only. A row
that nobody misses is either dead or untested: both are faults. Exits with 1 where there is one.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cases import write
from judge import judge

SOURCE = Path(__file__).resolve().parents[2] / "core/src/backend/reply_meaning.cpp"
OBJECT = "core/CMakeFiles/hufu_core.dir/src/backend/reply_meaning.cpp.o"
PLAYER = "tests/matrix/hufu_matrix_replay"


def rows(text: str) -> Iterator[tuple[int, int]]:
    """Where each row of `kTable` begins and ends in the source, its comma included."""
    begin = re.search(r"\bkTable\[\] = \{", text)
    assert begin, "reply_meaning.cpp has no kTable any more"
    depth, start, at = 0, 0, begin.end()
    while depth >= 0:
        here = text[at]
        if text.startswith("//", at):
            at = text.index("\n", at)
        elif here == '"':
            at = text.index('"', at + 1)
        elif here == "{":
            if depth == 0:
                start = at
            depth += 1
        elif here == "}":
            depth -= 1
            if depth == 0:
                end = at + 1 + (text[at + 1] == ",")
                yield start, end
        at += 1


def command(build: Path, target: str) -> list[str]:
    """How ninja makes that file."""
    said = subprocess.run(
        ["ninja", "-C", build, "-t", "commands", "-s", target],
        check=True,
        capture_output=True,
        text=True,
    )
    line = said.stdout.strip().splitlines()[-1]
    words = shlex.split(line.removeprefix(": && ").removesuffix(" && :"))
    return words[words.index(next(word for word in words if "/" in word and "++" in word)) :]


def player_without(text: str, row: tuple[int, int], build: Path, folder: Path) -> Path:
    """The player, linked with a table that lacks this row."""
    source, made = folder / "reply_meaning.cpp", folder / "reply_meaning.o"
    source.write_text(text[: row[0]] + text[row[1] :])
    compiled = command(build, OBJECT)
    compiled[compiled.index("-c") + 1] = str(source)
    compiled[compiled.index("-o") + 1] = str(made)
    for flag in ("-MT", "-MF"):  # the build's own notes stay as they are
        del compiled[compiled.index(flag) : compiled.index(flag) + 2]
    compiled[compiled.index("-MD")] = "-Wno-error"  # what only this row used is unused now
    subprocess.run(compiled, cwd=build, check=True)
    linked = command(build, PLAYER)
    program = folder / "player"
    linked[linked.index("-o") + 1] = str(program)
    # Before the library, so that the library's own is not taken.
    linked.insert(linked.index("-o"), str(made))
    subprocess.run(linked, cwd=build, check=True)
    return program


def wrong_cases(program: Path, cases: Path, folder: Path) -> list[str]:
    heard = folder / "heard"
    with heard.open("wb") as out:
        subprocess.run([program, cases], check=True, stdout=out)
    return judge(heard)


def is_missed(text: str, row: tuple[int, int], build: Path, cases: Path, before: list[str]) -> bool:
    with tempfile.TemporaryDirectory(prefix="hufu-row-") as name:
        folder = Path(name)
        program = player_without(text, row, build, folder)
        return wrong_cases(program, cases, folder) != before


def unmissed(build: Path, every: int = 1) -> list[str]:
    """The rows that could go without anybody noticing, as they stand in the source."""
    text = SOURCE.read_text()
    chosen = list(rows(text))[::every]
    with tempfile.TemporaryDirectory(prefix="hufu-rows-") as folder, ThreadPoolExecutor(2) as pool:
        cases = Path(folder) / "cases"
        write(cases)
        before = wrong_cases(build / PLAYER, cases, Path(folder))
        missed = pool.map(lambda row: is_missed(text, row, build, cases, before), chosen)
        return [
            text[row[0] : row[1]]
            for row, is_seen in zip(chosen, missed, strict=True)
            if not is_seen
        ]


def main(build: Path, every: int) -> int:
    left = unmissed(build.resolve(), every)
    print("\n".join(left))
    print(f"{len(left)} rows could go without anybody noticing")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
