"""Answers with a token: every member in every form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from case import Answer, Case, reply, unusable, usable
from dialects import Dialect
from expected import PASSING
from written import CONTENT_TYPES, broken_forms, raw_forms


def life_forms(dialect: Dialect) -> Iterator[tuple[str, Any, int]]:
    """Forms of a lifetime, and how long the token lives then. RFC 6749, 5.1 only recommends one: where it
    says nothing that can be used, the token's own `exp` does."""
    life = dialect.life_s
    yield "text", str(life), life
    yield "fraction", life + 0.5, life
    yield "text with a fraction", f"{life}.5", life
    yield "exponent", float(f"{life / 100}e2"), life
    yield "null", None, life
    yield "zero", 0, life
    yield "negative", -5, life
    yield "words", "one hour", life
    yield "empty text", "", life
    yield "true", True, life
    yield "list", [life], life
    yield "object", {"seconds": life}, life


REFRESH_FORMS: tuple[tuple[str, Any], ...] = (
    ("null", None),
    ("empty", ""),
    ("list", ["r"]),
    ("object", {"token": "r"}),
    ("true", True),
)

PERSON_FORMS: tuple[tuple[str, Any], ...] = (
    ("null", None),
    ("text", "user-1"),
    ("number", 7),
    ("list", []),
    ("empty object", {}),
    ("without an id", {"nickname": "x"}),
    ("id null", {"id": None}),
    ("id a list", {"id": ["user-1"]}),
)

NAME_FORMS: tuple[tuple[str, Any, str | None], ...] = (
    ("number", 12, None),
    ("null", None, ""),
    ("list", ["a"], ""),
    ("long", "n" * 5000, None),
    ("control characters", "a\u0000b\u001fc", None),
    ("right to left", "\u202eabc", None),
    ("emoji", "虎🐯", "虎🐯"),
)


def grants(dialect: Dialect, call: str) -> Iterator[Case]:
    """Answers with a token, in all their forms."""
    second = dialect.second_token() if call != "sign_in" else dialect.first_token()
    new = "second" if call != "sign_in" else "first"
    full = dialect.grant(second, f"refresh-{new}", call)
    before = dialect.grant(second, None, call)
    kept = "first" if call == "renewal" else "none"

    def changed(**members: Any) -> Any:
        body = json.loads(json.dumps(full))
        dialect.inside(body).update(members)
        return body

    def without(*names: str) -> Any:
        body = json.loads(json.dumps(full))
        for name in names:
            dialect.inside(body).pop(name, None)
        return body

    def works(name: str, answer: Answer, **more: Any) -> Case:
        return Case(f"grant: {name}", answer, usable(dialect, token=new, **more))

    yield works("as it should be", reply(200, full), nickname=None)
    for status in (201, 203):
        yield works(f"status {status}", reply(status, full))
    if dialect.life:
        for name, form, life_s in life_forms(dialect):
            yield works(
                f"{dialect.life} {name}", reply(200, changed(**{dialect.life: form})), life_s=life_s
            )
        yield works(f"no {dialect.life}", reply(200, without(dialect.life)))
        opaque = changed(**{dialect.access: "opaque-token"})
        dialect.inside(opaque).pop(dialect.life)
        yield Case(
            "grant: nobody says how long it lives",
            reply(200, opaque),
            usable(
                dialect,
                token="opaque-token",
                life_s=3600,
                why="an hour, and the 401 rule behind it",
            ),
        )
    if dialect.refresh and call != "silent":
        for name, form in REFRESH_FORMS:
            yield works(
                f"refresh token {name}",
                reply(200, changed(**{dialect.refresh: form})),
                refresh=kept,
                why="RFC 6749, 6: the server MAY issue a new one, or the old one stays",
            )
        yield works("no refresh token", reply(200, before), refresh=kept)
    if dialect.user:
        for name, form in PERSON_FORMS:
            yield works(f"person {name}", reply(200, changed(**{dialect.user: form})))
        yield works("no person", reply(200, without(dialect.user)))
        for name, form, shown in NAME_FORMS:
            person = dialect.person()
            if dialect.name == "gotrue":
                person["user_metadata"] = {"name": form}
            else:
                person["nickname"] = form
            yield works(
                f"name {name}", reply(200, changed(**{dialect.user: person})), nickname=shown
            )
    for name, content_type in CONTENT_TYPES:
        yield works(f"content type {name}", reply(200, full, content_type))
    text = json.dumps(full, ensure_ascii=False, separators=(",", ":"))
    for name, form in raw_forms(text):
        yield works(f"written with {name}", reply(200, form))
    yield works("a byte order mark", reply(200, "\ufeff" + text), why=".NET writes one")
    yield works("token type missing", reply(200, without("token_type")))
    yield works("token type in capitals", reply(200, changed(token_type="Bearer")))
    yield works("a scope", reply(200, changed(scope="openid profile")))
    if dialect.plain and call in ("sign_in", "silent"):
        for name, content_type in CONTENT_TYPES:
            yield works(f"the token alone, content type {name}", reply(200, second, content_type))
        yield works(
            "the token alone, as HTML",
            reply(200, second, "text/html; charset=utf-8"),
            why="hapi's default",
        )
        yield works("the token in quotes", reply(200, json.dumps(second)))

    for name, form in broken_forms(text):
        yield Case(f"broken: {name}", reply(200, form), unusable(call, PASSING, "malformed_reply"))
    for name, form in (
        ("null", None),
        ("empty", ""),
        ("a list", ["t"]),
        ("an object", {"t": 1}),
        ("true", True),
    ):
        body = changed(**{dialect.access: form})
        yield Case(f"token {name}", reply(200, body), unusable(call, PASSING, "malformed_reply"))
    yield Case(
        "no token", reply(200, without(dialect.access)), unusable(call, PASSING, "malformed_reply")
    )
    for name, form in (
        ("a blank", "a b"),
        ("a line break", "a\r\nX-Evil: 1"),
        ("a zero byte", "a\u0000b"),
    ):
        body = changed(**{dialect.access: form})
        yield Case(
            f"token with {name}", reply(200, body), unusable(call, PASSING, "malformed_reply")
        )
