"""Tokens of the tests' own: of a secret, and of keys whose server, clock and network a test plays."""

import asyncio
import base64
import json
import threading
import time
from typing import Any
from urllib.parse import quote

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from hufu_auth.verify import AsyncGuard, Guard, Refused, keys, unified
from jwt.algorithms import ECAlgorithm

from tokens import Answering, answer_of, asgi_request, bearing

SECRET = "a secret of thirty-two bytes, or more"
ANOTHER_SECRET = "another secret, as long as the first"
PLACE = "https://api.example.com/.well-known/jwks.json"
NOW_S = 1_800_000_000
UNKNOWN = (401, "unknown_key", None)
"""That of a key which nobody publishes, as `World.refuses` gives it."""
PROJECT = "https://project.example.com"
CLAIMS = {"sub": "p1", "aud": "authenticated", "role": "authenticated"}


def signed(claims: dict, secret: str = SECRET, **header: str) -> str:
    """Good for an hour."""
    claims = {"exp": int(time.time()) + 3600, **claims}
    return jwt.encode(claims, secret, "HS256", header)


def settled(found: Any) -> Any:
    """What has come of it: what waits does so in an event loop of its own."""
    return asyncio.run(asyncio.wait_for(found, 10)) if asyncio.iscoroutine(found) else found


def refusal_of(guard: Guard | AsyncGuard, asking: Any) -> Refused:
    """Why nobody is let in by this request, or by a token alone; fails if somebody is."""
    ask = guard.verify if isinstance(asking, str) else guard.authenticate
    try:
        settled(ask(asking))
    except Refused as refused:
        return refused
    raise AssertionError("somebody was let in")


def cookies_of(token: str) -> dict[str, str]:
    record = base64.urlsafe_b64encode(json.dumps({"access_token": token}).encode()).decode()
    return {"sb-project-auth-token": f"base64-{record.rstrip('=')}"}


def page_with(cookies: dict[str, str]):
    line = "; ".join(
        f"{name}={quote(value, errors='surrogatepass')}" for name, value in cookies.items()
    )
    return asgi_request("GET", [["Cookie", line]])


class World:
    """An issuer whose keys, clock and network a test plays, and a guard that trusts it."""

    def __init__(self, kind=Guard):
        self._private = {}
        self.answers = {}
        self.fetch = Answering(self.answers)
        self.now_s = NOW_S
        self.uptime_s = 0.0
        self.publish("first")
        self.guard = kind(
            [unified("https://api.example.com")],
            fetch=lambda url: self.fetch(url),
            now_s=lambda: self.now_s,
            uptime_s=lambda: self.uptime_s,
        )

    def advance(self, seconds: float) -> None:
        self.now_s += seconds
        self.uptime_s += seconds

    def hold(self) -> threading.Event:
        """From now on no key server answers until this is set."""
        may_answer, answer = threading.Event(), self.fetch

        def fetch(url):
            assert may_answer.wait(10)
            return answer(url)

        self.fetch = fetch
        return may_answer

    def key(self, kid: str) -> ec.EllipticCurvePrivateKey:
        return self._private.setdefault(kid, ec.generate_private_key(ec.SECP256R1()))

    def publish(self, *kids: str) -> None:
        entries = {
            kid: ECAlgorithm.to_jwk(self.key(kid).public_key(), as_dict=True) for kid in kids
        }
        self.answers[PLACE] = answer_of(*({**each, "kid": kid} for kid, each in entries.items()))

    def token(self, kid: str, **changed) -> str:
        claims = {"iss": "urn:hufu:backend", "aud": "urn:hufu:api", "sub": "p1"}
        claims |= {"platform": "web", "iat": self.now_s, "exp": self.now_s + 7200, **changed}
        headers = {"typ": "at+jwt", "kid": kid}
        return jwt.encode(claims, self.key(kid), "ES256", headers=headers)

    def request(self, kid: str, **changed):
        return bearing(self.token(kid, **changed))

    def lets_in(self, request) -> None:
        assert settled(self.guard.authenticate(request)).id == "p1"

    def refuses(self, request) -> tuple:
        refused = refusal_of(self.guard, request)
        return refused.status, refused.reason, refused.headers.get("Retry-After")


def until_all_have_landed() -> None:
    """Waits for the threads that ask for keys."""
    for thread in threading.enumerate():
        if thread.name == keys.__name__:
            thread.join(10)
            assert not thread.is_alive()
