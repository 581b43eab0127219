"""The tables of the documents, in each language of the catalogue."""

from __future__ import annotations

from collections.abc import Callable

import texts

from table_writers import signatures
from table_writers.described import Described

Writer = Callable[[Described], str]
# What the tables say besides the catalogue.
WORDS = {
    "en": {
        "code": "code",
        "status": "HTTP status",
        "sentence": "what happened, and what to do",
        "operation": "operation",
        "does": "what it does",
        "option": "option",
        "means": "what it says",
        "default": "by default",
        "event": "event",
        "happened": "what happened",
        "cause": "cause",
        "always": "yes",
        "if_there": "if there",
    },
    "zh-CN": {
        "code": "错误码",
        "status": "HTTP 状态码",
        "sentence": "发生了什么，该怎么办",
        "operation": "操作",
        "does": "作用",
        "option": "配置项",
        "means": "含义",
        "default": "默认值",
        "event": "事件",
        "happened": "发生了什么",
        "cause": "原因",
        "always": "支持",
        "if_there": "视服务器而定",
    },
}


def errors(language: str, level: str = "##") -> Writer:
    """A table for each action."""
    said, words = texts.load(language), WORDS[language]

    def write(described: Described) -> str:
        return "\n".join(
            f"{level} `{action}`\n\n{meaning}\n\n"
            + _table(
                (words["code"], words["status"], words["sentence"]),
                (
                    (f"`{row['code']}`", row["http_status"] or "", said["errors"][row["code"]])
                    for row in described.errors
                    if row["action"] == action
                ),
            )
            for action, meaning in said["actions"].items()
        )

    return write


def operations(language: str) -> Writer:
    """Which dialect can do what."""
    said, words = texts.load(language)["operations"], WORDS[language]

    def write(described: Described) -> str:
        names = described.enumerations["backend"]
        return _table(
            (words["operation"], words["does"], *names),
            (
                (f"`{each}`", said[each], *(words.get(backends[name], "") for name in names))
                for each, backends in described.backends.items()
            ),
        )

    return write


def calls(language: str) -> Writer:
    """How each is called, and what it gives."""
    return lambda described: _table_of(signatures.calls(described, language))


def values(language: str) -> Writer:
    """What an argument may be, where not everything is taken."""
    return lambda described: _table_of(signatures.values(described, language))


def results(language: str) -> Writer:
    """What is in what they give."""
    return lambda described: _table_of(signatures.results(described, language))


def options(language: str) -> Writer:
    """What a client is given."""
    said, words = texts.load(language)["options"], WORDS[language]

    def write(described: Described) -> str:
        return _table(
            (words["option"], words["means"], words["default"]),
            (
                (f"`{field}`", said[field], _shown(described.defaults.get(field)))
                for field in described.options
            ),
        )

    return write


def events(language: str) -> Writer:
    """What a listener is told."""
    said, words = texts.load(language)["events"], WORDS[language]

    def write(described: Described) -> str:
        return _table(
            (words["event"], words["happened"]),
            ((f"`{event}`", said[event]) for event in described.enumerations["event"]),
        )

    return write


def ends(language: str) -> Writer:
    """Why a session may have ended."""
    said, words = texts.load(language)["ends"], WORDS[language]

    def write(described: Described) -> str:
        return _table(
            (words["cause"], words["sentence"]),
            ((f"`{cause}`", said[cause]) for cause in described.enumerations["end_cause"]),
        )

    return write


def _shown(value: object) -> str:
    """A default; an empty one is none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return f"`{value}`" if isinstance(value, str) else f"{value:g}"


def _table_of(rows: list[tuple[str, ...]]) -> str:
    return _table(rows[0], rows[1:])


def _table(head: tuple[str, ...], rows: object) -> str:
    lines = [head, ("---",) * len(head), *rows]
    ruled = [f"| {' | '.join(map(str, line))} |" for line in lines]
    ruled[1] = "|" + "---|" * len(head)
    return "\n".join(ruled) + "\n"
