"""The commands of ./dev: help is help, and the closing table tells the truth."""

import os
import pty
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


COMPILE = "source scripts/common.sh; source scripts/compile.sh; build=$1; compile native thing"
STEPS = "".join(f"echo '[{n}/40] Building {n}'; " for n in range(1, 41))


def compile_with(tmp_path: Path, does: str, **options: object) -> subprocess.CompletedProcess:
    """`compile` with a cmake that does this."""
    (tmp_path / "cmake").write_text(f"#!/bin/sh\n{does}\n")
    (tmp_path / "cmake").chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    command = ("bash", "-c", COMPILE, "compile", str(tmp_path))
    return subprocess.run(command, cwd=ROOT, env=environment, timeout=60, **options)


def test_a_build_says_one_line_in_a_pipe(tmp_path: Path) -> None:
    answer = compile_with(tmp_path, STEPS, capture_output=True, text=True)
    assert (answer.returncode, answer.stdout) == (0, "")
    assert answer.stderr == "Compiling (native).\n"
    does = "echo '[0/2] Re-checking globbed directories...'; echo 'ninja: no work to do.'"
    nothing = compile_with(tmp_path, does, capture_output=True, text=True)
    assert (nothing.returncode, nothing.stderr) == (0, "")


def test_a_build_writes_one_line_over_and_over_on_a_terminal(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    assert compile_with(tmp_path, STEPS, stderr=theirs).returncode == 0
    os.close(theirs)
    said = os.read(ours, 65536).decode()
    os.close(ours)
    assert "\n" not in said
    lines = said.split("\r\033[K")
    assert lines[1] == f"Compiling (native) [{'.' * 24}] 1 of 40"
    assert lines[-2] == f"Compiling (native) [{'#' * 24}] 40 of 40"
    assert lines[-1] == "", "the line goes when there is nothing left to do"


def test_a_build_that_fails_shows_the_error(tmp_path: Path) -> None:
    does = STEPS + "echo 'FAILED: thing.o'; echo 'thing.cpp:1: error'; exit 1"
    answer = compile_with(tmp_path, does, capture_output=True, text=True)
    assert answer.returncode == 1
    assert "FAILED: thing.o\nthing.cpp:1: error\n" in answer.stderr
    assert "Building" not in answer.stderr
    does = STEPS + "echo 'ninja: build stopped: interrupted by user.'; exit 130"
    stopped = compile_with(tmp_path, does, capture_output=True, text=True)
    assert (stopped.returncode, stopped.stderr) == (130, "Compiling (native).\n")
