"""Judges tokens: the issuer chooses the rules, the rules choose the key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable, NamedTuple, Optional

from hufu_auth.verify.issuer import Algorithm, Issuer
from hufu_auth.verify.judge import algorithm_of, judge_claims, judge_times, subject_of
from hufu_auth.verify.kept import Kept, digest_of
from hufu_auth.verify.keys import Keys, Outside
from hufu_auth.verify.refused import Refused
from hufu_auth.verify.signature import Signer
from hufu_auth.verify.steps import Steps
from hufu_auth.verify.token import Members, OpenedToken, opened


class Verdict(NamedTuple):
    """What a good token says."""

    issuer: Issuer
    subject: str
    claims: Members
    stands: Callable[[], bool]
    """Whether the key still serves."""

    def __repr__(self) -> str:
        return "<Verdict>"


class Verifier:
    """Judges the tokens of several issuers; keeps their keys, and what it found of the last 10,000
    tokens. Thread-safe.
    """

    def __init__(
        self, issuers: Sequence[Issuer], outside: Outside, now_s: Callable[[], float]
    ) -> None:
        if not issuers:
            raise ValueError("A guard without an issuer lets in nobody.")
        nameless = [issuer for issuer in issuers if issuer.is_nameless]
        if len(nameless) > 1:
            raise ValueError("Nothing tells the tokens of two issuers without iss apart.")
        self._nameless = nameless[0] if nameless else None
        self._by_name: dict[str, Issuer] = {}
        self._keys: dict[Issuer, Keys] = {}
        for issuer in issuers:
            if issuer.name in self._by_name:
                raise ValueError(f"Two issuers are called {issuer.name}.")
            if issuer.name is not None:
                self._by_name[issuer.name] = issuer
            if issuer.secret is None:
                self._keys[issuer] = Keys(issuer, outside)
        self._kept: Kept[bytes, Verdict] = Kept()
        self._now_s = now_s

    def verdict(self, token: str) -> Steps[Verdict]:
        """What the token says, if it is good. Raises `Refused`."""
        digest = digest_of(token)
        kept = self._kept.found(digest)
        if kept is not None and kept.stands():
            judge_times(kept.claims, self._now_s())
            return kept
        verdict = yield from self._judged(opened(token))
        self._kept.keep(digest, verdict)
        return verdict

    def _judged(self, token: OpenedToken) -> Steps[Verdict]:
        issuer = self._issuer_of(token.claims)
        algorithm = algorithm_of(token.header, issuer)
        if issuer.secret is None:
            stands = yield from self._proved_by_keys(token, algorithm, self._keys[issuer])
        else:
            stands = _proved_by_secret(token, issuer.secret)
        judge_times(token.claims, self._now_s())
        judge_claims(token.claims, issuer)
        subject = subject_of(token.claims, issuer)
        return Verdict(issuer, subject, token.claims, stands)

    def _issuer_of(self, claims: Members) -> Issuer:
        issuer: Optional[Issuer] = None
        if "iss" not in claims:
            issuer = self._nameless
        elif isinstance(claims["iss"], str):
            issuer = self._by_name.get(claims["iss"])
        if issuer is None:
            raise Refused("unknown_issuer")
        return issuer

    def _proved_by_keys(
        self, token: OpenedToken, algorithm: Algorithm, keys: Keys
    ) -> Steps[Callable[[], bool]]:
        name = token.header.get("kid")
        if not isinstance(name, str):
            raise Refused("malformed", "kid")
        is_tried = False
        for key in (yield from keys.named(name)):
            signer = key.signer(algorithm)
            if signer and signer.has_signed(token):
                return lambda: keys.is_current(name, key)
            is_tried = is_tried or signer is not None
        raise Refused("bad_signature" if is_tried else "unknown_key")


def _proved_by_secret(token: OpenedToken, secret: Callable[[], bytes]) -> Callable[[], bool]:
    # Not in a variable: tracebacks are printed with them.
    if not Signer(secret(), "HS256").has_signed(token):
        raise Refused("bad_signature")
    return _for_ever


def _for_ever() -> bool:
    return True
