"""The program with a store (store_program.cpp), run once for each step of a test."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
NOTHING_STORED = 4


@dataclass
class Ran:
    """How a run ended: the status (negative: the signal), the output and the warnings or errors."""

    status: int
    output: str
    errors: str


@dataclass
class Program:
    path: Path

    def environment(self, **more: str) -> dict[str, str]:
        return {**os.environ, "HUFU_STORE_KEY": KEY, "LC_ALL": "C", **more}

    def command(self, *words: object) -> list[str]:
        return [str(self.path), *map(str, words)]

    def run(self, *words: object, text: str = "", before=(), **environment: str) -> Ran:
        """`before`: a command that runs the program in turn, as strace does."""
        done = subprocess.run(
            [*before, *self.command(*words)],
            input=text,
            capture_output=True,
            text=True,
            timeout=120,
            env=self.environment(**environment),
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def start(self, *words: object, **environment: str) -> subprocess.Popen:
        return subprocess.Popen(
            self.command(*words),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment(**environment),
        )

    def save(self, directory: Path, text: str, name: str = "s") -> None:
        ran = self.run("save", directory, name, text=text)
        assert ran.status == 0, ran.errors

    def load(self, directory: Path, name: str = "s") -> str | None:
        """What is stored; fails if the store had to complain."""
        ran = self.run("load", directory, name)
        assert ran.status in (0, NOTHING_STORED), ran.errors
        assert ran.errors == ""
        return ran.output if ran.status == 0 else None
