"""V6: every route of the unified backend × every kind of fault: the status that is documented, never stored, nothing of the inside."""

import re

import pytest
from group import SECRET

from contract import Answer
from people import WebHalf, WechatHalf
from server import Api, RunningServer
from test_refusals import BODIES, OF_NOBODY, PATH, unified

INTERNALS = re.compile(
    r"soci|sqlite|postgres|psql|\bSQL\b|SELECT|INSERT|UPDATE |/tmp/|/src/|\.cpp|std::|exception"
    r"|what\(\)|terminate|0x[0-9a-f]{6}|127\.0\.0\.1|errcode|stack|Traceback|boost|openssl|cjose",
    re.IGNORECASE,
)
MINI = {"X-Platform": "miniprogram"}
WEB = {"X-Platform": "web"}
FORMS = {
    "/oauth/device_authorization": b"client_id=hufu",
    "/oauth/token": b"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=x",
    "/oauth/device_state": b"device_code=x",
    "/oauth/device_return": b"device_code=x&code=000000",
    "/oauth/device_close": b"device_code=x",
}
OPEN = {"/api/auth/refresh", *OF_NOBODY, *FORMS}
FORM_TYPE = {"Content-Type": "application/x-www-form-urlencoded"}
IMAGE_TYPE = {"Content-Type": "image/png"}


class Routes:
    """Calls a route with everything as it should be, but for what the fault changes."""

    def __init__(self, api: Api):
        self.api = api
        self.names = unified(api.contract, "400")
        self.signed_in = [name for name in self.names if name[1] not in OPEN]

    def call(self, name, headers, *, raw=None, kind=None) -> Answer:
        method, pattern = name
        target = re.sub(r"\{(\w+)\}", lambda match: PATH[match[1]], pattern)
        body = BODIES.get(pattern) if raw is None and method != "GET" else None
        if pattern in FORMS and raw is None:
            raw, kind = FORMS[pattern], FORM_TYPE
        if pattern == "/api/user/avatar" and raw is None:
            raw, kind = b"\x89PNG\r\n\x1a\n" + bytes(32), IMAGE_TYPE
        return self.api.send(method, target, body=body, raw=raw, headers=headers | (kind or {}))

    def expect(self, name, answer: Answer, status: int, code: str | None = None) -> None:
        where = f"{name[0]} {name[1]} → {answer.status} {answer.content[:200]!r}"
        assert answer.status == status, f"{where} instead of {status}"
        if (*name, str(status)) in self.api.contract.documented():
            self.api.contract.check(*name, answer)
        else:
            self.api.contract.check_error(answer)
        assert answer.headers["cache-control"] == "no-store", where
        error = answer.json()
        assert set(error) <= {"error", "message", "requestId", "attemptsLeft"}, where
        assert code is None or error["error"] == code, where
        assert not INTERNALS.search(answer.text), where
        if status == 401:
            assert answer.headers["www-authenticate"].startswith("Bearer "), where
        if status in (429, 503):
            assert int(answer.headers["retry-after"]) > 0, where


@pytest.fixture
def routes(group) -> Routes:
    return Routes(group.members[0])


@pytest.fixture
def half(routes) -> WechatHalf:
    return WechatHalf.make(routes.api).sign_in()


def test_all_routes_are_here(routes):
    assert len(routes.names) >= 20
    assert {pattern for _, pattern in routes.names} >= OPEN


def test_platform_faults_are_400(routes, half):
    token = {"Authorization": half.headers["Authorization"]}
    for name in routes.names:
        for platform in ({}, {"X-Platform": ""}, {"X-Platform": "Web"}, {"X-Platform": "web, web"}):
            routes.expect(name, routes.call(name, token | platform), 400, "invalid_platform")


def test_token_faults_are_401(routes, half):
    real = half.headers["Authorization"].removeprefix("Bearer ")
    head, claims, signature = real.split(".")
    tokens = [None, "", "null", "x", f"{head}.{claims}.", f"{head}.{claims}.{signature[:-4]}AAAA"]
    tokens += [f"{head}.{claims}", real + "x", half.session["refreshToken"], "A" * 9000]
    for name in routes.signed_in:
        for token in tokens:
            headers = MINI if token is None else MINI | {"Authorization": f"Bearer {token}"}
            routes.expect(name, routes.call(name, headers), 401, "invalid_token")
        basic = MINI | {"Authorization": f"Basic {real}"}
        routes.expect(name, routes.call(name, basic), 401, "invalid_token")
        elsewhere = half.headers | {"X-Platform": "desktop"}
        routes.expect(name, routes.call(name, elsewhere), 401, "invalid_token")


def test_an_expired_token_is_401(routes, half):
    routes.api.control("POST /clock/advance", 200, {"ms": 961_000})
    for name in routes.signed_in:
        routes.expect(name, routes.call(name, half.headers), 401, "invalid_token")


def test_an_ended_session_is_401(routes, half):
    routes.api.call("POST /api/auth/logout", 204, headers=half.headers)
    for name in routes.signed_in:
        routes.expect(name, routes.call(name, half.headers), 401, "session_not_found")


def test_a_banned_user_is_403(routes, half):
    routes.api.control("POST /users/{user_id}/ban", 200, {}, user_id=half.session["user"]["id"])
    for name in routes.signed_in:
        routes.expect(name, routes.call(name, half.headers), 403, "user_banned")


def test_malformed_bodies_are_400(routes, half):
    bodies = [b"", b"{", b"[]", b"null", b'{"a":1,"a":1}', b"[" * 60_000, b"\xff\xfe"]
    json_type = {"Content-Type": "application/json"}
    takers = [name for name in routes.names if name[1] in BODIES and name[0] != "GET"]
    assert len(takers) >= 9
    for name in takers:
        member = next(iter(BODIES[name[1]]), "nickname")
        for body in [*bodies, b'{"%s":1}' % member.encode(), b'{"%s":[]}' % member.encode()]:
            answer = routes.call(name, half.headers, raw=body, kind=json_type)
            routes.expect(name, answer, 400, "invalid_request")
        text = routes.call(name, half.headers, raw=b"{}", kind={"Content-Type": "text/plain"})
        routes.expect(name, text, 400, "invalid_request")
    for name in [("POST", pattern) for pattern in FORMS]:
        for body in (b"", b"client_id=%zz", b"client_id=a&client_id=b&device_code=c&device_code=c"):
            routes.expect(name, routes.call(name, MINI, raw=body, kind=FORM_TYPE), 400)


def test_too_large_a_body_is_413(routes, half):
    for name in routes.names:
        if name[0] != "GET":
            answer = routes.call(name, half.headers, raw=b"x" * 3_000_000, kind=IMAGE_TYPE)
            routes.expect(name, answer, 413, "payload_too_large")


def test_another_method_is_405(routes, half):
    for _, pattern in routes.names:
        name = ("PATCH", pattern)
        answer = routes.call(name, half.headers, raw=b"")
        assert answer.status == 405 and answer.headers["cache-control"] == "no-store"
        assert answer.headers["allow"]
        routes.api.contract.check_error(answer)


UPSTREAM_FAULTS = [
    {"status": 500, "body": "<html>Exception in thread main</html>"},
    {"status": 200, "body": "{"},
    {"body": '{"errcode":-1,"errmsg":"system error, rid: 6a"}'},
    {"redirect": "http://127.0.0.1:1/elsewhere"},
    {"hugeBodyBytes": 2_000_000},
    {"cutAfterBytes": 40},
    {"reset": True},
]


@pytest.mark.parametrize("fault", UPSTREAM_FAULTS, ids=lambda fault: next(iter(fault)))
def test_wechat_away_is_503(routes, half, fault):
    for name in ("GET /wechat/sns/jscode2session", "POST /wechat/cgi-bin/stable_token"):
        routes.api.control("POST /faults", 201, {"route": name, "times": None, **fault})
    codes = {
        ("POST", "/api/wechat/login"): half.code()["code"],
        ("POST", "/api/user/phone"): half.code("phone-codes")["code"],
    }
    for name, code in codes.items():
        answer = routes.api.send(name[0], name[1], body={"code": code}, headers=half.headers)
        routes.expect(name, answer, 503, "unavailable")


@pytest.mark.parametrize("fault", UPSTREAM_FAULTS, ids=lambda fault: next(iter(fault)))
def test_clerk_away_is_503_where_its_keys_are_not_known_yet(program, contract, fault):
    server = RunningServer(program, environment=SECRET)
    try:
        routes = Routes(Api(server.url, contract))
        headers = WebHalf.make(routes.api).headers
        jwks = "GET /clerk/.well-known/jwks.json"
        fault = {"body": "{}" if "errcode" in str(fault) else fault.get("body"), **fault}
        fault = {key: value for key, value in fault.items() if value is not None}
        routes.api.control("POST /faults", 201, {"route": jwks, "times": None, **fault})
        for name in routes.signed_in:
            routes.expect(name, routes.call(name, headers), 503, "unavailable")
    finally:
        server.stop()


def test_a_database_that_is_away_is_503(routes, half, postgres):
    web = WebHalf.make(routes.api).headers
    routes.api.send("GET", "/api/user/profile", headers=web)  # Clerk's keys are known from here on
    code = half.code()["code"]
    postgres.halt()
    try:
        for name in routes.names:
            nobody = WEB if "web-view" in name[1] else MINI
            for headers in [half.headers, web] if name[1] not in OPEN else [nobody]:
                if name[1] == "/api/wechat/login":
                    body = b'{"code":"%s"}' % code.encode()
                    answer = routes.call(
                        name, headers, raw=body, kind={"Content-Type": "application/json"}
                    )
                elif name[1] == "/api/auth/refresh":
                    token = half.session["refreshToken"]
                    answer = routes.api.send(*name, body={"refreshToken": token}, headers=headers)
                else:
                    answer = routes.call(name, headers)
                routes.expect(name, answer, 503, "unavailable")
        answer = routes.api.call("GET /avatars/{id}", 503, id="0" * 32)
        assert not INTERNALS.search(answer.text)
    finally:
        postgres.start()


def test_limits_are_429(program, contract):
    server = RunningServer(program)
    try:
        routes = Routes(Api(server.url, contract))
        half = WechatHalf.make(routes.api).sign_in()
        for _ in range(6):
            routes.call(("POST", "/api/bind-account"), half.headers)
        limited = ["/api/bind-account", "/api/users/merge", "/api/scans"]
        limited += [pattern for _, pattern in routes.names if "{user_code}" in pattern]
        for name in routes.signed_in:
            if name[1] in limited:
                routes.expect(name, routes.call(name, half.headers), 429, "rate_limited")
        for _ in range(10):
            routes.call(("POST", "/api/bind-codes"), half.headers)
        name = ("POST", "/api/bind-codes")
        routes.expect(name, routes.call(name, half.headers), 429, "rate_limited")
    finally:
        server.stop()


@pytest.mark.parametrize("name", ["/nothing/here", "/api", "/api/user/profile/", "/api/%zz"])
def test_what_is_not_there_is_404(routes, name):
    answer = routes.api.send("GET", name, headers=MINI)
    assert answer.status in (404, 400) and answer.headers["cache-control"] == "no-store"
    routes.api.contract.check_error(answer)
    assert not INTERNALS.search(answer.text)
