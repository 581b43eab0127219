"""The suite `matrix`: every player hears the same, and nothing of it is wrong."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from cases import matrix, write
from judge import judge
from rows_left_out import unmissed

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("HUFU_BUILD", ROOT / "build"))
HERE = Path(__file__).parent
FULL = bool(os.environ.get("HUFU_TEST_FULL"))
# With --full each row; else every twelfth, always the same ones.
EVERY = 1 if FULL else 12

PLAYERS = {
    "native": [BUILD / "native/tests/matrix/hufu_matrix_replay"],
    "wasm": ["node", HERE / "replay.mjs"],
    "plain": ["node", HERE / "replay.mjs"],
    "python": [BUILD / "python/venv/bin/python", HERE / "replay.py"],
}
BEHIND = {"plain": ["--plain"]}


@pytest.fixture(scope="session")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("matrix") / "cases"
    write(file)
    return file


@pytest.fixture(scope="session")
def heard(cases: Path) -> dict[str, Path]:
    """What each player heard."""
    results = {}
    for name, command in PLAYERS.items():
        results[name] = cases.with_name(f"heard-{name}")
        with results[name].open("wb") as out:
            subprocess.run([*command, cases, *BEHIND.get(name, [])], check=True, stdout=out)
    return results


def test_there_are_at_least_2_000_cases_160_for_each_dialect_and_call() -> None:
    names = [case["name"] for case, *_ in matrix()]
    assert len(names) == len(set(names)) >= 2_000
    columns: dict[str, int] = {}
    for name in names:
        column = " | ".join(name.split(" | ")[:2])
        columns[column] = columns.get(column, 0) + 1
    assert len(columns) == 16
    assert min(columns.values()) >= 160, columns


@pytest.mark.parametrize("player", PLAYERS)
def test_nothing_is_wrong(player: str, heard: dict[str, Path]) -> None:
    wrong = judge(heard[player])
    assert wrong == [], f"{len(wrong)} wrong, the first:\n" + "\n".join(wrong[:20])


@pytest.mark.parametrize("player", [name for name in PLAYERS if name != "native"])
def test_every_player_hears_what_the_native_one_hears(player: str, heard: dict[str, Path]) -> None:
    native = heard["native"].read_text(encoding="utf-8").splitlines()
    other = heard[player].read_text(encoding="utf-8").splitlines()
    for ours, theirs in zip(native, other, strict=True):
        assert json.loads(ours) == json.loads(theirs)


def test_each_row_of_the_table_of_meanings_is_missed_when_it_is_left_out() -> None:
    assert unmissed(BUILD / "native", EVERY) == []
