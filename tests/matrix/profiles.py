"""Answers about the person: every member in every form."""

from __future__ import annotations

import json
from collections.abc import Iterator

from case import Case, reply, unusable
from dialects import Dialect
from expected import PASSING, Expected
from written import CONTENT_TYPES, broken_forms, raw_forms


def profiles(dialect: Dialect, call: str) -> Iterator[Case]:
    """Answers about the person, in all their forms. The session has nothing to fear from any."""
    assert call == "signed"
    fine = Expected(works=True)
    full = dialect.profile()
    text = json.dumps(full, ensure_ascii=False, separators=(",", ":"))
    yield Case("profile: as it should be", reply(200, full), fine)
    for name, content_type in CONTENT_TYPES:
        yield Case(f"profile: content type {name}", reply(200, full, content_type), fine)
    for name, form in raw_forms(text):
        yield Case(f"profile: written with {name}", reply(200, form), fine)
    yield Case("profile: a byte order mark", reply(200, "\ufeff" + text), fine)
    inside = dialect.inside(full)
    for member in [name for name in inside if name not in ("id", "userId")]:
        for name, form in (
            ("null", None),
            ("a number", 7),
            ("a list", []),
            ("an object", {}),
            ("a text", "x"),
        ):
            body = json.loads(text)
            dialect.inside(body)[member] = form
            yield Case(f"profile: {member} {name}", reply(200, body), fine)
        body = json.loads(text)
        del dialect.inside(body)[member]
        yield Case(f"profile: no {member}", reply(200, body), fine)
    for name, form in broken_forms(text):
        yield Case(f"broken: {name}", reply(200, form), unusable(call, PASSING, "malformed_reply"))
