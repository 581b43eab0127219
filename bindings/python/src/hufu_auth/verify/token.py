"""A signed token, taken apart. Nothing here is proved."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple, NoReturn, Optional

from hufu_auth.verify.refused import Refused

Members = Mapping[str, Any]
"""Members of a header or of claims, as they came."""

_MOST_CHARACTERS = 8 * 1024
_FORM = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)


class OpenedToken(NamedTuple):
    """A token's parts."""

    header: Members
    claims: Members
    claims_text: str
    signed: bytes
    signature: str


def is_token(text: str) -> bool:
    """Whether this looks like a signed token."""
    return len(text) <= _MOST_CHARACTERS and _FORM.fullmatch(text) is not None


def opened(token: str) -> OpenedToken:
    """Header and claims. Raises `Refused`."""
    if not is_token(token):
        raise Refused("malformed", "form")
    signed, _, signature = token.rpartition(".")
    found = _members_of(signed)
    if found is None:  # raised here, and not where the error is caught: that one cites the token
        raise Refused("malformed", "JSON")
    header, claims, claims_text = found
    return OpenedToken(header, claims, claims_text, signed.encode("ascii"), signature)


def _members_of(signed: str) -> Optional[tuple[Members, Members, str]]:
    try:
        header_text, claims_text = (decoded(part).decode() for part in signed.split("."))
        header, claims = _STRICT.decode(header_text), _STRICT.decode(claims_text)
    except (ValueError, RecursionError):
        return None
    is_sound = isinstance(header, dict) and isinstance(claims, dict)
    return (header, claims, claims_text) if is_sound else None


def decoded(part: str) -> bytes:
    """What is encoded there. Raises `ValueError`."""
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """RFC 7515, section 4: others may read the first of two members where we read the last."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member twice")
    return members


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_STRICT = json.JSONDecoder(object_pairs_hook=_once_each, parse_constant=_no_constant)
