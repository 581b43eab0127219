"""What each operation takes and gives, in JavaScript and in Python."""

from __future__ import annotations

import re

from table_writers.described import ROOT, Described, camel, pascal
from table_writers.typescript import NARROWER

WORDS = {
    "en": {"operation": "operation", "gives": "gives", "result": "result", "holds": "what is in it",
           "argument": "argument", "takes": "takes"},
    "zh-CN": {"operation": "操作", "gives": "返回", "result": "结果", "holds": "内容",
              "argument": "参数", "takes": "可取值"},
}  # fmt: skip
# Its arguments are the platform's own.
FETCH = {"JavaScript": "fetch(input, init?)", "Python": 'fetch(url, method="GET", …)'}


def calls(described: Described, language: str) -> list[tuple[str, ...]]:
    words = WORDS[language]
    rows = [(words["operation"], "JavaScript", "Python", words["gives"])]
    for name, row in described.operations.items():
        javascript, python = _javascript(described, name), _python(described, name)
        outcome = "Response" if name == "fetch" else _result(row["outcome"])
        rows.append(
            (f"`{name}`", f"`{javascript}`", f"`{python}`", f"`{outcome}`" if outcome else "")
        )
    return rows


def results(described: Described, language: str) -> list[tuple[str, ...]]:
    """Those of operations, and what is in them; values of one word are listed."""
    words = WORDS[language]
    rows = [(words["result"], words["holds"])]
    for name, fields in described.types.items():
        if name != "fetch_reply":
            rows.append(
                (
                    f"`{_result(name)}`",
                    ", ".join(_member(described, *each) for each in fields.items()),
                )
            )
    return rows


def _member(described: Described, name: str, kind: str) -> str:
    values = described.enumerations.get(kind.rstrip("?"))
    listed = " / ".join(f"`{value}`" if value else '`""`' for value in values or [])
    return f"`{name}`" + (f" ({listed})" if listed else "")


def _result(outcome: str) -> str:
    return "" if outcome == "nothing" else pascal(outcome)


def _javascript(described: Described, operation: str) -> str:
    if operation == "fetch":
        return FETCH["JavaScript"]
    fields = [
        camel(field) + ("?" if described.is_optional(operation, field) else "")
        for field in described.operations[operation]["fields"]
    ]
    return f"{camel(operation)}({{ {', '.join(fields)} }})" if fields else f"{camel(operation)}()"


def _python(described: Described, operation: str) -> str:
    if operation == "fetch":
        return FETCH["Python"]
    row = described.operations[operation]
    fields = [
        f"{field}={_python_value(row['defaults'][field])}" if field in row["defaults"]
        else f"{field}=None" if described.is_optional(operation, field) else f"{field}=…"
        for field in row["fields"]
    ]  # fmt: skip
    return f"{operation}({', '.join(fields)})"


def _python_value(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def values(described: Described, language: str) -> list[tuple[str, ...]]:
    """Of arguments that take these only."""
    words = WORDS[language]
    taken = {field for row in described.operations.values() for field in row["fields"]}
    types = (ROOT / "wasm/src/types.ts").read_text(encoding="utf-8")
    rows = [(words["argument"], words["takes"])]
    for field, said in NARROWER.items():
        union = re.search(rf"^export type {re.escape(said)} = (.*);", types, re.MULTILINE)
        listed = re.findall("'(\\w+)'", union[1] if union else said)
        if field in taken and listed:
            rows.append((f"`{field}`", ", ".join(f"`{value}`" for value in listed)))
    return rows
