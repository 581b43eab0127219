"""When somebody proved who they are, in seconds since 1970; None where the token does not say."""

from __future__ import annotations

from typing import Any, Optional

from hufu_auth.verify.token import END_OF_NUMBERS, Members


def never(claims: Members) -> Optional[float]:
    return None


def auth_time(claims: Members) -> Optional[float]:
    return _number_of(claims.get("auth_time"))


def clerk_proved_at(claims: Members) -> Optional[float]:
    """`fva`: minutes since the first factor was proved, as of `iat`; -1 where it never was."""
    fva, iat = claims.get("fva"), _number_of(claims.get("iat"))
    minutes = _number_of(fva[0]) if isinstance(fva, list) and fva else None
    return None if minutes is None or minutes < 0 or iat is None else iat - minutes * 60


def gotrue_proved_at(claims: Members) -> Optional[float]:
    """Of all factors the one that was proved last; a renewal proves nothing."""
    amr = claims.get("amr")
    entries = [each for each in amr if isinstance(each, dict)] if isinstance(amr, list) else []
    proved = [each for each in entries if each.get("method") != "token_refresh"]
    times = [_number_of(each.get("timestamp")) for each in proved]
    return max((each for each in times if each is not None), default=None)


def _number_of(value: Any) -> Optional[float]:
    # Python's whole numbers have no end.
    is_one = type(value) in (int, float) and -END_OF_NUMBERS < value < END_OF_NUMBERS
    return value if is_one else None
