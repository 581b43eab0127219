"""Where a person sits who follows one document: terminals, a home of their own, and what runs meanwhile."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from commands import Command
from shell import Running, Shell

sys.path.insert(1, str(Path(__file__).parents[1] / "mock_server"))

from postgres import Postgres  # noqa: E402

PATIENCE_S = 180

# Where a command is typed, if not at the top of the clone.
PROJECT = "a project of one's own"
HERE = "the folder of the document"


class Desk:
    running: list[Running] = []
    at_end: list[Callable[[], object]] = []

    def __init__(self, folder: Path, clone: Path, environment: dict[str, str]):
        """`clone` lies in `folder`, as `hufu`, with a project of one's own beside it."""
        self.folder, self.clone = folder, clone
        self._environment = environment
        self.leave()

    def sit_down(self, command: Command, place: str) -> None:
        """Each block is typed in a terminal of its own; what stands between the lines, in the last one that was open."""
        if command.block and command.block == self._block:
            return
        folders = {PROJECT: self.project, HERE: lambda document: (self.clone / document).parent}
        folder = folders[place](command.document) if place else self.clone
        settings = self._environment if command.block else self.shell.environment
        self.shell = Shell(folder, settings, self.folder)
        self._block = command.block

    def project(self, document: str) -> Path:
        project = self.folder / document.replace("/", "-").removesuffix("-README.md")
        if not project.exists():
            project.mkdir()
            (project / "package.json").write_text('{ "private": true, "type": "module" }\n')
        return project

    def serve(self, line: str, ready: str = "listening http|Ready in", **settings: str) -> Running:
        program = self.shell.start(line, **settings)
        self.running.append(program)
        if ready:
            program.see(ready)
        return program

    def server(self) -> Running:
        return next(each for each in self.running if "server" in each.line)

    def postgres(self) -> Postgres:
        postgres = Postgres(os.getpid())
        self.at_end.append(postgres.stop)
        return postgres

    def until(self, holds: Callable[[], object]) -> None:
        ends = time.monotonic() + PATIENCE_S
        while not holds():
            assert time.monotonic() < ends
            time.sleep(0.2)

    def leave(self) -> None:
        """Everything ends; the next document begins with nothing."""
        for program in reversed(self.running):
            program.end()
        for end in reversed(self.at_end):
            end()
        self.running, self.at_end, self._block = [], [], 0
        self.shell = Shell(self.clone, self._environment, self.folder)
