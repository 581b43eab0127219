"""The blocks of a page as a reader would lay them down: files of a project, in a folder below build/docs."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from pages import ROOT, Block, Page

FOLDER = ROOT / "build/docs/projects"
ENDING = {
    "ts": ".ts", "tsx": ".tsx", "js": ".js", "jsx": ".jsx", "vue": ".vue", "python": ".py",
    "cpp": ".cpp", "c": ".c", "cmake": ".cmake", "json": ".json", "html": ".html",
}  # fmt: skip


@dataclass
class Project:
    """A page's files as they are at one point of the page; which block each is of, by its path."""

    name: str
    blocks: dict[str, Block] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return FOLDER / self.name

    def write(self) -> None:
        for path, block in self.blocks.items():
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.code, encoding="utf-8")

    def of(self, *endings: str) -> list[str]:
        return [path for path in self.blocks if path.endswith(endings)]

    def place(self, path: str, line: int) -> str:
        """Where a line of a file stands in the page."""
        block = self.blocks[path]
        return f"{block.page}:{block.line + line}"


def projects_of(page: Page) -> list[Project]:
    """A file that is shown again is another from there on: the project as it was before is one of its own."""
    name = page.name.removesuffix(".md").replace("/", "-")
    now: dict[str, Block] = {}
    found: list[Project] = []
    for block in page.blocks:
        path = block.path or f"block_{block.line}{ENDING.get(block.language, '')}"
        if block.because or (not block.path and block.language not in ENDING):
            continue
        if path in now:
            files = {path: block for path, block in now.items() if block.path}
            found.append(Project(f"{name}@{block.line}", files))
        now[path] = block
    if now:
        found.append(Project(name, now))
    return found


def write_all(pages: list[Page]) -> list[Project]:
    """Anew: what a page does not say any more is gone."""
    projects = [project for page in pages for project in projects_of(page)]
    for project in projects:
        shutil.rmtree(project.folder, ignore_errors=True)
        project.write()
    return projects
