"""An issuer of the tests' own: keys, tokens, and a place where its keys are."""

import base64
import json

import pytest
from hufu_auth.verify import TokenRefused, Verifier
from joserfc import jwt
from joserfc.jwk import ECKey, Key, RSAKey

NOW_S = 1_800_000_000
PAGE = "https://www.example.com"


class Home:
    """Makes tokens as Clerk does, and gives its keys to whoever asks."""

    name = "https://clerk.example.com"

    def __init__(self, key: Key):
        self.key = key
        self.beside: list[object] = []
        self.asked = 0
        self.away = False

    def fetch(self, url: str) -> bytes:
        assert url == self.name + "/.well-known/jwks.json"
        self.asked += 1
        if self.away:
            raise ConnectionRefusedError("nobody there")
        return json.dumps({"keys": [*self.beside, self.key.as_dict(private=False)]}).encode()

    def rotate(self, kid: str) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": kid, "alg": "RS256"})

    def claims(self, **changed) -> dict:
        usual = {
            "iss": self.name,
            "sub": "user_1",
            "sid": "sess_1",
            "iat": NOW_S,
            "exp": NOW_S + 60,
        }
        return {name: value for name, value in {**usual, **changed}.items() if value is not None}

    def token(self, *, header=None, key=None, algorithm="RS256", **changed) -> str:
        key = key or self.key
        fields = {"alg": algorithm, "typ": "JWT", "kid": self.key.kid, **(header or {})}
        return jwt.encode(fields, self.claims(**changed), key, algorithms=[algorithm])


def another_key(kind: str):
    """Of somebody else, under the first key's name."""
    if kind == "RS256":
        return RSAKey.generate_key(2048, {"kid": "first"})
    return ECKey.generate_key("P-256", {"kid": "first"})


def segment(value) -> str:
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


class Uptime:
    """A clock that stands still."""

    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def refused(verifier: Verifier, token: str) -> str:
    """Why; the message holds nothing of the token."""
    with pytest.raises(TokenRefused) as caught:
        verifier.verify(token)
    assert token[:20] not in str(caught.value) or token == ""
    return caught.value.reason
