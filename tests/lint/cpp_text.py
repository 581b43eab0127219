"""What the lints share: C++ text without comments, literals and preprocessor lines."""

import re
from collections.abc import Iterator
from pathlib import Path

HIDDEN = re.compile(
    r"""
    //[^\n]* | /\*.*?\*/                                # comments
    | \b(?:u8|[uUL])?R"(?P<raw>[^(\s]*)\(.*?\)(?P=raw)" # raw strings
    | "(?:\\.|[^"\\\n])*"                               # strings
    | (?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'               # characters, not digit separators
    """,
    re.VERBOSE | re.DOTALL,
)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n\\]|\\\n|\\.)*", re.MULTILINE)


def _blank(match: re.Match) -> str:
    """Keeps the line numbers and, for a literal, something that is an expression."""
    text = match.group()
    lines = "\n" * text.count("\n")
    return lines or " " if text.startswith("/") else '""' + lines


def strip_hidden(text: str, keep_directives: bool = False) -> str:
    text = HIDDEN.sub(_blank, text) if not keep_directives else _strip_comments(text)
    return text if keep_directives else DIRECTIVE.sub(lambda m: "\n" * m.group().count("\n"), text)


def _strip_comments(text: str) -> str:
    def blank(match: re.Match) -> str:
        return _blank(match) if match.group().startswith("/") else match.group()

    return HIDDEN.sub(blank, text)


def cpp_files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.suffix in {".h", ".cpp"} and "build" not in file.parts:
                yield file
