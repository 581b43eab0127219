"""Judges access tokens: the issuer chooses the rules, the rules choose the key."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Callable, Literal, Optional, Union, cast

from joserfc import jwt
from joserfc.errors import BadSignatureError, ExpiredTokenError, JoseError
from joserfc.jwk import KeySet, OctKey
from joserfc.jws import JWSRegistry

from hufu_auth.verify.issuer import Issuer, Kind
from hufu_auth.verify.keys import FetchKeys, Keys, fetch_keys

_MOST_CHARACTERS = 8 * 1024

Refusal = Literal[
    "malformed", "unknown_issuer", "unknown_key", "bad_signature", "expired", "wrong_claims"
]


class TokenRefused(Exception):
    """Not a token to trust: answer 401. `reason` is for logs; the client needs none of it."""

    def __init__(self, reason: Refusal, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True)
class VerifiedToken:
    """A token that is what it says.

    Attributes:
        kind: Whose: `clerk`, `unified` or `gotrue`.
        issuer: The claim `iss`.
        subject: Who: the user's id at that issuer. Ids of different issuers have nothing in common.
        session_id: Which sign-in; empty where the token does not say.
        expires_at: Seconds since 1970.
        claims: All of them.
    """

    kind: Kind
    issuer: str
    subject: str
    session_id: str
    expires_at: int
    claims: Mapping[str, Any] = field(repr=False)


class Verifier:
    """Judges the tokens of several issuers. Thread-safe; make one and keep it: it keeps their keys.

    `verify` may ask an issuer for its keys, so it may wait: in asyncio call it as
    `await asyncio.to_thread(verifier.verify, token)`.

    Args:
        issuers: Whom to trust.
        leeway_s: How far the clocks may be apart.
        time: What time it is, in seconds since 1970 (tests: `hufu_clock.time`).
        fetch: Gets the JSON at a URL of keys, for networks that need a proxy. Raises `OSError`.
        monotonic: A clock for the age of keys.
    """

    def __init__(
        self,
        issuers: Iterable[Issuer],
        *,
        leeway_s: int = 5,
        time: Callable[[], float] = time.time,
        fetch: FetchKeys = fetch_keys,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._issuers = {issuer.name: issuer for issuer in issuers}
        self._keys = {
            issuer.name: Keys(issuer.keys_url, fetch, monotonic)
            for issuer in self._issuers.values()
            if issuer.secret is None
        }
        self._leeway_s = leeway_s
        self._time = time

    def verify(self, token: str) -> VerifiedToken:
        """The token's content. Raises `TokenRefused`, or `KeysUnavailable` if nobody can tell now."""
        header, unproved = _open(token)
        issuer = self._issuers.get(_text(unproved, "iss"))
        if issuer is None:
            raise TokenRefused("unknown_issuer", "Nobody that this server trusts issued the token.")
        if issuer.token_type is not None and header.get("typ") != issuer.token_type:
            raise TokenRefused("wrong_claims", "This kind of token is no access token here.")
        claims = self._decode(token, issuer, header)
        self._judge(claims, issuer)
        return VerifiedToken(
            issuer.kind,
            issuer.name,
            claims["sub"],
            _text(claims, issuer.session_claim),
            int(claims["exp"]),
            claims,
        )

    def _decode(self, token: str, issuer: Issuer, header: Mapping[str, Any]) -> dict[str, Any]:
        keys = self._keys_for(issuer, header)
        try:
            return jwt.decode(token, keys, registry=_registry(issuer)).claims
        except BadSignatureError:
            raise TokenRefused("bad_signature", "The issuer did not sign this.") from None
        except (JoseError, ValueError) as error:
            raise TokenRefused("malformed", "The token's form is not the issuer's.") from error

    def _keys_for(self, issuer: Issuer, header: Mapping[str, Any]) -> Union[KeySet, OctKey]:
        if issuer.secret is not None:
            return OctKey.import_key(issuer.secret)
        key_id = header.get("kid")
        if not isinstance(key_id, str):
            raise TokenRefused("malformed", "The token names no key.")
        keys = self._keys[issuer.name].holding(key_id)
        if all(key.kid != key_id for key in keys.keys):
            raise TokenRefused("unknown_key", "The issuer has no such key.")
        return keys

    def _judge(self, claims: dict[str, Any], issuer: Issuer) -> None:
        registry = jwt.JWTClaimsRegistry(
            now=int(self._time()),
            leeway=self._leeway_s,
            iss={"essential": True, "value": issuer.name},
            sub={"essential": True},
            exp={"essential": True},
            aud={"essential": issuer.audience is not None, "value": issuer.audience or ""},
        )
        try:
            registry.validate(claims)
        except ExpiredTokenError:
            raise TokenRefused("expired", "The token has expired.") from None
        except (JoseError, ValueError, TypeError) as error:
            raise TokenRefused("wrong_claims", "The token is not for this server.") from error
        if not isinstance(claims["sub"], str) or not claims["sub"]:
            raise TokenRefused("wrong_claims", "The token names nobody.")
        _judge_party(claims, issuer)


def _registry(issuer: Issuer) -> JWSRegistry:
    # Headers that nobody knows are passed over (RFC 7515, section 4), and Clerk's have one; those
    # that are called critical are not.
    return JWSRegistry(algorithms=list(issuer.algorithms), strict_check_header=False)


def _judge_party(claims: Mapping[str, Any], issuer: Issuer) -> None:
    if issuer.audience is None and "aud" in claims:
        raise TokenRefused("wrong_claims", "The token was made for another service.")
    party = claims.get("azp")
    if party is not None and issuer.authorized_parties and party not in issuer.authorized_parties:
        raise TokenRefused("wrong_claims", "The token was made for another page.")
    # Signed in at Clerk, but a second factor or the choice of an organisation is still to come.
    if claims.get("sts") == "pending":
        raise TokenRefused("wrong_claims", "The sign-in is not complete.")


def _open(token: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims, nothing proved."""
    if not isinstance(token, str):
        raise TypeError(f"token has to be a str, not {type(token).__name__}")
    parts = token.split(".") if len(token) <= _MOST_CHARACTERS else []
    if len(parts) != 3:
        raise TokenRefused("malformed", "This is no signed token.")
    return _object(parts[0]), _object(parts[1])


def _object(part: str) -> dict[str, Any]:
    try:
        decoded: object = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, RecursionError):
        decoded = None
    if not isinstance(decoded, dict):
        raise TokenRefused("malformed", "This is no signed token.")
    return cast("dict[str, Any]", decoded)


def _text(claims: Mapping[str, Any], name: str) -> str:
    value: Optional[Any] = claims.get(name)
    return value if isinstance(value, str) else ""
