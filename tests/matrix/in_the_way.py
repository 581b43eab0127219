"""What stands before a server, or in the way to it: gateways, portals, firewalls, nothing at all."""

from __future__ import annotations

from collections.abc import Iterator

from case import JSON_TYPE, Case, failed, reply, unauthorized, unusable
from dialects import Dialect
from expected import NOT_OVER, PASSING, PROGRAM, TELL, Expected

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
