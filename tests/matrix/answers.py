"""Odd answers of real servers, of what stands before them, and of what stands in the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dialects import Dialect
from expected import NOT_OVER, PASSING, PROGRAM, TELL, Expected, one_of

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


# ---- what follows, by the kind of call -----------------------------------------------------------


def unusable(call: str, actions: frozenset[str], *codes: str, why: str = "") -> Expected:
    """Nothing to go on with, and nothing that ends a session."""
    held = "none" if call == "sign_in" else "first"
    state = one_of("signed_out") if call == "sign_in" else one_of("signed_in")
    return Expected(token=held, actions=actions, codes=frozenset(codes), state=state, why=why)


def usable(dialect: Dialect, **more: Any) -> Expected:
    """The pair of a grant is held."""
    return Expected(**{"works": True, "token": "second", "life_s": dialect.life_s, **more})


# ---- grants: every member of every form ----------------------------------------------------------


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


# ---- profiles ------------------------------------------------------------------------------------


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


# ---- what stands in the way ----------------------------------------------------------------------

HTML = "<!doctype html><html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"

STATUSES = (
    *(205, 206, 300, 301, 302, 303, 304, 307, 308),
    *(
        400,
        402,
        403,
        406,
        410,
        411,
        412,
        413,
        414,
        415,
        416,
        417,
        418,
        421,
        422,
        423,
        424,
        426,
        428,
        431,
        451,
        499,
    ),
)
PASSING_STATUSES = {
    407: "network",
    408: "timeout",
    425: "server_unavailable",
    429: "rate_limited",
    **dict.fromkeys((500, 501, 502, 503, 504, 505, 507, 508, 511), "server_unavailable"),
    **dict.fromkeys((520, 521, 522, 523, 524, 525, 526, 530, 598, 599), "server_unavailable"),
}

PAGES = (
    ("a captive portal", 200, HTML.format("Free Wi-Fi: accept our terms"), "text/html"),
    (
        "a login page of a company's proxy",
        200,
        HTML.format("Sign in to continue"),
        "text/html; charset=utf-8",
    ),
    ("a challenge of a firewall", 403, HTML.format("Just a moment..."), "text/html; charset=UTF-8"),
    ("a block of a firewall", 403, HTML.format("Request blocked"), "text/html"),
    (
        "WeChat's page about a domain",
        200,
        HTML.format("已停止访问该网页"),
        "text/html; charset=utf-8",
    ),
    (
        "a script of a single-page application",
        200,
        HTML.format("app") + "<script src=/app.js></script>",
        "text/html",
    ),
    ("an image", 200, "GIF89a\ufffd\ufffd", "image/gif"),
    ("XML", 200, "<?xml version='1.0'?><error/>", "application/xml"),
    ("a text", 200, "OK", "text/plain"),
    ("a redirect in a text", 302, "Found. Redirecting to /login", "text/plain; charset=utf-8"),
)

GATEWAYS = (
    ("AWS's gateway, no such route", 403, {"message": "Missing Authentication Token"}),
    ("AWS's gateway, a timeout", 504, {"message": "Endpoint request timed out"}),
    ("AWS's gateway, a fault inside", 500, {"message": "Internal server error"}),
    ("AWS's gateway, a limit", 429, {"message": "Too Many Requests"}),
    ("Kong, upstream away", 503, {"message": "name resolution failed"}),
    (
        "Kong, upstream broken",
        502,
        {"message": "An invalid response was received from the upstream server"},
    ),
    ("Kong, a limit", 429, {"message": "API rate limit exceeded"}),
    ("Azure's gateway, a limit", 429, {"statusCode": 429, "message": "Rate limit is exceeded."}),
    (
        "Spring's error page",
        500,
        {"timestamp": "2026-01-01", "status": 500, "error": "Internal Server Error"},
    ),
    ("a problem document", 503, {"type": "about:blank", "title": "Unavailable", "status": 503}),
    ("FastAPI, a fault", 500, {"detail": "Internal Server Error"}),
    ("Envoy, upstream away", 503, "no healthy upstream"),
    (
        "Envoy, reset",
        503,
        "upstream connect error or disconnect/reset before headers. reset reason: overflow",
    ),
    ("nginx", 502, HTML.format("502 Bad Gateway")),
    (
        "Vercel, a timeout",
        504,
        "An error occurred with your deployment\n\nFUNCTION_INVOCATION_TIMEOUT",
    ),
    ("Cloudflare, origin down", 521, HTML.format("Web server is down")),
    ("WeChat's cloud, a limit", 429, {"code": "OPERATION_FAIL", "msg": "too many"}),
)

FAILURES = (
    ("network", "network"),
    ("timeout", "timeout"),
    ("tls", "tls"),
    ("malformed_reply", "malformed_reply"),
)


# What frameworks and gateways say of an address that they do not know.
NO_ROUTE = (
    ("our own server", {"error": "not_found", "message": "There is nothing at this path."}),
    ("Kong", {"message": "no Route matched with those values"}),
    ("Supabase", {"error": "requested path is invalid"}),
    ("NestJS", {"statusCode": 404, "message": "Cannot POST /api/x", "error": "Not Found"}),
    ("hapi", {"statusCode": 404, "error": "Not Found", "message": "Not Found"}),
    ("FastAPI", {"detail": "Not Found"}),
    ("Fastify", {"message": "Route GET:/x not found", "error": "Not Found", "statusCode": 404}),
    ("Spring", {"timestamp": "2026-01-01", "status": 404, "error": "Not Found", "path": "/x"}),
)

# Supabase's gateway, of the header `apikey`.
WRONG_KEY = (
    ("refused", {"message": "Invalid API key", "hint": "Double check your key."}),
    ("missing", {"message": "No API key found in request"}),
)


def no_such_call(dialect: Dialect, call: str) -> Expected:
    """The server has no such route: base_url or the backend is wrong, or it lies behind a page."""
    if dialect.name == "mini_login" and call == "signed":
        return Expected(
            works=True, why="the document has no profile: the sign-in's is what there is"
        )
    return unusable(call, PROGRAM if call != "renewal" else NOT_OVER)


def wrong_key(dialect: Dialect, call: str) -> Expected:
    """Not the person's fault, and no proxy's: the program's key. At a renewal the session stays."""
    if dialect.name in ("gotrue", "authing") and call != "signed":
        return unusable(call, PROGRAM, "invalid_argument")
    return unauthorized(dialect, call)


def in_the_way(dialect: Dialect, call: str) -> Iterator[Case]:
    """What is not the server's word: nobody is signed out by it, and nobody is told that they did wrong."""
    for name, body, content_type in (
        ("no body", "", None),
        ("HTML", HTML.format("Error"), "text/html"),
    ):
        for status in STATUSES:
            # A page, or nothing, where JSON was promised: not this server's word.
            expected = unusable(call, NOT_OVER if status >= 400 else PASSING)
            yield Case(f"status {status} with {name}", reply(status, body, content_type), expected)
        for status, code in PASSING_STATUSES.items():
            expected = unusable(call, PASSING, code)
            yield Case(f"status {status} with {name}", reply(status, body, content_type), expected)
        for status in (404, 405):
            yield Case(
                f"status {status} with {name}",
                reply(status, body, content_type),
                no_such_call(dialect, call),
            )
        conflict = unusable(call, PASSING | TELL, *(["conflict"] if call == "renewal" else []))
        yield Case(f"status 409 with {name}", reply(409, body, content_type), conflict)
    yield Case("status 204", reply(204, "", None), unusable(call, PASSING, "malformed_reply"))
    for name, status, body, content_type in PAGES:
        expected = (
            unusable(call, PASSING, "malformed_reply") if status < 400 else unusable(call, NOT_OVER)
        )
        yield Case(name, reply(status, body, content_type), expected)
    for name, status, body in GATEWAYS:
        content_type = JSON_TYPE if isinstance(body, dict) else "text/plain"
        actions = PASSING if status != 403 else NOT_OVER
        yield Case(name, reply(status, body, content_type), unusable(call, actions))
    for name, body in NO_ROUTE:
        yield Case(f"no such route, {name}", reply(404, body), no_such_call(dialect, call))
    for name, body in WRONG_KEY:
        yield Case(f"a wrong key, {name}", reply(401, body), wrong_key(dialect, call))
    for name, code in FAILURES:
        yield Case(f"failure {name}", failed(code), unusable(call, PASSING, code))
    yield Case(
        "a wait in seconds",
        reply(503, "", None, retry_after="120"),
        unusable(call, PASSING, "server_unavailable"),
    )
    for name, date in (
        ("IMF-fixdate", "Fri, 15 Jan 2027 09:00:00 GMT"),
        ("rfc850", "Friday, 15-Jan-27 09:00:00 GMT"),
        ("asctime", "Fri Jan 15 09:00:00 2027"),
    ):
        yield Case(
            f"a wait until a date as {name}",
            reply(429, "", None, retry_after=date),
            unusable(call, PASSING, "rate_limited"),
        )
    yield Case(
        "a 401 without JSON",
        reply(401, HTML.format("Unauthorized"), "text/html"),
        unauthorized(dialect, call),
    )
    yield Case("a 401 with nothing", reply(401, "", None), unauthorized(dialect, call))
    yield Case(
        "a 401 with a challenge",
        reply(401, "", None, www_authenticate='Bearer realm="api"'),
        unauthorized(dialect, call),
    )


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


# ---- refusals, in the servers' own words ---------------------------------------------------------


@dataclass(frozen=True)
class Refusal:
    """A code, the status it comes with, and what it means to each kind of call."""

    code: str
    status: int
    sign_in: tuple[frozenset[str], tuple[str, ...]] = (TELL, ())
    renewal: str = "kept"
    """`kept`, `program`, `passing` or `ended`."""
    signed: tuple[frozenset[str], tuple[str, ...]] = (TELL, ())
    signed_renews: bool = False
    """Whether a signed call tries a new token first."""
    ends_with: tuple[str, ...] = ("session_expired",)


# RFC 6749, 5.2 and 4.1.2.1; RFC 6750, 3.1; RFC 8628, 3.5.
OAUTH = (
    Refusal(
        "invalid_grant", 400, (TELL, ("credential_invalid", "wrong_password")), renewal="ended"
    ),
    # GoTrue's name for it, of a code of WeChat, too.
    Refusal("invalid_credentials", 400, (TELL, ("credential_invalid", "wrong_password"))),
    Refusal("invalid_client", 401, (PROGRAM, ()), "program", signed_renews=True),
    Refusal("invalid_client", 400, (PROGRAM, ()), "program", (NOT_OVER, ())),
    Refusal("unauthorized_client", 400, (PROGRAM, ()), "program", (NOT_OVER, ())),
    Refusal("unsupported_grant_type", 400, (PROGRAM, ()), "program", (NOT_OVER, ())),
    Refusal(
        "invalid_request",
        400,
        (PROGRAM, ("invalid_argument",)),
        "kept",
        (PROGRAM, ("invalid_argument",)),
    ),
    Refusal("invalid_scope", 400, (PROGRAM | TELL, ()), "kept", (NOT_OVER, ())),
    Refusal("access_denied", 403, (TELL, ())),
    Refusal("server_error", 500, (PASSING, ("server_unavailable",)), "passing", (PASSING, ())),
    Refusal(
        "temporarily_unavailable", 503, (PASSING, ("server_unavailable",)), "passing", (PASSING, ())
    ),
    Refusal("slow_down", 429, (PASSING, ("rate_limited",)), "passing", (PASSING, ())),
    Refusal("invalid_token", 401, (NOT_OVER, ()), signed_renews=True),
    Refusal("insufficient_scope", 403, (TELL, ()), "kept", (TELL, ("not_allowed",))),
)

# supabase/auth, internal/api/apierrors/errorcode.go, and the statuses with which its handlers send them.
GOTRUE = (
    Refusal("invalid_credentials", 400, (TELL, ("wrong_password",))),
    Refusal("email_not_confirmed", 400, (TELL, ("email_not_confirmed",))),
    Refusal("phone_not_confirmed", 400, (TELL, ("email_not_confirmed", "refused"))),
    Refusal("user_already_exists", 422, (TELL, ("user_exists",))),
    Refusal("email_exists", 422, (TELL, ("user_exists",))),
    Refusal("phone_exists", 422, (TELL, ("user_exists",))),
    Refusal("weak_password", 422, (TELL, ("weak_password",)), "kept", (TELL, ("weak_password",))),
    Refusal("signup_disabled", 422, (TELL, ("sign_ups_off",))),
    Refusal("anonymous_provider_disabled", 422, (TELL, ("sign_ups_off",))),
    Refusal("email_provider_disabled", 422, (TELL, ("sign_ups_off",))),
    Refusal("phone_provider_disabled", 422, (TELL, ("sign_ups_off",))),
    Refusal("email_address_invalid", 400),
    Refusal("email_address_not_authorized", 400),
    Refusal("captcha_failed", 400),
    Refusal("same_password", 422),
    Refusal("reauthentication_needed", 400, signed=(NOT_OVER | one_of("sign_in_again"), ())),
    Refusal("reauthentication_not_valid", 422),
    Refusal("otp_expired", 403),
    Refusal("otp_disabled", 422),
    Refusal("manual_linking_disabled", 404, (TELL | PROGRAM, ()), "kept", (TELL | PROGRAM, ())),
    Refusal("identity_already_exists", 422, signed=(TELL, ("identity_in_use",))),
    Refusal("single_identity_not_deletable", 422, signed=(TELL, ("last_identity",))),
    Refusal("insufficient_aal", 401, (NOT_OVER, ()), signed_renews=True),
    Refusal("validation_failed", 400, renewal="ended"),
    Refusal("bad_json", 400, (TELL | PROGRAM, ()), "kept", (TELL | PROGRAM, ())),
    Refusal("unexpected_failure", 500, (PASSING, ()), "passing", (PASSING, ())),
    Refusal("request_timeout", 504, (PASSING, ()), "passing", (PASSING, ())),
    Refusal("hook_timeout", 504, (PASSING, ()), "passing", (PASSING, ())),
    Refusal("hook_timeout_after_retry", 503, (PASSING, ()), "passing", (PASSING, ())),
    Refusal("conflict", 409, (PASSING, ("conflict",)), "passing", (PASSING, ("conflict",))),
    Refusal(
        "over_request_rate_limit",
        429,
        (PASSING, ("rate_limited",)),
        "passing",
        (PASSING, ("rate_limited",)),
    ),
    Refusal(
        "over_email_send_rate_limit",
        429,
        (PASSING, ("rate_limited",)),
        "passing",
        (PASSING, ("rate_limited",)),
    ),
    Refusal(
        "over_sms_send_rate_limit",
        429,
        (PASSING, ("rate_limited",)),
        "passing",
        (PASSING, ("rate_limited",)),
    ),
    Refusal("bad_jwt", 403, renewal="kept", signed_renews=True),
    Refusal("no_authorization", 401, (PROGRAM, ()), "program", signed_renews=True),
    Refusal("user_not_found", 403, (TELL, ("user_not_found",)), signed_renews=True),
    Refusal("session_not_found", 403, (TELL, ()), "ended", signed_renews=True),
    Refusal("session_not_found", 400, (TELL, ()), "ended"),
    Refusal("session_expired", 400, (TELL, ()), "ended"),
    Refusal("refresh_token_not_found", 400, (TELL, ()), "ended"),
    Refusal("refresh_token_already_used", 400, (TELL, ()), "ended"),
    Refusal(
        "user_banned",
        403,
        (one_of("sign_in_again"), ("user_banned",)),
        "ended",
        (one_of("sign_in_again"), ("user_banned",)),
        ends_with=("user_banned",),
    ),
    Refusal(
        "user_banned",
        400,
        (one_of("sign_in_again"), ("user_banned",)),
        "ended",
        (one_of("sign_in_again"), ("user_banned",)),
        ends_with=("user_banned",),
    ),
    Refusal(
        "flow_state_not_found", 404, (TELL, ("credential_invalid",)), "kept", (TELL | PROGRAM, ())
    ),
    Refusal("flow_state_expired", 422, (TELL, ("credential_invalid",))),
    Refusal("bad_code_verifier", 400, (TELL, ("credential_invalid",))),
    Refusal("provider_disabled", 400),
    Refusal("not_admin", 403),
    Refusal("user_sso_managed", 422),
    Refusal("mfa_verification_failed", 422),
)

# The unified surface, mock-server/openapi.json.
UNIFIED = (
    Refusal("wechat_code_invalid", 400, (TELL, ("credential_invalid",))),
    Refusal("wechat_blocked", 403, (TELL, ("not_allowed",))),
    Refusal("session_expired", 400, (TELL, ()), "ended"),
    Refusal("refresh_token_already_used", 400, (TELL, ()), "ended"),
    Refusal(
        "user_banned",
        403,
        (one_of("sign_in_again"), ("user_banned",)),
        "ended",
        (one_of("sign_in_again"), ("user_banned",)),
        ends_with=("user_banned",),
    ),
    Refusal(
        "reauth_required",
        403,
        (NOT_OVER | one_of("sign_in_again"), ()),
        "kept",
        (one_of("sign_in_again"), ("reauth_required",)),
    ),
    Refusal("invalid_platform", 400, (PROGRAM, ()), "kept", (PROGRAM, ())),
    Refusal(
        "rate_limited", 429, (PASSING, ("rate_limited",)), "passing", (PASSING, ("rate_limited",))
    ),
    Refusal(
        "wechat_unavailable", 503, (PASSING, ("server_unavailable",)), "passing", (PASSING, ())
    ),
    Refusal(
        "database_unavailable", 503, (PASSING, ("server_unavailable",)), "passing", (PASSING, ())
    ),
)

# The same, of binding (design rules B8, B11): what a person is told there.
BINDING = tuple(
    Refusal(code, status, (NOT_OVER, ()), "kept", (TELL, (ours,)))
    for status, code, ours in (
        (400, "user_code_invalid", "credential_invalid"),
        (400, "bind_code_invalid", "bind_code_invalid"),
        (422, "wrong_number", "wrong_number"),
        (409, "binding_declined", "binding_declined"),
        (410, "binding_expired", "binding_expired"),
        (410, "binding_ended", "binding_expired"),
        (404, "binding_not_found", "binding_expired"),
        (409, "already_linked", "already_linked"),
        (409, "provider_already_linked", "provider_already_linked"),
        (422, "identity_already_exists", "identity_in_use"),
        (422, "single_identity_not_deletable", "last_identity"),
    )
)

# docs.authing.cn, "error codes": HTTP says 200, `statusCode` 499, `apiCode` what it is.
AUTHING = (
    ("1000", "系统繁忙，请稍后再试", NOT_OVER, ()),
    ("1576", "无应用登录权限", TELL, ()),
    ("2004", "用户未找到", TELL, ()),
    ("2005", "用户已锁定", NOT_OVER | one_of("sign_in_again"), ()),
    ("2006", "密码错误", TELL, ()),
    ("2011", "应用不存在", PROGRAM | TELL, ()),
    ("2031", "应用已禁止注册用户", TELL, ()),
    ("2058", "强制重置密码", TELL, ()),
    ("2333", "用户名或密码错误", TELL, ()),
    ("4021", "计量计费错误", TELL, ()),
    ("6001", "Totp 码错误", TELL, ()),
)

# Texts of the documents' own servers: what stands where a code would is a sentence.
SENTENCES = (
    (400, "Invalid wechat code"),
    (400, "无效的微信 code"),
    (400, "code 已被使用"),
    (401, "未授权"),
    (403, "用户已被禁用"),
    (404, "用户不存在"),
    (409, "该账号已绑定"),
    (422, "Validation failed: nickname should not be empty"),
    (500, "微信登录失败"),
)


def said(dialect: Dialect, status: int, code: str) -> Answer:
    return reply(status, dialect.refusal(status, code, SAID))


def refusals(dialect: Dialect, call: str) -> Iterator[Case]:
    """Well-formed noes of the server itself."""
    rows = OAUTH + {"gotrue": GOTRUE, "unified": UNIFIED + BINDING}.get(dialect.name, ())
    for row in rows:
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


def answers(dialect: Dialect, call: str) -> Iterator[Case]:
    """All of them, for one column."""
    yield from profiles(dialect, call) if call == "signed" else grants(dialect, call)
    yield from in_the_way(dialect, call)
    yield from refusals(dialect, call)
