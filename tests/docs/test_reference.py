"""The reference is whole: what the core and the programs know stands in it."""

import json
import re
import subprocess
import sys

import pytest

from pages import ROOT

BUILT = ROOT / "build/native"
FOLDERS = ("docs/reference", "docs/zh-CN/reference")
PROGRAMS = {
    "hufu": "bindings/cli/hufu",
    "hufu-mock-server": "mock-server/hufu-mock-server",
    "hufu-backend": "mock-server/hufu-backend",
}


def said_by(*command: object) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def described() -> dict:
    return json.loads(said_by(BUILT / "core/hufu_describe"))


def page(folder: str, name: str) -> str:
    return (ROOT / folder / f"{name}.md").read_text()


def test_the_flags_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/flags.py", "--check", BUILT],
        capture_output=True,
        text=True,
    )
    assert (done.stdout + done.stderr, done.returncode) == ("", 0)


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("program", PROGRAMS)
def test_every_flag_is_there(program: str, folder: str) -> None:
    section = page(folder, "flags").split(f"\n## `{program}`\n")[1].split("\n## ")[0]
    helps = [said_by(BUILT / PROGRAMS[program], "--help")]
    if program == "hufu":
        commands = re.findall(r"^  ([a-z-]+)  ", helps[0].split("Subcommands:")[1], re.M)
        assert len(commands) > 10
        helps += [said_by(BUILT / PROGRAMS[program], command, "--help") for command in commands]
        assert [command for command in commands if f"### `hufu {command}`" not in section] == []
    flags = {flag for text in helps for flag in re.findall(r"^ +(?:-\w,)?(--[\w-]+)", text, re.M)}
    assert len(flags) > 20
    assert [flag for flag in sorted(flags) if not re.search(rf"`{flag}[ `]", section)] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_everything_that_the_core_describes_is_there(folder: str) -> None:
    core = described()
    rows = {
        "events": core["enumerations"]["event"],
        "options": core["config"]["fields"],
        "operations": core["operations"],
        "errors": [row["code"] for row in core["errors"]],
    }
    for name, known in rows.items():
        text = page(folder, name)
        assert [each for each in known if f"\n| `{each}` |" not in text] == [], name


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_argument_is_there(folder: str) -> None:
    calls = page(folder, "operations").split("tables: begin calls")[1].split("tables: end calls")[0]
    for operation, row in described()["operations"].items():
        if operation != "fetch":  # whose arguments are the platform's
            line = re.search(rf"^\| `{operation}` \|.*", calls, re.M)
            assert line and [field for field in row["fields"] if f"{field}=" not in line[0]] == []
