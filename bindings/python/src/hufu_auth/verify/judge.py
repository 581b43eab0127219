"""Whether a token is what its issuer makes. Signatures are the verifier's."""

from __future__ import annotations

from typing import Any

from hufu_auth.verify.issuer import Algorithm, Issuer
from hufu_auth.verify.refused import Refused
from hufu_auth.verify.token import END_OF_NUMBERS, Members

LEEWAY_S = 60
"""Clocks differ by so much."""
_LONGEST_SUBJECT = 255

# A token brings neither its key nor its rules (RFC 8725, sections 3.10 and 3.11); what is critical
# has to be understood, and nothing is here (RFC 7515, section 4.1.11).
_FORBIDDEN = ("crit", "b64", "jwk", "jku", "x5u", "x5c", "zip")


def algorithm_of(header: Members, issuer: Issuer) -> Algorithm:
    """The algorithm, if the header is one of this issuer's."""
    algorithms: list[Algorithm] = [name for name in issuer.algorithms if name == header.get("alg")]
    if not algorithms:
        raise Refused("malformed", "alg")
    for name in _FORBIDDEN:
        if name in header:
            raise Refused("malformed", name)
    kind = header.get("typ")
    if not _is_type("" if kind is None else kind, issuer):
        raise Refused("wrong_claims", "typ")
    return algorithms[0]


def _is_type(kind: Any, issuer: Issuer) -> bool:
    return isinstance(kind, str) and kind.lower().removeprefix("application/") in issuer.types


def judge_times(claims: Members, now_s: float) -> None:
    """Judges by the clock, which goes on: also of a token that was good before."""
    for name in ("exp", "nbf", "iat"):
        when: Any = claims.get(name)
        if name not in claims and name != "exp":
            continue
        # To Python True is a number.
        if type(when) not in (int, float) or not 0 <= when < END_OF_NUMBERS:
            raise Refused("wrong_claims", name)
        if name == "exp":
            if when + LEEWAY_S <= now_s:
                raise Refused("expired")
        elif when > now_s + LEEWAY_S:
            raise Refused("wrong_claims", f"{name} is ahead: the clocks differ")


def judge_claims(claims: Members, issuer: Issuer) -> None:
    """Judges what does not change."""
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if issuer.audiences:
        is_meant = any(one in issuer.audiences for one in audiences)
    else:
        is_meant = "aud" not in claims
    if not is_meant:
        raise Refused("wrong_claims", "aud")
    parties = issuer.authorized_parties
    if "azp" in claims and parties and claims["azp"] not in parties:
        raise Refused("wrong_claims", "azp")
    fault = issuer.fault(claims)
    if fault is not None:
        raise Refused("wrong_claims", fault)


def subject_of(claims: Members, issuer: Issuer) -> str:
    """The person's id at the issuer."""
    subject: Any = claims.get(issuer.subject)
    # The documents' ids are numbers.
    if issuer.name is None and _is_safe_integer(subject):
        subject = str(int(subject))
    if not isinstance(subject, str) or not 0 < _length(subject) <= _LONGEST_SUBJECT:
        raise Refused("wrong_claims", issuer.subject)
    return subject


def _length(text: str) -> int:
    """As JavaScript counts: letters outside of the first plane are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _is_safe_integer(value: Any) -> bool:
    """As JavaScript, in which the documents' servers are written, counts: 7.0 is 7."""
    is_whole = type(value) is int or (type(value) is float and value.is_integer())
    return is_whole and abs(value) < END_OF_NUMBERS
