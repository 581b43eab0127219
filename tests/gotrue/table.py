"""The table of calls from Python: what is asked, how, and what has to come of it."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = {
    "docs/reference/gotrue-calls.md": ("call", "today", "works"),
    "docs/zh-CN/reference/gotrue-calls.md": ("调用", "当前版本", "可用"),
}


@dataclass
class Row:
    call: str
    outcome: str
    how: Callable
    switches: dict = field(default_factory=dict)


ROWS: list[Row] = []


def works(call: str, **switches):
    """The call does what it is for; the function fails where it does not."""
    return refused("works", call, **switches)


def refused(outcome: str, call: str, **switches):
    """The call is refused as the real server refuses it, by status and code; the function makes it."""

    def keep(how):
        ROWS.append(Row(call, outcome, how, switches))
        return how

    return keep


def rendered(page: str) -> str:
    call, today, works = PAGES[page]
    lines = [f"| {call} | {today} |", "|---|---|"]
    for row in ROWS:
        said = works if row.outcome == "works" else f"`{row.outcome}`"
        lines.append(f"| `{row.call}` | {said} |")
    return "\n".join(lines)


def pages_that_differ() -> list[str]:
    """Those whose table, between two marks, is another one. With HUFU_WRITE_TABLES they become so."""
    begin, end = (f"<!-- calls: {mark} supabase-py -->" for mark in ("begin", "end"))
    differ = []
    for page in PAGES:
        text = (ROOT / page).read_text()
        before, _, rest = text.partition(begin)
        _, _, after = rest.partition(end)
        wanted = f"{before}{begin}\n\n{rendered(page)}\n\n{end}{after}"
        if os.environ.get("HUFU_WRITE_TABLES"):
            (ROOT / page).write_text(wanted)
        elif wanted != text:
            differ.append(page)
    return differ
