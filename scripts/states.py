#!/usr/bin/env python3
"""Draws the public state in core/README.md, from the table of its transitions.

`states.py` writes the drawing; `states.py --check` says whether it is out of date and exits with 1. A row of the table
is `{from, to, what is told},  // why`; the drawing stands between `states: begin` and `states: end`.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "core/src/announcer/states.cpp"
README = ROOT / "core/README.md"
ROW = re.compile(r"^    \{(\w+), (\w+), (?:kSilent|EventKind::(\w+))\},\s+// (.+)$", re.MULTILINE)
DRAWING = re.compile(r"(<!-- states: begin.*?-->\n).*?(<!-- states: end -->)", re.DOTALL)


def drawing(rows: list[tuple[str, str, str, str]]) -> str:
    arrows = "".join(
        f"    {source} --> {target}: {why}{f' ({event})' if event else ''}\n"
        for source, target, event, why in rows
    )
    return f"```mermaid\nstateDiagram-v2\n    [*] --> {rows[0][0]}\n{arrows}```\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing")
    check = parser.parse_args().check
    text = TABLE.read_text()
    rows = ROW.findall(text)
    begin = text.index("kTransitions[] = {")
    if len(rows) != text[begin : text.index("};", begin)].count("    {"):
        raise SystemExit(f"{TABLE} has rows that are not `{{from, to, told}},  // why`.")
    before = README.read_text()
    after, drawn = DRAWING.subn(lambda marks: marks[1] + drawing(rows) + marks[2], before)
    if drawn != 1:
        raise SystemExit(f"{README} has no place for the drawing.")
    if before == after:
        return 0
    if check:
        print(f"{README.relative_to(ROOT)} is out of date; './dev fix' draws it anew.")
        return 1
    README.write_text(after)
    return 0


if __name__ == "__main__":
    sys.exit(main())
