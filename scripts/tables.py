#!/usr/bin/env python3
"""Writes the tables that stand in several languages, from the core's own description of itself.

`tables.py PROGRAM` rewrites them; `tables.py --check PROGRAM` names those that are out of date and
exits with 1. PROGRAM prints `describe()` (the target `hufu_describe`). A table stands between a line
that holds `tables: begin` and one that holds `tables: end`; the rest of a file is written by hand.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
Errors = list[dict]

ACTIONS = {
    "retry": ("Nothing is lost; the same call may succeed later.", "RetryLater"),
    "sign_in_again": ("The session cannot go on; only a new sign-in helps.", "SignInAgain"),
    "tell_user": ("The person has to decide or correct something.", "TellUser"),
    "fix_program": ("The call, the configuration or the host is wrong.", "FixProgram"),
}


def pascal(code: str) -> str:
    """`rate_limited` as `RateLimited`."""
    return "".join(word.capitalize() for word in code.split("_"))


def typescript(errors: Errors) -> str:
    """The union of the codes, in the core's order."""
    rows = "\n".join(f"  | '{row['code']}'" for row in errors)
    return f"/** Every code of the core's error table, in its order. */\nexport type ErrorCode =\n{rows};\n"


def python(errors: Errors) -> str:
    """A class for each code, below the class of its action."""
    return "\n\n".join(
        f"class {pascal(row['code'])}({ACTIONS[row['action']][1]}):\n"
        f'    """{row["message"]}"""\n\n'
        f'    code = "{row["code"]}"\n'
        for row in errors
    )


def markdown(errors: Errors) -> str:
    """A table for each action."""
    parts = []
    for action, (meaning, _) in ACTIONS.items():
        rows = "\n".join(
            f"| `{row['code']}` | {row['http_status'] or ''} | {row['message']} |"
            for row in errors
            if row["action"] == action
        )
        parts.append(
            f"## `{action}`\n\n{meaning}\n\n"
            f"| code | HTTP status | what happened, and what to do |\n|---|---|---|\n{rows}\n"
        )
    return "\n".join(parts)


# file, the blank lines that its formatter wants round the table, and who writes it
TABLES = (
    ("wasm/src/errors.ts", "", typescript),
    ("bindings/python/src/hufu_auth/errors.py", "\n\n", python),
    ("docs/errors.md", "\n", markdown),
)


def replaced(text: str, table: str, path: str) -> str:
    """`text` with `table` between its two marks."""
    lines = text.splitlines(keepends=True)
    begins = [i for i, line in enumerate(lines) if "tables: begin" in line]
    ends = [i for i, line in enumerate(lines) if "tables: end" in line]
    if len(begins) != 1 or len(ends) != 1 or begins[0] > ends[0]:
        raise SystemExit(f"{path} needs one line with 'tables: begin' and one with 'tables: end'.")
    return "".join(lines[: begins[0] + 1]) + table + "".join(lines[ends[0] :])


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument(
        "--check", action="store_true", help="compare only; exit 1 on differences"
    )
    arguments.add_argument("program", help="prints describe()")
    options = arguments.parse_args()
    described = json.loads(
        subprocess.run([options.program], check=True, stdout=subprocess.PIPE).stdout
    )

    stale = []
    for path, around, write in TABLES:
        file = ROOT / path
        text = file.read_text(encoding="utf-8")
        fresh = replaced(text, around + write(described["errors"]) + around, path)
        if fresh == text:
            continue
        stale.append(path)
        if not options.check:
            file.write_text(fresh, encoding="utf-8")
    for path in stale:
        print(f"{path}: {'out of date; ./dev fix writes it anew' if options.check else 'written'}")
    return 1 if stale and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
