"""V6 on the other four surfaces: whatever is wrong, the answer is a documented one, never stored, and tells nothing of the inside."""

import re

import pytest
from test_every_fault import INTERNALS

import gotrue
import test_authing
import test_mini_login
import test_wx_login
from contract import Answer
from people import WechatHalf
from server import Api

SURFACES = ["gotrue", "wx_login", "mini_login", "authing"]
JSON = {"Content-Type": "application/json"}
NOBODYS_ID = "00000000-0000-4000-8000-000000000000"
QUERY = {
    "/auth/v1/token": "?grant_type=password",
    "/auth/v1/authorize": "?provider=wechat_qr",
    "/auth/v1/user/identities/authorize": "?provider=wechat_qr",
    "/auth/v1/callback": "?code=x&state=x",
    "/auth/v1/wechat_mini/login": "?code=x",
    "/auth/v1/wechat_mini/bind_account": "?code=x",
    "/auth/v1/wechat_mini/bind_phone": "?code=x",
}
# They say in the body of a 200 what went wrong, as the system does that they play.
IN_THE_BODY = re.compile(r"/connections/|/graphql/|/api/v2/|/api/v3/")
MALFORMED = [b"", b"{", b"[]", b"null", b'{"code":1,"code":1}', b"[" * 60_000, b"\xff\xfe", b"\x00"]


class Surface:
    """Calls the routes of one surface, and judges every answer alike."""

    def __init__(self, api: Api, name: str):
        self.api = api
        document = api.contract.document["paths"]
        self.routes = [
            (method.upper(), pattern, operation)
            for pattern, item in document.items()
            for method, operation in item.items()
            if name in operation["tags"] and "/.well-known/" not in pattern
        ]

    def call(self, method: str, pattern: str, **more) -> Answer:
        target = re.sub(r"\{\w+\}", NOBODYS_ID, pattern)
        answer = self.api.send(method, target + QUERY.get(pattern, ""), **more)
        where = f"{method} {pattern} → {answer.status} {answer.content[:200]!r}"
        self.api.contract.check(method, pattern, answer)
        assert answer.headers["cache-control"] == "no-store", where
        assert not INTERNALS.search(answer.text), where
        return answer

    def refuses(self, method: str, pattern: str, **more) -> Answer:
        answer = self.call(method, pattern, **more)
        where = f"{method} {pattern} → {answer.status} {answer.content[:200]!r}"
        redirected = answer.status == 302 and "error" in answer.headers["location"]
        said = IN_THE_BODY.match(pattern) and answer.status == 200
        assert 400 <= answer.status < 500 or redirected or said, where
        return answer

    def signed_in(self):
        """The routes that ask for a token."""
        return [
            route
            for route in self.routes
            if "401" in route[2]["responses"] and route[2]["security"]
        ]


def token_of(api: Api, name: str) -> str:
    half = WechatHalf.make(api)
    if name == "gotrue":
        return gotrue.sign_up(api)["access_token"]
    if name == "wx_login":
        return test_wx_login.sign_in(api, half)
    if name == "mini_login":
        return test_mini_login.sign_in(api, half)["token"]
    return test_authing.v3(api, half)["access_token"]


@pytest.fixture(params=SURFACES)
def surface(request, group) -> Surface:
    surface = Surface(group.members[0], request.param)
    surface.token = token_of(surface.api, request.param)
    assert len(surface.routes) >= 4
    return surface


def test_malformed_bodies(surface):
    takers = [route for route in surface.routes if "requestBody" in route[2]]
    assert takers
    headers = {"Authorization": f"Bearer {surface.token}"}
    for method, pattern, operation in takers:
        (kind, *_) = operation["requestBody"]["content"]
        for body in MALFORMED:
            answer = surface.call(
                method, pattern, raw=body, headers=headers | {"Content-Type": kind}
            )
            assert answer.status < 500, f"{method} {pattern} {body[:9]!r}"


def test_tokens_that_are_none(surface):
    head, claims, signature = surface.token.split(".")
    tokens = ["", "x", f"{head}.{claims}.", f"{head}.{claims}.{signature[:-4]}AAAA", "A" * 9000]
    routes = surface.signed_in()
    assert len(routes) >= 2
    for method, pattern, _ in routes:
        for headers in [{}, *({"Authorization": f"Bearer {token}"} for token in tokens)]:
            body = {} if method != "GET" else None
            surface.refuses(method, pattern, headers=headers, body=body)


def test_too_large_a_body(surface):
    for method, pattern, operation in surface.routes:
        if "requestBody" in operation:
            surface.refuses(method, pattern, raw=b"x" * 3_000_000, headers=JSON)


def test_another_method(surface):
    known = {(method, pattern) for method, pattern, _ in surface.routes}
    for _, pattern, _ in surface.routes:
        target = re.sub(r"\{\w+\}", NOBODYS_ID, pattern)
        other = next(method for method in ("PATCH", "PUT") if (method, pattern) not in known)
        answer = surface.api.send(other, target, raw=b"")
        assert answer.status == 405 and answer.headers["allow"]
        assert answer.headers["cache-control"] == "no-store"
        assert not INTERNALS.search(answer.text)


def test_a_database_that_is_away(surface, postgres):
    headers = {"Authorization": f"Bearer {surface.token}"}
    asked = 0
    postgres.halt()
    try:
        for method, pattern, operation in surface.routes:
            body = {} if method != "GET" else None
            answer = surface.call(method, pattern, body=body, headers=headers)
            if "401" in operation["responses"] and "requestBody" not in operation:
                where = f"{method} {pattern} → {answer.status} {answer.content[:200]!r}"
                is_said = answer.status == 503 or IN_THE_BODY.match(pattern)
                # What needs a code of WeChat first, or no database at all, has an answer without it.
                if "503" in operation["responses"] and pattern not in QUERY:
                    assert is_said, where
                    asked += 1
    finally:
        postgres.start()
    assert asked >= 1
