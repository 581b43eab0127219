"""Sessions in cookies, as `@supabase/ssr` writes and reads them: in Django, FastAPI, Flask.

A view that acts for the person of its request:

    store = CookieStore(request.COOKIES)          # FastAPI, Flask: request.cookies
    with Client(base_url, backend="gotrue", storage_key="sb-project-auth-token", store=store) as client:
        profile = client.fetch_profile()          # refreshes if need be
    response = JsonResponse({"id": profile.id})
    store.write_to(response)                      # the browser keeps what was renewed

What a cookie says is the visitor's word: anybody can write one, and `client.session()` reads it
without proof. Who that is `hufu_auth.verify` proves (`guard.verified_user(request)`), and so
does the server that is asked, as by `fetch_profile`.

The codec is the core's; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Optional, Protocol

from hufu_auth import _native

_LONGEST_AGE_S = 34_560_000
"""400 days: the most that browsers grant."""
_ASIDE = ".set-aside"
"""Ends the key under which the core keeps a session that it cannot read."""


def encode(
    name: str, value: Optional[str], *, present: Iterable[str] = ()
) -> list[tuple[str, Optional[str]]]:
    """The cookies that hold `value` under `name`: pairs of name and value, one or several.

    `present` are the names of the cookies that the browser has. None in the place of a value says
    that a cookie held an older one and has to go; a `value` of None removes all.

    >>> encode("sb", "text")
    [('sb', 'base64-dGV4dA')]
    >>> encode("sb", None, present=["sb", "other"])
    [('sb', None)]
    """
    return _native.cookies_encode(name, value, list(present))


def decode(name: str, cookies: Mapping[str, str]) -> Optional[str]:
    """The value that the cookies hold under `name`; None if there is none, or if it is broken.

    >>> decode("sb", {"sb": "base64-dGV4dA", "theme": "dark"})
    'text'
    """
    return _native.cookies_decode(name, list(cookies.items()))


@dataclass(frozen=True)
class CookieAttributes:
    """How cookies are set. A page's own script has to read what its Supabase client shares with
    the server, so `httponly` is off; set it where only the server uses the session. Browsers keep
    `secure` cookies from http pages; for those of other hosts than localhost switch it off.
    """

    path: str = "/"
    domain: Optional[str] = None
    max_age: int = _LONGEST_AGE_S
    secure: bool = True
    httponly: bool = False
    samesite: Literal["lax", "strict", "none"] = "lax"


class ResponseWithCookies(Protocol):
    """A response of Django, Starlette (FastAPI) or Flask."""

    @property
    def set_cookie(self) -> Any: ...

    @property
    def headers(self) -> Any: ...


class CookieStore:
    """A store for the client of one request: reads its cookies, collects what the response sets.

    Make one for each request; it is not for several threads.
    """

    def __init__(
        self, cookies: Mapping[str, str], *, attributes: Optional[CookieAttributes] = None
    ) -> None:
        self._cookies = dict(cookies)
        self._attributes = attributes or CookieAttributes()
        self._changes: dict[str, Optional[str]] = {}

    def load(self, key: str) -> Optional[str]:
        """What the cookies hold under `key`."""
        return decode(key, self._cookies)

    def save(self, key: str, value: str) -> None:
        """Takes effect with `write_to`. What cannot be read is kept nowhere in cookies: they travel
        with every request, and servers refuse too many."""
        if not key.endswith(_ASIDE):
            self._write(key, value)

    def erase(self, key: str) -> None:
        """Takes effect with `write_to`."""
        self._write(key, None)

    def write_to(self, response: ResponseWithCookies) -> None:
        """Sets on `response` what has changed, and forbids caches to keep what holds a session.

        Close the client, or let its call end, before; afterwards nothing more is written.
        """
        if not self._changes:
            return
        attributes = {
            "path": self._attributes.path,
            "domain": self._attributes.domain,
            "secure": self._attributes.secure,
            "httponly": self._attributes.httponly,
            "samesite": self._attributes.samesite,
        }
        for name, value in self._changes.items():
            age = 0 if value is None else self._attributes.max_age
            response.set_cookie(name, value or "", max_age=age, **attributes)
        response.headers["Cache-Control"] = "private, no-store"

    # What earlier versions have set aside goes with it.
    def _write(self, key: str, value: Optional[str]) -> None:
        self._change(encode(key, value, present=self._cookies))
        self._change(encode(key + _ASIDE, None, present=self._cookies))

    def _change(self, cookies: list[tuple[str, Optional[str]]]) -> None:
        for name, value in cookies:
            self._changes[name] = value
            if value is None:
                self._cookies.pop(name, None)
            else:
                self._cookies[name] = value
