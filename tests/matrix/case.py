"""An odd answer, and what has to follow from it; what all kinds of answers say alike."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from dialects import Dialect
from expected import NOT_OVER, Expected, one_of

Answer = dict[str, Any]
JSON_TYPE = "application/json"
SAID = "The server's own words about it."


@dataclass(frozen=True)
class Case:
    """An answer to one kind of call of one dialect, and what has to follow."""

    name: str
    answer: Answer
    expected: Expected


def reply(status: int, body: Any, content_type: str | None = JSON_TYPE, **headers: str) -> Answer:
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    pairs = [] if content_type is None else [["content-type", content_type]]
    pairs += [[name.replace("_", "-"), value] for name, value in headers.items()]
    return {"status": status, "headers": pairs, "body": text}


def failed(code: str) -> Answer:
    return {"error": code, "detail": "as the network said"}


def unusable(call: str, actions: frozenset[str], *codes: str, why: str = "") -> Expected:
    """Nothing to go on with, and nothing that ends a session."""
    held = "none" if call == "sign_in" else "first"
    state = one_of("signed_out") if call == "sign_in" else one_of("signed_in")
    return Expected(token=held, actions=actions, codes=frozenset(codes), state=state, why=why)


def usable(dialect: Dialect, **more: Any) -> Expected:
    """The pair of a grant is held."""
    return Expected(**{"works": True, "token": "second", "life_s": dialect.life_s, **more})


def unauthorized(dialect: Dialect, call: str) -> Expected:
    """RFC 9110, 15.5.2: credentials are missing or wrong. A signed call is tried once more with a new token."""
    if call == "signed":
        return renewed_in_vain(dialect)
    return unusable(call, NOT_OVER)


def renewed_in_vain(dialect: Dialect, *codes: str) -> Expected:
    """The first token was refused, the second too."""
    return Expected(
        token="second",
        codes=frozenset(codes or ("token_rejected",)),
        state=one_of("signed_in"),
        why="one renewal and one more try; the session itself was not refused",
    )
