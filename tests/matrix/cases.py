"""Writes the cases of the matrix, one JSON object a line: cases.py FILE. README.md says what a case is."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from answers import answers
from case import reply
from dialects import Dialect, columns
from expected import Expected


def first_grant(dialect: Dialect) -> dict[str, Any]:
    refresh = "refresh-first" if dialect.renews else None
    return reply(200, dialect.grant(dialect.first_token(), refresh, "sign_in"))


def second_grant(dialect: Dialect, call: str) -> dict[str, Any]:
    refresh = "refresh-second" if dialect.renews else None
    return reply(200, dialect.grant(dialect.second_token(), refresh, call))


def renewals(dialect: Dialect) -> dict[str, list[Any]]:
    """What a renewal is answered with when all goes well."""
    if dialect.renews:
        return {"refresh": [second_grant(dialect, "renewal")]}
    return {dialect.sign_in: [second_grant(dialect, "silent")]}


def steps(dialect: Dialect, call: str, odd: Any) -> list[dict[str, Any]]:
    sign_in = {"begin": dialect.sign_in, "arguments": dialect.arguments}
    if call == "sign_in":
        return [{**sign_in, "answers": {dialect.sign_in: [odd]}}]
    begun = {**sign_in, "answers": {dialect.sign_in: [first_grant(dialect)]}}
    if call == "signed":
        calls = {"fetch_profile": [odd], **renewals(dialect)}
        return [begun, {"begin": "fetch_profile", "arguments": {}, "answers": calls}]
    flow = "refresh" if call == "renewal" else dialect.sign_in
    asked = {"begin": "access_token", "arguments": {}, "answers": {flow: [odd]}}
    return [begun, {"pass_ms": dialect.pass_ms}, asked]


def matrix() -> Iterator[tuple[dict[str, Any], Dialect, str, Expected]]:
    """Every case, with its column and what has to follow."""
    for dialect, call in columns():
        for case in answers(dialect, call):
            name = f"{dialect.name} | {call} | {case.name}"
            played = [
                *steps(dialect, call, case.answer),
                {"begin": "session", "arguments": {}, "answers": {}},
            ]
            yield (
                {"name": name, "config": dialect.config, "steps": played},
                dialect,
                call,
                case.expected,
            )


def write(file: Path) -> int:
    """Writes them, and gives how many there are."""
    lines = [json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case, *_ in matrix()]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


if __name__ == "__main__":
    print(write(Path(sys.argv[1])))
