"""What a request brings: of ASGI, of WSGI, and of others that have a method and headers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Callable, NamedTuple, Optional, Protocol, Union, cast

from hufu_auth._given import Platform
from hufu_auth.verify.issuers import PLATFORMS
from hufu_auth.verify.refused import Refused
from hufu_auth.verify.token import is_token


class WithScope(Protocol):
    """A request or a WebSocket of Starlette and FastAPI, a request of Django's ASGI handler."""

    @property
    def scope(self) -> Any: ...


class WithEnviron(Protocol):
    """A request of Flask, of Django's WSGI handler, of others on WSGI."""

    @property
    def environ(self) -> Any: ...


class WithHeaders(Protocol):
    """Any other; `items()` of its headers gives every line, if they are not joined."""

    @property
    def method(self) -> Optional[str]: ...

    @property
    def headers(self) -> Any: ...


AnyRequest = Union[WithScope, WithEnviron, WithHeaders, Mapping[str, Any]]
"""A request of a framework; or a scope of ASGI, or an environ of WSGI, itself."""


class Asked(NamedTuple):
    """A request."""

    method: str
    lines: Callable[[str], Sequence[str]]
    """All lines of the header of that name, in small letters; where they were joined, one."""

    def first(self, name: str) -> str:
        """Of that header the first line, perhaps empty."""
        return next(iter(self.lines(name)), "")


class Brought(NamedTuple):
    """The token that came, and whether without a scheme."""

    token: str
    is_bare: bool

    def __repr__(self) -> str:
        return "<Brought>"


def asked_of(request: AnyRequest) -> Asked:
    """The request, whatever framework it is of."""
    scope = getattr(request, "scope", None)
    if scope is not None:
        return _of_asgi(scope)
    environ = getattr(request, "environ", None)
    if environ is not None:
        return _of_wsgi(environ)
    if isinstance(request, Mapping) and not hasattr(request, "headers"):
        if "headers" not in request and "REQUEST_METHOD" not in request:
            raise TypeError("A request is wanted, or its scope or environ; cookies are none.")
        return _of_asgi(request) if "headers" in request else _of_wsgi(request)
    return _of_headers(cast(WithHeaders, request))


def _of_asgi(scope: Mapping[str, Any]) -> Asked:
    def lines(name: str) -> list[str]:
        wanted = name.encode()
        return [value.decode("latin-1") for key, value in scope["headers"] if key.lower() == wanted]

    # A WebSocket has no method, whatever stands there: its page has to be one that may change things.
    return Asked("" if scope.get("type") == "websocket" else scope.get("method", ""), lines)


def _of_wsgi(environ: Mapping[str, Any]) -> Asked:
    def lines(name: str) -> list[str]:
        value = environ.get("HTTP_" + name.upper().replace("-", "_"))
        return [] if value is None else [value]

    return Asked(environ["REQUEST_METHOD"], lines)


def _of_headers(request: WithHeaders) -> Asked:
    def lines(name: str) -> list[str]:
        return [value for key, value in request.headers.items() if key.lower() == name]

    return Asked(request.method or "", lines)


_BEARER = re.compile(r"bearer(?: |\Z)", re.IGNORECASE | re.ASCII)
_SOME_BEARER = re.compile(r"\bbearer\b", re.IGNORECASE | re.ASCII)


def brought_in(asked: Asked) -> Optional[Brought]:
    """The token of the Authorization header; None if there is none."""
    lines = asked.lines("authorization")
    line = _bare(lines[0]) if lines else ""
    if len(lines) > 1 or ("," in line and _brings_some(line)):
        raise Refused("malformed_request")
    if _BEARER.match(line):
        return Brought(_bare(line[6:]), is_bare=False)
    return Brought(line, is_bare=True) if is_token(line) else None


def _bare(text: str) -> str:
    """Without the blanks around it, which are HTTP's and no others (RFC 9110, section 5.6.3)."""
    return text.strip(" \t")


def _brings_some(line: str) -> bool:
    """Lines of one header that were joined, with a token among them."""
    is_bare = any(is_token(_bare(part)) for part in line.split(","))
    return is_bare or _SOME_BEARER.search(line) is not None


def platform_in(asked: Asked, *, is_required: bool) -> Optional[Platform]:
    """What X-Platform says; None if it is not there."""
    lines = asked.lines("x-platform")
    if not lines and not is_required:
        return None
    platform: Optional[Platform] = next((each for each in PLATFORMS if [each] == list(lines)), None)
    if platform is None:
        raise Refused("no_platform")
    return platform
