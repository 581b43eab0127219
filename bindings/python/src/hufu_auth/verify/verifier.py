"""Judges access tokens: the issuer chooses the rules, the rules choose the key."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Callable, Literal, Optional, cast

from joserfc import jwt
from joserfc.errors import BadSignatureError, ExpiredTokenError, JoseError
from joserfc.jwk import Key, OctKey
from joserfc.jws import JWSRegistry

from hufu_auth.verify.issuer import Issuer, Kind
from hufu_auth.verify.keys import FetchKeys, Keys, fetch_keys

_MOST_CHARACTERS = 8 * 1024
_END_OF_TIME_S = 1 << 53

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
        self._nameless = _nameless(self._issuers.values())
        self._leeway_s = leeway_s
        self._time = time

    def verify(self, token: str) -> VerifiedToken:
        """The token's content. Raises `TokenRefused`, or `KeysUnavailable` if nobody can tell now."""
        header, unproved = _open(token)
        issuer = self._issuer_of(unproved)
        _check_header(header, issuer)
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

    def _issuer_of(self, unproved: Mapping[str, Any]) -> Issuer:
        issuer = self._issuers.get(_text(unproved, "iss"))
        if issuer is None and "iss" not in unproved:
            issuer = self._nameless
        if issuer is None:
            raise TokenRefused("unknown_issuer", "Nobody that this server trusts issued the token.")
        return issuer

    def _decode(self, token: str, issuer: Issuer, header: Mapping[str, Any]) -> dict[str, Any]:
        refused: Optional[TokenRefused] = None
        for key in self._keys_for(issuer, header):
            try:
                return jwt.decode(token, key, registry=_registry(issuer)).claims
            except BadSignatureError:
                refused = TokenRefused("bad_signature", "The issuer did not sign this.")
            except (JoseError, ValueError) as error:
                # A key of that name for another algorithm says nothing where others were tried.
                if refused is None:
                    refused = TokenRefused("malformed", "The token's form is not the issuer's.")
                    refused.__cause__ = error
        raise refused or TokenRefused("unknown_key", "The issuer has no such key.")

    def _keys_for(self, issuer: Issuer, header: Mapping[str, Any]) -> Sequence[Key]:
        if issuer.secret is not None:
            return [OctKey.import_key(issuer.secret)]
        key_id = header.get("kid")
        if not isinstance(key_id, str):
            raise TokenRefused("malformed", "The token names no key.")
        return self._keys[issuer.name].named(key_id)

    def _judge(self, claims: dict[str, Any], issuer: Issuer) -> None:
        _check_times(claims, self._time() + self._leeway_s)
        registry = jwt.JWTClaimsRegistry(
            now=int(self._time()),
            leeway=self._leeway_s,
            iss={"essential": not issuer.may_be_nameless, "value": issuer.name},
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


def _nameless(issuers: Iterable[Issuer]) -> Optional[Issuer]:
    """Whose a token without `iss` is: proved by a secret, if one issuer only has one."""
    with_secret = [issuer for issuer in issuers if issuer.secret is not None]
    return with_secret[0] if len(with_secret) == 1 and with_secret[0].may_be_nameless else None


def _check_header(header: Mapping[str, Any], issuer: Issuer) -> None:
    if header.get("alg") not in issuer.algorithms:
        raise TokenRefused("malformed", "The token's algorithm is not the issuer's.")
    # RFC 7515, section 4.1.11: what is called critical has to be understood, and nothing is here.
    if "crit" in header:
        raise TokenRefused("malformed", "The token's header asks for what is not understood here.")
    if issuer.token_type is not None and header.get("typ") != issuer.token_type:
        raise TokenRefused("wrong_claims", "This kind of token is no access token here.")


def _registry(issuer: Issuer) -> JWSRegistry:
    # Headers that nobody knows are passed over (RFC 7515, section 4), and Clerk's have one.
    return JWSRegistry(algorithms=list(issuer.algorithms), strict_check_header=False)


def _check_times(claims: Mapping[str, Any], latest_s: float) -> None:
    for name in ("exp", "nbf", "iat"):
        when = claims.get(name, 0)
        is_number = isinstance(when, (int, float)) and not isinstance(when, bool)
        if not (is_number and 0 <= when < _END_OF_TIME_S):  # NaN is neither
            raise TokenRefused("wrong_claims", f"The token's {name} is no time.")
        if name != "exp" and when > latest_s:
            raise TokenRefused(
                "wrong_claims",
                f"The token's {name} is ahead: the issuer's clock and this one differ.",
            )


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
