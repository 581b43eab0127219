"""HTTP libraries that send in the place of libcurl: what they are given, and what they give back."""

from __future__ import annotations

import time
from collections.abc import Iterable, MutableMapping
from typing import NamedTuple, Optional

from hufu_auth import _native

Headers = list[tuple[str, str]]
Answered = tuple[int, Headers, bytes]
"""Status, headers and body."""

OWN_SECONDS = 30.0
OWN_SECONDS_TO_CONNECT = 10.0
OWN_BYTES = 1 << 20
"""The bounds of the client's own calls, as everywhere in Hufu."""


# What an HTTP library writes itself to frame a request; nobody is taken for somebody else by it.
_OF_THE_LIBRARY = frozenset(
    {"host", "connection", "content-length", "transfer-encoding", "proxy-authorization"}
)


class Send(NamedTuple):
    """A step of the core: send this. Headers without a value are the request's own, if they pass."""

    method: str
    url: str
    headers: Headers

    def ours(self) -> dict[str, str]:
        """The headers that the core adds."""
        return {name: value for name, value in self.headers if value}

    def sign(self, headers: MutableMapping[str, str]) -> None:
        """Ours in the place of what the caller would like to say of who and for whom."""
        passed = {name.lower() for name, value in self.headers if not value}
        for name in list(headers):
            if name.lower() not in passed | _OF_THE_LIBRARY:
                del headers[name]
        headers.update(self.ours())


class Deadline:
    """When all of a request has to be over; never, where its time is 0."""

    def __init__(self, timeout_ms: float) -> None:
        self._until = time.monotonic() + timeout_ms / 1000 if timeout_ms else None

    def seconds_left(self) -> Optional[float]:
        """None without a limit. Raises `_native.Failed` where it is over."""
        if self._until is None:
            return None
        left = self._until - time.monotonic()
        if left <= 0:
            _native.fail("timeout", "")
        return left


class Request(NamedTuple):
    """What to send: these headers, and none that the library would like to add."""

    method: str
    url: str
    headers: Headers
    body: Optional[bytes] = None
    file: Optional[str] = None
    """A file to send as the field `file` of a form."""
    is_own: bool = False
    """A call of the client itself, within its bounds; else one of the application."""
    seconds: Optional[float] = None
    """How long an application's request may take; None: as long as the library lets it."""


def own_request(kind: str, *given: object) -> Request:
    """For what the extension asks: `http` (method, URL, headers, body), `upload` (URL, path, headers)."""
    agent = ("User-Agent", f"hufu/{_native.VERSION}")
    if kind == "upload":
        url, file, headers = given
        return Request("POST", url, [agent, *headers], file=file, is_own=True)  # type: ignore[arg-type, misc]
    method, url, headers, body = given
    return Request(method, url, [agent, *headers], body or None, is_own=True)  # type: ignore[arg-type, misc]


def names_only(names: Iterable[str]) -> Headers:
    """Headers whose values stay with the library that sends them."""
    return [(name, "") for name in names]


def where_it_led(headers: Iterable[tuple[str, str]]) -> Headers:
    """Of an answer to a library that follows redirects itself: the core would follow them too."""
    return [(name, value) for name, value in headers if name.lower() != "location"]


class NotSent(Exception):
    """There is no answer, or not all of it: `network`, `timeout`, `tls` or `malformed_reply`."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


class Answer:
    """The head of an answer; its body waits."""

    status: int
    headers: Headers

    def read(self) -> bytes:
        """All of the body, as it came. Raises `NotSent`."""
        raise NotImplementedError

    def read_own(self) -> bytes:
        """The same for the client's own calls: decoded, and of bounded length."""
        raise NotImplementedError

    def close(self) -> None:
        """The rest is not wanted."""
        raise NotImplementedError


class Transport:
    """Sends for a `hufu_auth.Client`; from any thread."""

    def send(self, request: Request) -> Answer:
        """Sends, and follows no redirect. Raises `NotSent`."""
        raise NotImplementedError

    def call(self, request: Request) -> Answered:
        """The whole answer to one of the client's own requests. Raises `NotSent`."""
        answer = self.send(request)
        try:
            return answer.status, answer.headers, answer.read_own()
        finally:
            answer.close()


class AsyncAnswer:
    """The same for an event loop."""

    status: int
    headers: Headers

    async def read(self) -> bytes:
        """All of the body, as it came. Raises `NotSent`."""
        raise NotImplementedError

    async def read_own(self) -> bytes:
        """The same for the client's own calls: decoded, and of bounded length."""
        raise NotImplementedError

    async def aclose(self) -> None:
        """The rest is not wanted."""
        raise NotImplementedError


class AsyncTransport:
    """Sends for a `hufu_auth.AsyncClient`, on its event loop."""

    async def send(self, request: Request) -> AsyncAnswer:
        """Sends, and follows no redirect. Raises `NotSent`."""
        raise NotImplementedError

    async def call(self, request: Request) -> Answered:
        """The whole answer to one of the client's own requests. Raises `NotSent`."""
        import asyncio

        try:
            return await asyncio.wait_for(self._call(request), OWN_SECONDS)
        except asyncio.TimeoutError:
            raise NotSent("timeout", "") from None

    async def _call(self, request: Request) -> Answered:
        answer = await self.send(request)
        try:
            return answer.status, answer.headers, await answer.read_own()
        finally:
            await answer.aclose()
