"""How the same JSON can be written, and sent: forms that every reader takes, and forms that none does."""

from __future__ import annotations

import json
from collections.abc import Iterator

CONTENT_TYPES: tuple[tuple[str, str | None], ...] = (
    ("json with charset", "application/json; charset=utf-8"),
    ("json in capitals", "Application/JSON"),
    ("json with a suffix", "application/vnd.api+json"),
    ("text", "text/plain"),
    ("text with charset", "text/plain; charset=utf-8"),
    ("text/json", "text/json"),
    ("none", None),
    ("empty", ""),
)


def raw_forms(text: str) -> Iterator[tuple[str, str]]:
    """The same object, written otherwise; each is what some serializer or template sends."""
    inside = text[:-1]
    yield "unrelated member twice", inside + ',"extra":1,"extra":2}'
    yield "a huge number", inside + ',"extra":1e400}'
    yield "a tiny number", inside + ',"extra":1e-400}'
    yield "a long number", inside + ',"extra":' + "9" * 400 + "}"
    yield "a lone high surrogate", inside + ',"extra":"cut \\ud83d"}'
    yield "a lone low surrogate", inside + ',"extra":"\\udc2f cut"}'
    yield "two high surrogates", inside + ',"extra":"\\ud83d\\ud83d"}'
    yield "a replaced byte", inside + ',"extra":"\ufffd"}'
    yield "escaped slashes", text.replace("/", "\\/")
    yield "blanks", " \r\n\t" + text + " \n"
    yield "a deep member", inside + ',"extra":' + "[" * 30 + "]" * 30 + "}"
    yield "many members", inside + "".join(f',"m{n}":{n}' for n in range(300)) + "}"
    yield "a long text", inside + ',"extra":"' + "x" * 100_000 + '"}'
    yield "an empty name", inside + ',"":""}'


def broken_forms(text: str) -> Iterator[tuple[str, str]]:
    """What no JSON reader takes for this object."""
    yield "cut", text[: len(text) // 2]
    yield "cut before the last brace", text[:-1]
    yield "something behind it", text + "x"
    yield "twice", text + text
    yield "in a list", f"[{text}]"
    yield "in a string", json.dumps(text)
    yield "single quotes", text.replace('"', "'")
    yield "NaN", text[:-1] + ',"extra":NaN}'
    yield "Infinity", text[:-1] + ',"extra":-Infinity}'
    yield "a comma too many", text[:-1] + ",}"
    yield "a comment", text[:-1] + "/* end */}"
    yield "a raw line break in a text", text[:-1] + ',"extra":"a\nb"}'
    yield "a wrong escape", text[:-1] + ',"extra":"\\x"}'
    yield "JSONP", f"callback({text})"
    yield "an XSSI prefix", ")]}',\n" + text
    yield "null", "null"
    yield "true", "true"
    yield "a number", "123"
    yield "a text", '"ok"'
    yield "a list", "[]"
    yield "an empty object", "{}"
    yield "nothing", ""
    yield "blanks only", "  \n"
