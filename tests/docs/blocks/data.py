"""What is read by a parser: json, toml, yaml, html, wxml, css, cmake, dotenv, http, sql."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
import tomllib
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import yaml

from pages import ROOT, Block

VOID = set("area base br col embed hr img input link meta source track wbr".split())


class _Tags(HTMLParser):
    def __init__(self, void: set[str]) -> None:
        super().__init__()
        self.void, self.open, self.fault = void, [], ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in self.void:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """Closed by itself."""

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.fault = self.fault or f"</{tag}> closes nothing"


def _markup(code: str, void: set[str]) -> str:
    tags = _Tags(void)
    tags.feed(code)
    tags.close()
    return tags.fault or (f"<{tags.open[-1]}> is never closed" if tags.open else "")


def _html(code: str) -> str:
    return _markup(code, VOID)


def _wxml(code: str) -> str:
    return _markup(code, set())


def _json(code: str) -> str:
    """One text, or one on each line."""
    if fault := _fault(json.loads, code, ValueError):
        each = [_fault(json.loads, line, ValueError) for line in code.splitlines() if line.strip()]
        return fault if any(each) else ""
    return ""


def _toml(code: str) -> str:
    return _fault(tomllib.loads, code, tomllib.TOMLDecodeError)


def _yaml(code: str) -> str:
    return _fault(lambda text: list(yaml.safe_load_all(text)), code, yaml.YAMLError)


def _fault(parse: Callable[[str], object], code: str, kind: type[Exception]) -> str:
    try:
        parse(code)
    except kind as fault:
        return str(fault)
    return ""


def _css(code: str) -> str:
    bare = re.sub(r"/\*.*?\*/", "", code, flags=re.DOTALL)
    rest = re.sub(r"[^{}]+\{[^{}]*\}", "", bare)
    rest = re.sub(r"[^{}]+\{\s*\}", "", rest)
    return f"what is {rest.strip()!r}?" if rest.strip() else ""


def _cmake(code: str) -> str:
    """Read as a script, none of it performed."""
    with tempfile.NamedTemporaryFile("w", suffix=".cmake") as file:
        file.write(f"if(FALSE)\n{code}\nendif()\n")
        file.flush()
        done = subprocess.run(["cmake", "-P", file.name], capture_output=True, text=True)
    return done.stderr.strip() if done.returncode else ""


def _dotenv(code: str) -> str:
    wrong = [
        line
        for line in code.splitlines()
        if not re.fullmatch(r"(#.*|\s*|[A-Z][A-Z0-9_]*=.*)", line)
    ]
    return f"{wrong[0]!r} sets nothing" if wrong else ""


@cache
def _routes() -> list[tuple[str, re.Pattern[str]]]:
    paths = json.loads((ROOT / "mock-server/openapi.json").read_text())["paths"]
    return [
        (method.upper(), re.compile(re.sub(r"\\\{.*?\\\}", "[^/]+", re.escape(path))))
        for path, methods in paths.items()
        for method in methods
    ]


def _http(code: str) -> str:
    """A request, or an answer, and its headers."""
    first = code.split("\n", 1)[0]
    if re.fullmatch(r"HTTP/\d(\.\d)? \d{3}.*", first):
        return ""
    found = re.fullmatch(r"([A-Z]+) (/[^?\s]*)(\?\S*)?( HTTP/\d(\.\d)?)?", first)
    if not found:
        return f"{first!r} is no request"
    known = any(method == found[1] and path.fullmatch(found[2]) for method, path in _routes())
    return "" if known else f"mock-server/openapi.json has no {found[1]} {found[2]}"


def _sql(code: str) -> str:
    """A statement ends, and its brackets do."""
    bare = re.sub(r"--.*|'[^']*'", "", code)
    return (
        ""
        if bare.count("(") == bare.count(")") and bare.strip().endswith(";")
        else "a statement does not end"
    )


PARSERS = {
    "json": _json, "toml": _toml, "yaml": _yaml, "html": _html, "wxml": _wxml, "css": _css,
    "cmake": _cmake, "dotenv": _dotenv, "http": _http, "sql": _sql,
}  # fmt: skip


def check(blocks: list[Block], built: Path) -> list[str]:
    wrong = [
        (block, PARSERS[block.language](block.code))
        for block in blocks
        if block.language in PARSERS
    ]
    return [f"{block}: {fault}" for block, fault in wrong if fault]
