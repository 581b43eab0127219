#!/usr/bin/env python3
"""Writes the tables that stand in several languages, from the core's own description of itself.

`tables.py PROGRAM` rewrites them; `tables.py --check PROGRAM` names those that are out of date and
exits with 1. PROGRAM prints `describe()` (the target `hufu_describe`). A table stands between a line
that holds `tables: begin NAME` and one that holds `tables: end NAME`; the rest of a file is written
by hand.
"""

from __future__ import annotations

import argparse
import sys

from table_writers import cpp, markdown, python, typescript
from table_writers.described import ROOT, Described

TYPES = "wasm/src/types.ts"
PACKAGE = "bindings/python/src/hufu_auth"
# file, table, the blank lines that its formatter wants round it, and who writes it
TABLES = (
    ("wasm/src/errors.ts", "errors", "", typescript.errors),
    (TYPES, "enumerations", "", typescript.enumerations),
    (TYPES, "arguments", "", typescript.arguments),
    ("wasm/src/storage_key.ts", "function", "", typescript.storage_key),
    ("wasm/src/config.ts", "lists", "", typescript.lists),
    ("bindings/cli/src/settings.cpp", "lists", "", cpp.lists),
    (f"{PACKAGE}/errors.py", "errors", "\n\n", python.errors),
    (f"{PACKAGE}/_given.py", "enumerations", "", python.of_clients),
    (f"{PACKAGE}/results.py", "enumerations", "", python.of_results),
    (f"{PACKAGE}/verify/issuers.py", "gotrue_cookie", "\n\n", python.gotrue_cookie),
    (f"{PACKAGE}/_native.pyi", "names", "", python.stub),
    *(
        (f"{folder}/{page}.md", name, "\n", write(language))
        for language, folder in (("en", "docs/reference"), ("zh-CN", "docs/zh-CN/reference"))
        for page, name, write in (
            ("errors", "errors", markdown.errors),
            ("operations", "operations", markdown.operations),
            ("operations", "calls", markdown.calls),
            ("operations", "values", markdown.values),
            ("operations", "results", markdown.results),
            ("options", "options", markdown.options),
            ("events", "events", markdown.events),
        )
    ),
    ("docs/how-to/signed-out.md", "ends", "\n", markdown.ends("en")),
    ("docs/zh-CN/how-to/signed-out.md", "ends", "\n", markdown.ends("zh-CN")),
)


def replaced(text: str, name: str, table: str, path: str) -> str:
    """`text` with `table` between its two marks."""
    lines = text.splitlines(keepends=True)
    begins, ends = (
        [i for i, line in enumerate(lines) if f"tables: {mark} {name}" in line]
        for mark in ("begin", "end")
    )
    if len(begins) != 1 or len(ends) != 1 or begins[0] > ends[0]:
        raise SystemExit(
            f"{path} needs one line 'tables: begin {name}' and one 'tables: end {name}'."
        )
    return "".join(lines[: begins[0] + 1]) + table + "".join(lines[ends[0] :])


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument(
        "--check", action="store_true", help="compare only; exit 1 on differences"
    )
    arguments.add_argument("program", help="prints describe()")
    options = arguments.parse_args()
    described = Described(options.program)

    stale = False
    for path, name, around, write in TABLES:
        file = ROOT / path
        text = file.read_text(encoding="utf-8")
        fresh = replaced(text, name, around + write(described) + around, path)
        if fresh == text:
            continue
        stale = True
        if not options.check:
            file.write_text(fresh, encoding="utf-8")
        how = "out of date; ./dev fix writes it anew" if options.check else "written"
        print(f"{path}, {name}: {how}")
    return 1 if stale and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
