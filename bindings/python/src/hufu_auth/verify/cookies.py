"""Tokens in cookies: a browser sends them whoever's page asks."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Optional, Union
from urllib.parse import unquote

from hufu_auth.verify.issuer import Issuer
from hufu_auth.verify.origin import checked_origins
from hufu_auth.verify.refused import Refused
from hufu_auth.verify.request import Asked
from hufu_auth.verify.token import decoded, is_too_deep, no_constant, whole

_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

CookiesOfRequest = Mapping[str, Optional[str]]
"""Values by their names; None where there are two that differ."""


@dataclass(frozen=True)
class Cookies:
    """Takes a page's session from its cookies, too.

    Attributes:
        origins: Origins whose pages may change something by them, such as
            `https://www.example.com`; the application's own may, if the browser says so
            (`Sec-Fetch-Site`). An empty one, `null` and `*` are refused.
    """

    origins: Union[str, Collection[str]] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "origins", checked_origins(self.origins))


def cookies_in(asked: Asked) -> CookiesOfRequest:
    """The cookies of a request."""
    cookies: dict[str, Optional[str]] = {}
    for pair in "; ".join(asked.lines("cookie")).split("; "):
        name, is_pair, text = pair.partition("=")
        if is_pair:
            value = _unescaped(text)
            cookies[name] = value if cookies.get(name, value) == value else None
    return cookies


_HALF_AN_ESCAPE = re.compile("%(?![0-9a-fA-F]{2})")


def _unescaped(text: str) -> str:
    """A foreign cookie may hold anything: what is no escaped text stays as it is."""
    try:
        return text if _HALF_AN_ESCAPE.search(text) else unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text


def judge_site(asked: Asked, taken: Cookies) -> None:
    """Refuses what a page of another site may have sent: a form needs no leave to bring the cookies
    along.
    """
    # A WebSocket begins with a GET.
    if asked.method in _SAFE_METHODS and not asked.lines("upgrade"):
        return
    origin = next(iter(asked.lines("origin")), None)
    is_named = origin is not None and origin in taken.origins
    if asked.first("sec-fetch-site") != "same-origin" and not is_named:
        raise Refused("other_site")


def token_in(cookies: CookiesOfRequest, issuer: Issuer) -> Optional[str]:
    """The token in the issuer's own cookie; None if there is none."""
    if not issuer.cookie:
        return None
    text = _whole(cookies, f"__Host-{issuer.cookie}", issuer) or _whole(
        cookies, issuer.cookie, issuer
    )
    return text if not text or issuer.kind == "clerk" else _token_of_session(text)


def _whole(cookies: CookiesOfRequest, name: str, issuer: Issuer) -> Optional[str]:
    """The cookie's text, of its chunks if need be; Clerk has none."""
    text = _value(cookies, name)
    if text or issuer.kind == "clerk":
        return text or None
    chunks: list[str] = []
    while (chunk := _value(cookies, f"{name}.{len(chunks)}")) is not None:
        chunks.append(chunk)
    return "".join(chunks) or None


def _value(cookies: CookiesOfRequest, name: str) -> Optional[str]:
    """Of two that differ (of two paths, or of a sister site) another one could be read elsewhere."""
    value = cookies.get(name)
    if value is None and name in cookies:
        raise Refused("malformed", "two cookies of one name")
    return value


_BASE64URL = re.compile(r"[\w-]*", re.ASCII)


def _token_of_session(text: str) -> str:
    record: Any = None
    try:
        record = json.loads(_text_of(text), parse_constant=no_constant, parse_int=whole)
    except (ValueError, RecursionError):
        pass  # half a chunk
    is_session = isinstance(record, dict) and not is_too_deep(record)
    token = record.get("access_token") if is_session else None
    if not isinstance(token, str):
        raise Refused("malformed", "cookie")
    return token


def _text_of(text: str) -> str:
    if text.startswith("base64-"):
        part = text[len("base64-") :]
        return decoded(part).decode() if _BASE64URL.fullmatch(part) else ""
    return unquote(text, errors="strict") if text.startswith("%") else text
