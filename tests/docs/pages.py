"""The pages of the documents, taken apart: headings, blocks of code, links, rows of tables, and what stands between."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHINESE = "[\u3400-\u9fff]"

FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>`{3,}|~{3,})(?P<language>\S*)\s*$")
HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
MARK = re.compile(r"<!-- docs: (\w+)(?:: ?| )?(.*?)\s*-->")
HIDDEN = "<!-- docs: hidden"
ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s")
# A comment that is the path of a file, and nothing else.
NAME = r"(?:[\w.@()\[\]-]+/)*(?:[\w.@()\[\]-]*\.\w+|Dockerfile)"
PATH_LINE = re.compile(rf"^(?://|#|--) ({NAME})$|^<!-- ({NAME}) -->$|^/\* ({NAME}) \*/$", re.ASCII)


@dataclass(frozen=True)
class Block:
    page: str
    line: int  # of its fence
    language: str
    code: str
    path: str  # in the project of its page; empty where it stands alone
    because: str  # why nothing checks it; empty where something does
    hidden: bool  # from readers

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


@dataclass(frozen=True)
class Link:
    line: int
    target: str


@dataclass
class Page:
    """`name` is its path in the tree."""

    name: str
    text: str
    headings: list[tuple[int, str]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    prose: list[tuple[int, str]] = field(
        default_factory=list
    )  # all lines outside blocks and comments
    marks: list[tuple[int, str, str]] = field(default_factory=list)  # line, name, what it says
    unclosed: int = 0  # the line of a fence that never ends

    def __post_init__(self) -> None:
        _Reader(self).read()

    @cached_property
    def plain(self) -> list[tuple[int, str]]:
        """The prose, without what stands in `code`."""
        return [(at, re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "`", line)) for at, line in self.prose]

    @cached_property
    def links(self) -> list[Link]:
        """All targets, those of pictures, too."""
        patterns = (
            r"\]\(\s*<?([^)\s>]+)>?(?:\s+[\"'][^)]*)?\)",
            r"^\s*\[[^\]]+\]:\s+(\S+)",
            r"(?:src|href|srcset)=\"([^\"\s]+)",
        )
        return [
            Link(at, target)
            for at, line in self.plain
            for pattern in patterns
            for target in re.findall(pattern, line)
        ]

    @property
    def images(self) -> int:
        return sum(len(re.findall(r"!\[|<img |<source ", line)) for _, line in self.plain)

    @property
    def rows(self) -> int:
        return sum(line.lstrip().startswith("|") for _, line in self.prose)

    @cached_property
    def anchors(self) -> set[str]:
        """What GitHub calls its headings, and what is named by hand."""
        found = set(re.findall(r"<a (?:id|name)=\"([^\"]+)\"", self.text))
        for _, title in self.headings:
            anchor, other, count = _slug(title), _slug(title), 0
            while other in found:
                count += 1
                other = f"{anchor}-{count}"
            found.add(other)
        return found


def _slug(title: str) -> str:
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", title).lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


class _Reader:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.lines = page.text.splitlines()
        self.at = 0
        self.path, self.because = "", ""  # of the next block

    def read(self) -> None:
        hidden = in_comment = False
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            if fence := FENCE.match(line):
                self._block(fence, hidden)
            elif hidden or in_comment:
                if "-->" in line:
                    hidden = in_comment = False
            elif line.strip() == HIDDEN:
                hidden = True
                self.page.marks.append((self.at, "hidden", ""))
            elif mark := MARK.search(line):
                self._mark(*mark.groups())
            elif line.lstrip().startswith("<!--"):
                in_comment = "-->" not in line
            else:
                self._prose(line)

    def _block(self, fence: re.Match[str], hidden: bool) -> None:
        begins, indent, code = self.at, fence["indent"], []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            if line.strip() == fence["ticks"]:
                break
            code.append(line.removeprefix(indent))
        else:
            self.page.unclosed = begins
        path = self.path or _path(fence["language"], code)
        text = "\n".join(code) + "\n"
        self.page.blocks.append(
            Block(self.page.name, begins, fence["language"], text, path, self.because, hidden)
        )
        self.path = self.because = ""

    def _mark(self, name: str, says: str) -> None:
        self.page.marks.append((self.at, name, says))
        if name == "file":
            self.path = says
        if name == "unchecked":
            self.because = says

    def _prose(self, line: str) -> None:
        self.page.prose.append((self.at, line))
        if heading := HEADING.match(line):
            self.page.headings.append((len(heading[1]), heading[2]))
        if line.strip():
            self.path = self.because = ""


def _path(language: str, code: list[str]) -> str:
    found = PATH_LINE.match(code[0]) if code and language != "text" else None
    return next((name for name in found.groups() if name), "") if found else ""


@cache
def in_tree(root: Path = ROOT) -> frozenset[str]:
    """Every file that is committed, or would be."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=root, capture_output=True, text=True, check=True).stdout
    return frozenset(name for name in names.split("\0") if name and (root / name).exists())


def read(name: str, root: Path = ROOT) -> Page:
    return Page(name, (root / name).read_text(encoding="utf-8"))


@cache
def pages(root: Path = ROOT) -> tuple[Page, ...]:
    return tuple(read(name, root) for name in sorted(in_tree(root)) if name.endswith(".md"))


def is_record(name: str) -> bool:
    """What was written once and stays: decisions, and the list of changes."""
    return "decisions/" in name or name == "CHANGELOG.md"


def twin_of(name: str) -> str:
    """The Chinese page of an English one; empty where there is to be none."""
    if name == "README.md":
        return "README.zh-CN.md"
    if not name.startswith("docs/") or name.startswith("docs/zh-CN/"):
        return ""
    return (
        ""
        if is_record(name) or name == "docs/rules.md"
        else name.replace("docs/", "docs/zh-CN/", 1)
    )


def is_chinese(name: str) -> bool:
    return name.startswith("docs/zh-CN/") or ".zh-CN." in name
