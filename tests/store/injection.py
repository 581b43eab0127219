"""Two ways to disturb a program between access("/hufu-begins") and access("/hufu-ends").

`Strace` sits in the kernel and sees every system call. `Preload` (injector.cpp) sits before the C
library, sees the calls on files, and works where tracing is forbidden.
"""

import errno
import re
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from program import Program, Ran


@dataclass(frozen=True)
class Call:
    """The nth call of that name, counted as the injector does."""

    name: str
    nth: int


class Injector(Protocol):
    def why_not(self) -> str | None:
        """Why it cannot work here, or None."""

    def calls(self, program: Program, *words: object, text: str = "") -> list[Call]:
        """Runs the program undisturbed; what it called."""

    def kill(self, program: Program, call: Call, *words: object, text: str = "") -> Ran:
        """Kills the program in the place of that call."""

    def fail(
        self, program: Program, call: Call, number: int, *words: object, text: str = ""
    ) -> Ran:
        """That call does nothing and answers the errno."""


class Strace:
    def __init__(self, scratch: Path):
        self.log = scratch / "strace.log"

    def why_not(self) -> str | None:
        try:
            done = subprocess.run(
                ["strace", "-o", str(self.log), "true"], capture_output=True, text=True, timeout=30
            )
        except FileNotFoundError:
            return "strace is not installed"
        return None if done.returncode == 0 else f"tracing is forbidden: {done.stderr.strip()}"

    def calls(self, program: Program, *words: object, text: str = "") -> list[Call]:
        ran = program.run(*words, text=text, before=["strace", "-qq", "-o", str(self.log)])
        assert ran.status == 0, ran.errors
        seen: Counter[str] = Counter()
        calls, is_inside = [], False
        for line in self.log.read_text().splitlines():
            match = re.match(r"(\w+)\(", line)
            if not match:
                continue
            seen[match[1]] += 1
            if "/hufu-ends" in line:
                break
            if is_inside:
                calls.append(Call(match[1], seen[match[1]]))
            is_inside = is_inside or "/hufu-begins" in line
        return calls

    def _inject(
        self, program: Program, call: Call, what: str, *words: object, text: str = ""
    ) -> Ran:
        tracing = [f"-etrace={call.name}", f"-einject={call.name}:{what}:when={call.nth}"]
        before = ["strace", "-qq", "-o", str(self.log), *tracing]
        return program.run(*words, text=text, before=before)

    def kill(self, program: Program, call: Call, *words: object, text: str = "") -> Ran:
        return self._inject(program, call, "signal=KILL", *words, text=text)

    def fail(
        self, program: Program, call: Call, number: int, *words: object, text: str = ""
    ) -> Ran:
        what = f"error={errno.errorcode[number]}"
        return self._inject(program, call, what, *words, text=text)


class Preload:
    def __init__(self, library: Path, scratch: Path):
        self.library = library
        self.log = scratch / "calls.log"

    def why_not(self) -> str | None:
        return None if self.library.exists() else f"{self.library} is not built"

    def lines(self, program: Program, *words: object, text: str = "") -> list[list[str]]:
        """Each call: its name, then what injector.cpp says about it."""
        self.log.unlink(missing_ok=True)
        ran = program.run(
            *words, text=text, LD_PRELOAD=str(self.library), HUFU_RECORD=str(self.log)
        )
        assert ran.status == 0, ran.errors
        return [line.split(" ")[1:] for line in self.log.read_text().splitlines()]

    def calls(self, program: Program, *words: object, text: str = "") -> list[Call]:
        lines = self.lines(program, *words, text=text)
        return [Call(line[0], number) for number, line in enumerate(lines, start=1)]

    def _inject(
        self, program: Program, call: Call, what: object, *words: object, text: str = ""
    ) -> Ran:
        wish = f"{call.nth}:{what}"
        return program.run(*words, text=text, LD_PRELOAD=str(self.library), HUFU_INJECT=wish)

    def kill(self, program: Program, call: Call, *words: object, text: str = "") -> Ran:
        return self._inject(program, call, "kill", *words, text=text)

    def fail(
        self, program: Program, call: Call, number: int, *words: object, text: str = ""
    ) -> Ran:
        return self._inject(program, call, number, *words, text=text)

    def shorten(self, program: Program, call: Call, *words: object, text: str = "") -> Ran:
        """That read or write does half of what it was asked."""
        return self._inject(program, call, "short", *words, text=text)
