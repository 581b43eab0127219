"""The commands of ./dev: help is help, and the closing table tells the truth."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ("demo", "build", "test", "check", "fix", "bench")
# What a command might do instead of helping: each leaves a mark here.
TOOLS = ("apt-get", "cmake", "ninja", "npm", "python3", "clang-format-14", "clang-format", "sudo")


def run(*command: str, path: Path | None = None) -> subprocess.CompletedProcess:
    environment = dict(os.environ)
    if path is not None:
        environment["PATH"] = f"{path}:{environment['PATH']}"
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )


@pytest.fixture
def traps(tmp_path: Path) -> Path:
    """Programs that write down that they were called."""
    for tool in TOOLS:
        trap = tmp_path / tool
        trap.write_text(f"#!/bin/sh\necho {tool} >>{tmp_path}/called\nexit 1\n")
        trap.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("flag", ["--help", "-h"])
@pytest.mark.parametrize("command", COMMANDS)
def test_help_explains_and_does_nothing(command: str, flag: str, traps: Path) -> None:
    answer = run("./dev", command, flag, path=traps)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith(f"Usage: ./dev {command}")
    assert not (traps / "called").exists(), (traps / "called").read_text()


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "demo"])
def test_an_option_that_is_not_known_does_nothing_either(command: str, traps: Path) -> None:
    answer = run("./dev", command, "--no-such-option", path=traps)
    assert answer.returncode != 0
    assert "--no-such-option" in answer.stderr
    assert not (traps / "called").exists(), (traps / "called").read_text()


def test_the_budgets_of_all_suites_stay_below_forty_minutes() -> None:
    lines = (ROOT / "scripts/suites.txt").read_text().splitlines()
    budgets = [int(line.split("|")[1]) for line in lines if not line.startswith("#")]
    assert all(budget > 0 for budget in budgets)
    assert sum(budgets) < 2400


def summary(folder: Path, rows: str, junit: dict[str, str]) -> subprocess.CompletedProcess:
    (folder / "suites.tsv").write_text(rows)
    for suite, cases in junit.items():
        (folder / f"{suite}.xml").write_text(f"<testsuite>{cases}</testsuite>")
    return run(sys.executable, "scripts/summary.py", str(folder))


def test_the_closing_table_shows_what_was_spent_of_which_budget(tmp_path: Path) -> None:
    rows = "build native\t0\t7\t620\nfast\t0\t3\t10\nslow\t0\t30\t20\n"
    passed = '<testcase name="a"/>'
    answer = summary(tmp_path, rows, {"fast": passed, "slow": passed})
    assert answer.returncode == 0
    lines = answer.stdout.splitlines()
    assert lines[1].split() == ["build", "native", "7", "620"]
    assert lines[2].split() == ["fast", "1", "0", "0", "3", "10"]
    assert lines[4].split() == ["together", "40", "650"]
    assert "OVER BUDGET slow: 30 s of 20 s" in lines
    assert lines[-1] == "2 passed, 0 failed"


def test_a_suite_that_broke_silently_is_a_failure(tmp_path: Path) -> None:
    answer = summary(tmp_path, "quiet\t2\t1\t10\n", {})
    assert answer.returncode == 1
    assert answer.stdout.splitlines()[-1] == "0 passed, 1 failed"
