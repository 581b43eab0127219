"""Tokens in cookies: a browser sends them whoever's page asks."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Optional, Union
from urllib.parse import unquote

from hufu_auth.cookies import decode
from hufu_auth.verify.issuer import Issuer
from hufu_auth.verify.refused import Refused
from hufu_auth.verify.request import Asked

_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Cookies:
    """Takes a page's session from its cookies, too.

    Attributes:
        origins: Origins whose pages may change something by them; the application's own may, if
            the browser says so (`Sec-Fetch-Site`).
    """

    origins: Union[str, Collection[str]] = ()

    def allows(self, origin: str) -> bool:
        """Whether that is one of the origins, as it is: of a text by itself no part is another one."""
        return origin in ((self.origins,) if isinstance(self.origins, str) else self.origins)


def cookies_in(asked: Asked) -> dict[str, str]:
    """The cookies of a request; of two of one name the first, which is of the nearer path."""
    cookies: dict[str, str] = {}
    for pair in "; ".join(asked.lines("cookie")).split("; "):
        name, is_pair, value = pair.partition("=")
        if is_pair:
            cookies.setdefault(name, unquote(value))
    return cookies


def judge_site(asked: Asked, taken: Cookies) -> None:
    """Refuses what a page of another site may have sent: a form needs no leave to bring the cookies
    along.
    """
    # A WebSocket begins with a GET.
    if asked.method in _SAFE_METHODS and not asked.lines("upgrade"):
        return
    if asked.first("sec-fetch-site") != "same-origin" and not taken.allows(asked.first("origin")):
        raise Refused("other_site")


def token_in(cookies: Mapping[str, str], issuer: Issuer) -> Optional[str]:
    """The token in the issuer's own cookie; None if there is none."""
    for name in (f"__Host-{issuer.cookie}", issuer.cookie):
        if name and (cookies.get(name) or cookies.get(f"{name}.0")):
            return cookies.get(name) if issuer.kind == "clerk" else _token_of_session(cookies, name)
    return None


def _token_of_session(cookies: Mapping[str, str], name: str) -> str:
    parts = {each: value for each, value in cookies.items() if each.startswith(name)}
    record: Any = None
    try:
        record = json.loads(decode(name, parts) or "")
    except (ValueError, RecursionError):
        pass  # half a chunk
    token = record.get("access_token") if isinstance(record, dict) else None
    if not isinstance(token, str):
        raise Refused("malformed", "cookie")
    return token
