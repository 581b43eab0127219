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

_MOST_CHARACTERS = 8 * 1024
_FORM = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)


class OpenedToken(NamedTuple):
    """A token's parts."""

    header: Members
    claims: Members
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
    header, claims = (_json_of(part) for part in signed.split("."))
    if not (isinstance(header, dict) and isinstance(claims, dict)):
        raise Refused("malformed", "JSON")
    return OpenedToken(header, claims, signed.encode("ascii"), signature)


def _json_of(part: str) -> Any:
    """None for what is none: an error that is raised on the way cites the token."""
    try:
        return _STRICT.decode(decoded(part).decode())
    except (ValueError, RecursionError):
        return None


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
