"""A signed token, taken apart. Nothing here is proved."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple, NoReturn

from hufu_auth.verify.refused import Refused

Members = Mapping[str, Any]
"""Members of a header or of claims, as they came."""

END_OF_NUMBERS = 1 << 53
"""From here on JavaScript cannot tell whole numbers apart; no time is there."""
_MOST_CHARACTERS = 8 * 1024
_MOST_LEVELS = 64
"""Lists and objects in one another: readers of JSON differ in how many they bear."""
_FORM = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)


class OpenedToken(NamedTuple):
    """A token's parts."""

    header: Members
    claims: Members
    signed: bytes
    signature: str

    def __repr__(self) -> str:
        return "<OpenedToken>"


def is_token(text: str) -> bool:
    """Whether this looks like a signed token."""
    return len(text) <= _MOST_CHARACTERS and _FORM.fullmatch(text) is not None


def opened(token: str) -> OpenedToken:
    """Header and claims. Raises `Refused`."""
    if not is_token(token):
        raise Refused("malformed", "form")
    signed, _, signature = token.rpartition(".")
    header, claims = (_json_of(part) for part in signed.split("."))
    if not (isinstance(header, dict) and isinstance(claims, dict)):
        raise Refused("malformed", "JSON")
    return OpenedToken(header, claims, signed.encode("ascii"), signature)


def _json_of(part: str) -> Any:
    """None for what is none: an error that is raised on the way cites the token."""
    try:
        value = _STRICT.decode(decoded(part).decode())
    except (ValueError, RecursionError):
        return None
    return None if is_too_deep(value) else value


def is_too_deep(value: Any, levels: int = _MOST_LEVELS) -> bool:
    """Whether more lists and objects are in one another than anybody writes."""
    if not isinstance(value, (dict, list)):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(is_too_deep(each, levels - 1) for each in inner)


def decoded(part: str) -> bytes:
    """What is encoded there. Raises `ValueError`."""
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """RFC 7515, section 4: others may read the first of two members where we read the last."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member twice")
    return members


def no_constant(name: str) -> NoReturn:
    """For readers of JSON that take `NaN`, too."""
    raise ValueError(f"{name} is not JSON")


def whole(digits: str) -> float:
    """As JavaScript has it; Python counts on, but not beyond 4,300 digits."""
    return int(digits) if len(digits) < 20 else float(digits)


_STRICT = json.JSONDecoder(
    object_pairs_hook=_once_each, parse_constant=no_constant, parse_int=whole
)
