"""The tables of the documents."""

from __future__ import annotations

import re

from table_writers.described import ACTIONS, ROOT, Described

HOW_FAR = {"always": "yes", "if_there": "if there", "never": ""}


def errors(described: Described) -> str:
    """A table for each action."""
    parts = []
    for action, (meaning, _) in ACTIONS.items():
        rows = "\n".join(
            f"| `{row['code']}` | {row['http_status'] or ''} | {row['message']} |"
            for row in described.errors
            if row["action"] == action
        )
        parts.append(
            f"## `{action}`\n\n{meaning}\n\n"
            f"| code | HTTP status | what happened, and what to do |\n|---|---|---|\n{rows}\n"
        )
    return "\n".join(parts)


def operations(described: Described) -> str:
    """Which dialect can do what."""
    names = described.enumerations["backend"]
    rows = [
        f"| operation | what it does | {' | '.join(names)} |",
        "|---|---|" + "---|" * len(names),
    ]
    for operation, backends in described.backends.items():
        cells = " | ".join(HOW_FAR[backends[name]] for name in names)
        rows.append(f"| `{operation}` | {_what_it_is(described, operation)} | {cells} |")
    return "\n".join(rows) + "\n"


def _what_it_is(described: Described, operation: str) -> str:
    """As the document has it already; else what the header says first."""
    document = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    known = re.search(rf"^\| `{operation}` \| (.*?) \|", document, re.MULTILINE)
    return known[1] if known else re.split(r"(?<=[.;:]) ", described.sentence_of(operation))[0]
