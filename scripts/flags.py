#!/usr/bin/env python3
"""Writes docs/reference/flags.md and the Chinese one from what the programs say of themselves.

`flags.py BUILD` writes them; `flags.py --check BUILD` names those that are out of date and exits with 1. BUILD
is a build tree with `hufu`, `hufu-mock-server` and `hufu-backend`.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = {"en": ROOT / "docs/reference/flags.md", "zh-CN": ROOT / "docs/zh-CN/reference/flags.md"}
PROGRAMS = {
    "hufu": "bindings/cli/hufu",
    "hufu-mock-server": "mock-server/hufu-mock-server",
    "hufu-backend": "mock-server/hufu-backend",
}
WORDS = {
    "en": ("flag", "by default", "what it does", "it takes"),
    "zh-CN": ("选项", "默认值", "作用", "参数"),
}
COLUMN = 30  # in which a help says what a flag does
# What a help prints behind the name of a value.
VALUE = re.compile(
    r"(?P<name>[A-Z]+)?(?P<set>:[^=]*?)?(?:=(?P<default>\S+))?(?P<more> \.\.\.)?(?: REQUIRED)?$"
)


@dataclass
class Entry:
    names: str
    value: str
    default: str
    says: str


def help_of(program: Path, *words: str, language: str = "en") -> str:
    spoken = ("--lang", language) if program.name == "hufu" else ()
    command = [program, *spoken, *words, "--help"]
    return subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, env={"LC_ALL": "C.UTF-8"}
    ).stdout


def entries(text: str) -> list[Entry]:
    """Each row of a help: what stands left, and what it says, which may begin in the next line."""
    found: list[Entry] = []
    lines = [*text.splitlines(), ""]
    for line, after in zip(lines, lines[1:], strict=False):
        left = re.match(r"^ {2,6}(?P<names>--?[A-Za-z]\S*)(?P<rest>.*)$", line)
        if left and re.match(r"^ {20,}\S", after):
            found.append(_entry(left["names"], left["rest"].strip(), after.strip()))
        elif left and "  " in left["rest"]:
            value, _, says = left["rest"].partition("  ")
            found.append(_entry(left["names"], value.strip(), says.strip()))
        elif left:  # what stands left reaches the column of what it says
            said = len(line) - COLUMN
            found.append(_entry(left["names"], left["rest"][:-said].strip(), line[COLUMN:]))
    return found


def _entry(names: str, value: str, says: str) -> Entry:
    value = re.sub(r" ?\((?:Env|环境变量):\w+\)| Excludes:.*| Needs:.*", "", value)
    read = VALUE.match(value)
    name, default = value, ""
    if read:
        among = re.findall(r"[\w-]+(?=->)", read["set"] or "") or re.findall(
            r"[\w-]+(?=[,}])", read["set"] or ""
        )
        name = "|".join(dict.fromkeys(among)) or read["name"] or ""
        default = read["default"] or ""
        name += read["more"] or ""
    return Entry(names, name, default, says)


def table(rows: list[Entry], language: str) -> str:
    flag, default, does, _ = WORDS[language]
    lines = [f"| {flag} | {default} | {does} |", "|---|---|---|"]
    for row in rows:
        spelled = row.names.split(",")
        spelled[-1] += f" {row.value}" if row.value else ""
        names = ", ".join(f"`{each}`" for each in spelled).replace("|", "\\|")
        said = f"`{row.default}`" if row.default else ""
        says = row.says.replace("|", "\\|")
        lines.append(f"| {names} | {said} | {says} |")
    return "\n".join(lines) + "\n"


def commands_of(text: str) -> list[str]:
    behind = re.split(r"^(?:Subcommands|子命令|命令).*:$", text, flags=re.M)[-1]
    return re.findall(r"^  ([a-z-]+)  ", behind, re.M)


def section_of_hufu(build: Path, language: str) -> str:
    program = build / PROGRAMS["hufu"]
    text = help_of(program, language=language)
    parts = [table(entries(text), language)]
    for command in commands_of(help_of(program)):
        parts.append(_command(program, language, command))
        inner = help_of(program, command)
        if "Subcommands:" in inner:
            parts += [_command(program, language, command, each) for each in commands_of(inner)]
    return "\n".join(part for part in parts if part)


def _command(program: Path, language: str, *words: str) -> str:
    """What the command does and its flags; `--help` each has."""
    text = help_of(program, *words, language=language)
    rows = [row for row in entries(text) if "--help" not in row.names]
    sentence = text.splitlines()[0]
    said = f"### `hufu {' '.join(words)}`\n\n{sentence}{'。' if language == 'zh-CN' else '.'}\n"
    return said + ("\n" + table(rows, language) if rows else "")


def section_of(build: Path, name: str, language: str) -> str:
    return table(entries(help_of(build / PROGRAMS[name])), language)


def written(text: str, build: Path, language: str) -> str:
    """The page with its tables anew."""
    for name in PROGRAMS:
        fresh = (
            section_of_hufu(build, language)
            if name == "hufu"
            else section_of(build, name, language)
        )
        begin, end = f"<!-- tables: begin {name} -->\n", f"<!-- tables: end {name} -->"
        before, _, rest = text.partition(begin)
        if end not in rest:
            raise SystemExit(f"The page of {language} needs the marks of {name}.")
        text = f"{before}{begin}\n{fresh}\n{end}{rest.partition(end)[2]}"
    return text


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument(
        "--check", action="store_true", help="compare only; exit 1 on differences"
    )
    arguments.add_argument("build", type=Path, help="where the programs are")
    options = arguments.parse_args()
    stale = False
    for language, page in PAGES.items():
        text = page.read_text(encoding="utf-8")
        fresh = written(text, options.build, language)
        if fresh != text:
            stale = True
            if not options.check:
                page.write_text(fresh, encoding="utf-8")
            print(
                f"{page.relative_to(ROOT)}: {'out of date; ./dev fix writes it anew' if options.check else 'written'}"
            )
    return 1 if stale and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
