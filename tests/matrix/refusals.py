"""Well-formed noes of a server itself, in the shapes in which it says them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from case import SAID, Answer, Case, renewed_in_vain, reply, unusable
from dialects import Dialect
from expected import NOT_OVER, PASSING, PROGRAM, TELL, Expected, one_of
from servers_words import AUTHING, BINDING, GOTRUE, OAUTH, SENTENCES, UNIFIED, Refusal


def said(dialect: Dialect, status: int, code: str) -> Answer:
    return reply(status, dialect.refusal(status, code, SAID))


def refusals(dialect: Dialect, call: str) -> Iterator[Case]:
    """Well-formed noes of the server itself."""
    own = {"gotrue": GOTRUE, "unified": UNIFIED + BINDING}.get(dialect.name, ())
    said_by_own = {(row.status, row.code) for row in own}
    general = [row for row in OAUTH if (row.status, row.code) not in said_by_own]
    for row in (*general, *own):
        yield Case(
            f"refused: {row.status} {row.code}",
            said(dialect, row.status, row.code),
            refused(dialect, call, row),
        )
    if dialect.name == "gotrue":
        for row in GOTRUE:
            body = {"code": row.code, "message": SAID}
            yield Case(
                f"refused, new shape: {row.status} {row.code}",
                reply(row.status, body, x_supabase_api_version="2024-01-01"),
                refused(dialect, call, row),
            )
        for row in OAUTH:
            body = {"error": row.code, "error_description": SAID}
            yield Case(
                f"refused, as OAuth: {row.status} {row.code}",
                reply(row.status, body),
                refused(dialect, call, row),
            )
        weak = {
            "code": "weak_password",
            "message": SAID,
            "weak_password": {"reasons": ["length", "pwned"]},
        }
        yield Case(
            "refused: weak, with reasons", reply(422, weak), refused(dialect, call, GOTRUE[6])
        )
    if dialect.name == "authing" and call != "renewal":
        for code, message, actions, codes in AUTHING:
            body = {"statusCode": 499, "message": message, "apiCode": int(code), "data": None}
            expected = told(dialect, call, 499, actions, codes, message)
            yield Case(f"refused by Authing: {code}", reply(200, body), expected)
    for status, sentence in SENTENCES:
        actions = (
            PASSING if status == 500 else NOT_OVER if status in (401, 404) else NOT_OVER - PASSING
        )
        for shape, body in sentence_shapes(dialect, status, sentence):
            if call == "signed" and status == 401:
                expected = renewed_in_vain(dialect)
            elif status == 409:
                expected = told(dialect, call, status, PASSING | TELL, (), "")
            else:
                expected = told(
                    dialect, call, status, actions, (), sentence if status < 500 else ""
                )
            yield Case(
                f"refused with a sentence: {status} {sentence}, {shape}",
                reply(status, body),
                expected,
            )
    for word in ("ok", "success", "none"):
        body = dialect.refusal(400, word, "")
        yield Case(
            f"refused with an odd code: {word}",
            reply(400, body),
            told(dialect, call, 400, NOT_OVER, (), ""),
        )
    # A refusal in a success is no refusal that RFC 6749 knows (5.2 wants 400), and no session either.
    yield Case(
        "an error with status 200", said(dialect, 200, "invalid_grant"), unusable(call, NOT_OVER)
    )


def sentence_shapes(dialect: Dialect, status: int, sentence: str) -> Iterator[tuple[str, Any]]:
    yield "as error", {"error": sentence}
    yield "as message", {"message": sentence}
    yield "as code and message", {"code": status, "message": sentence}
    yield "as hapi writes it", {"statusCode": status, "error": "Bad Request", "message": sentence}
    yield "with success: false", {"success": False, "message": sentence}


def refused(dialect: Dialect, call: str, row: Refusal) -> Expected:
    if call == "renewal":
        return renewal_refused(row)
    actions, codes = row.sign_in if call in ("sign_in", "silent") else row.signed
    if call == "signed" and row.signed_renews:
        return renewed_in_vain(dialect, "token_rejected", "not_allowed", *codes)
    return told(dialect, call, row.status, actions, codes, SAID if row.status < 429 else "")


def renewal_refused(row: Refusal) -> Expected:
    match row.renewal:
        case "ended":
            return Expected(
                ends=True,
                token="none",
                codes=frozenset(row.ends_with),
                actions=one_of("sign_in_again"),
                state=one_of("signed_out"),
            )
        case "program":
            return unusable(
                "renewal",
                PROGRAM,
                why="RFC 6749, 5.2: about the application, not about the session",
            )
        case "passing":
            return unusable("renewal", PASSING)
    return unusable("renewal", NOT_OVER, why="no terminal answer")


def told(
    dialect: Dialect,
    call: str,
    status: int,
    actions: frozenset[str],
    codes: tuple[str, ...],
    message: str,
) -> Expected:
    """A person is told what the server said."""
    if call == "sign_in":
        held, state = "none", one_of("signed_out")
    elif call == "silent":
        # Only the person can go on where the server refuses its code; nobody is signed out by it.
        held, state = "first", one_of("signed_in", "needs_user")
        actions, codes, message = frozenset(), (), ""
    else:
        held, state = "first", one_of("signed_in")
    if call == "renewal":
        actions, codes, message = NOT_OVER, (), ""
    return Expected(
        token=held, actions=actions, codes=frozenset(codes), message=message, state=state
    )
