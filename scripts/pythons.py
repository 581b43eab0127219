"""Finds the interpreters that `./dev test` tests the Python package on, besides its own.

Prints a line `VERSION PATH` for each, oldest first: the oldest and the newest, or with --full all of
them. Which were found, and which are left out and why, goes to the standard error.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

OLDEST = (3, 9)  # as `requires-python` of the package
# Any Python answers this, also one that is too old.
QUESTION = """
import json, os, platform, sys, sysconfig
headers = os.path.join(sysconfig.get_paths()["include"], "Python.h")
def has(name):
    try:
        return bool(__import__(name))
    except ImportError:
        return False
print(json.dumps({
    "number": sys.version_info[:3],
    "flags": getattr(sys, "abiflags", ""),
    "implementation": platform.python_implementation(),
    "headers": os.path.exists(headers),
    "venv": has("venv") and has("ensurepip"),
}))
"""


@dataclass(frozen=True)
class Interpreter:
    path: Path
    number: tuple[int, ...]
    flags: str
    implementation: str
    headers: bool
    venv: bool

    @property
    def version(self) -> str:
        """As 3.13.0, or 3.13.0t without the GIL."""
        return ".".join(map(str, self.number)) + self.flags

    @property
    def obstacle(self) -> str:
        """Why the package cannot be tested on it; empty if it can."""
        if self.number < OLDEST:
            return "older than " + ".".join(map(str, OLDEST))
        if self.implementation != "CPython":
            return f"{self.implementation}, not CPython"
        if not self.headers:
            return "no headers: Python.h is missing"
        if not self.venv:
            return "no venv"
        return ""


def ask(path: Path) -> Interpreter | None:
    """What an interpreter says of itself; None where there is none, as behind a shim of pyenv."""
    try:
        done = subprocess.run(
            [path, "-I", "-c", QUESTION], capture_output=True, text=True, timeout=60
        )
        said = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return Interpreter(path, tuple(said.pop("number")), **said)


def candidates() -> list[Path]:
    """pyenv's versions, then `python3.N` on PATH: whatever may be an interpreter."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    found = sorted(pyenv.glob("versions/3.*/bin/python3"))
    for folder in os.get_exec_path():
        found += sorted(
            path
            for path in Path(folder).glob("python3.*")
            if re.fullmatch(r"python3\.\d+t?", path.name)
        )
    return found


def find_others(here: Interpreter) -> list[Interpreter]:
    """Each version once, without that of `here`, oldest first."""
    found: dict[str, Interpreter] = {}
    for path in candidates():
        interpreter = ask(path)
        if interpreter is None or interpreter.version == here.version:
            continue
        known = found.get(interpreter.version)
        if known is None or (known.obstacle and not interpreter.obstacle):
            found[interpreter.version] = interpreter
    return sorted(found.values(), key=lambda each: (each.number, each.flags))


def choose(interpreters: list[Interpreter], full: bool) -> list[Interpreter]:
    """All, or the oldest and the newest."""
    if full or len(interpreters) <= 2:
        return interpreters
    return [interpreters[0], interpreters[-1]]


def report(here: Interpreter, found: list[Interpreter], chosen: list[Interpreter]) -> None:
    """Says on the standard error what runs where."""
    print(f"Python {here.version} ({here.path}) runs every test.", file=sys.stderr)
    for each in found:
        how = each.obstacle and f"left out: {each.obstacle}"
        if not how:
            how = "tested too" if each in chosen else "left for --full"
        print(f"Python {each.version} ({each.path}): {how}.", file=sys.stderr)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--full", action="store_true", help="every interpreter")
    full = options.parse_args().full
    here = ask(Path(sys.executable))
    if here is None:
        sys.exit(f"{sys.executable} does not answer.")
    found = find_others(here)
    chosen = choose([each for each in found if not each.obstacle], full)
    report(here, found, chosen)
    for each in chosen:
        print(each.version, each.path)


if __name__ == "__main__":
    main()
