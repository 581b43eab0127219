"""Python, by mypy --strict and the package's own types; what tests, by pytest against the mock server."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from projects import Project

from pages import ROOT

SERVER = "build/native/mock-server/hufu-mock-server"
# Tests of a reader have no types of their own, and say of nobody that they are there.
OF_TESTS = ("[no-untyped-def]", "[no-untyped-call]", "[union-attr]", "[misc]")
IS_TEST = re.compile(r"^(async )?def test_", re.M)


def interpreter(built: Path) -> Path:
    return built / "build/python-kit/venv/bin/python"


def check(projects: list[Project], built: Path) -> list[str]:
    with_python = [project for project in projects if project.of(".py")]
    said = [told for project in with_python for told in _typed(project, built)]
    for project in with_python:
        if tests := [
            path for path in project.of(".py") if IS_TEST.search(project.blocks[path].code)
        ]:
            said += _tested(project, tests, built)
    return list(dict.fromkeys(said))


def _typed(project: Project, built: Path) -> list[str]:
    command = (
        interpreter(built),
        "-m",
        "mypy",
        "--strict",
        "--no-error-summary",
        "--no-color-output",
    )
    where = ("--cache-dir", ROOT / "build/docs/mypy", "--explicit-package-bases")
    done = subprocess.run(
        [*command, *where, *project.of(".py")],
        cwd=project.folder,
        env={**os.environ, "MYPYPATH": str(ROOT / "bindings/python/src")},
        capture_output=True,
        text=True,
    )
    said = []
    for line in done.stdout.splitlines():
        found = re.match(r"(.+?):(\d+): error: (.*)", line)
        if found and _is_test(found[1]) and found[3].endswith(OF_TESTS):
            continue
        if found and found[1] in project.blocks:
            said.append(f"{project.place(found[1], int(found[2]))}: {found[3]}")
        elif found or (done.returncode and not re.match(r".+: note:", line)):
            said.append(f"{project.name}: {line}")
    return said + ([f"{project.name}: {done.stderr}"] if done.stderr else [])


def _is_test(path: str) -> bool:
    return Path(path).name.startswith(("test_", "conftest"))


def _tested(project: Project, tests: list[str], built: Path) -> list[str]:
    """By the fixtures of the installed package, each page in a folder of its own."""
    done = subprocess.run(
        [interpreter(built), "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests],
        cwd=project.folder,
        env={**os.environ, "HUFU_MOCK_SERVER": str(built / SERVER), "DJANGO_SETTINGS_MODULE": ""},
        capture_output=True,
        text=True,
    )
    if done.returncode == 0:
        return []
    return [f"{project.name}: its tests fail\n{done.stdout[-3000:]}{done.stderr[-1000:]}"]
