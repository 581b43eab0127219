"""The commands that pages tell a person to type: in blocks, and between the lines."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from pages import Page

# How one begins that stands between the lines.
BETWEEN = re.compile(
    r"(?:\S*/)?(?:dev|hufu|hufu-mock-server|hufu-backend) (?!=)|npm (?:run|ci|install) |npx "
)
ENDS = {"&&", "||", ";", "|", "&", "(", ")", ";;"}


@dataclass(frozen=True)
class Command:
    """What a shell would start: its words, without what is before and between."""

    page: str
    line: int
    words: tuple[str, ...]
    typed: bool = True  # in a block; not only spoken of

    def __str__(self) -> str:
        return f"{self.page}:{self.line}: {' '.join(self.words)}"

    @property
    def program(self) -> str:
        return self.words[0].rsplit("/", 1)[-1]


def commands_of(page: Page) -> Iterator[Command]:
    for block in page.blocks:
        if block.language == "sh" and not block.because:
            for at, line in lines(block.code):
                for words in simple(line):
                    yield Command(page.name, block.line + at, words)
    for at, line in page.prose:
        for said in re.findall(r"(?<!`)`([^`]+)`(?!`)", line):
            if BETWEEN.match(said):
                for words in simple(said):
                    yield Command(page.name, at, words, typed=False)


def lines(code: str) -> Iterator[tuple[int, str]]:
    """The lines as they are typed, with those that go on joined, and what is written for `<<` left out."""
    waiting, begun, until = "", 0, ""
    for at, line in enumerate(code.splitlines(), 1):
        if until:
            until = "" if line.strip() == until else until
            continue
        begun = begun or at
        waiting += line
        if waiting.endswith("\\"):
            waiting = waiting[:-1] + " "
            continue
        if heredoc := re.search(r"<<-?\s*['\"]?(\w+)['\"]?", waiting):
            until = heredoc[1]
        if waiting.strip() and not waiting.lstrip().startswith("#"):
            yield begun, waiting.strip()
        waiting, begun = "", 0


def simple(line: str) -> Iterator[tuple[str, ...]]:
    """The commands of a line, also those whose output is put in."""
    line = re.sub(r"<<-?\s*['\"]?\w+['\"]?", "", line)
    for inner in re.findall(r"\$\(([^()]+)\)", line):
        yield from simple(inner)
    lexer = shlex.shlex(re.sub(r"\$\([^()]+\)", "$VALUE", line), posix=True, punctuation_chars=True)
    tokens: list[str] = []
    lexer.commenters, lexer.whitespace_split = "#", True
    words: list[str] = []
    skip = False
    with suppress(ValueError):  # of quotes that do not end, bash itself complains
        tokens = list(lexer)
    for word in [*tokens, ";"]:
        if skip:
            skip = False
        elif word in ENDS:
            if words := _without_settings(words):
                yield tuple(words)
            words = []
        elif re.fullmatch(r"\d?[<>]+&?", word):
            skip = True
        else:
            words.append(word)


def _without_settings(words: list[str]) -> list[str]:
    while words and (
        re.match(r"[A-Za-z_]\w*=", words[0]) or words[0] in ("sudo", "exec", "nice", "time", "env")
    ):
        words = words[1:]
    return words
