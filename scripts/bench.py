"""Merges benchmark rows by name into results.json and prints all of them.

Usage: bench.py ROWS_JSONL RESULTS_JSON
A row is {name, value, unit, goal, peer, peer_value, ratio}; the last four may be null. The exit
status says whether every new row reaches its goal.
"""

import json
import operator
import re
import sys
from pathlib import Path

FIELDS = ("name", "value", "unit", "goal", "peer", "peer_value", "ratio")
COMPARE = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
    "==": operator.eq,
}


def complete(row: dict) -> dict:
    row = {field: row.get(field) for field in FIELDS}
    if row["ratio"] is None and row["peer_value"]:
        row["ratio"] = round(row["value"] / row["peer_value"], 3)
    return row


def reaches_goal(row: dict) -> bool:
    match = re.fullmatch(r"\s*([<>=]+)\s*([\d.]+)\s*", row["goal"] or "")
    return not match or COMPARE[match.group(1)](row["value"], float(match.group(2)))


def text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.4g}" if isinstance(value, float) and value < 1000 else f"{value}"


def print_table(rows: list[dict]) -> None:
    lines = [(*FIELDS, "")]
    for row in rows:
        verdict = "ok" if reaches_goal(row) else "MISSED"
        lines.append((*(text(row[field]) for field in FIELDS), verdict if row["goal"] else ""))
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for line in lines:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        )


def main(rows_file: Path, results_file: Path) -> int:
    new = [
        complete(json.loads(line)) for line in rows_file.read_text().splitlines() if line.strip()
    ]
    old = json.loads(results_file.read_text()) if results_file.exists() else []
    merged = {row["name"]: row for row in [*old, *new]}
    results_file.write_text(json.dumps(list(merged.values()), indent=2) + "\n")
    print_table(list(merged.values()))
    return 0 if all(map(reaches_goal, new)) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
