"""httpx, both ways: its clients signed by ours (`Auth`), ours sending by its clients (`Transport`)."""

from __future__ import annotations

import ssl
import time
from collections.abc import AsyncGenerator, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Optional

import httpx

from hufu_auth import _transport
from hufu_auth._exchange import Exchange
from hufu_auth._exchange_async import AsyncExchange
from hufu_auth._transport import Headers, NotSent, Request, Send, names_only, where_it_led
from hufu_auth.aio import AsyncClient
from hufu_auth.client import Client

# What OpenSSL says of an answer that is no TLS; the second since its version 3.
_NO_TLS_THERE = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST")


class Auth(httpx.Auth):
    """Signs each request; after a 401 the token is renewed once and the request sent once more.

    Requests raise `HufuError` where there is no token to sign them with, and `OriginRefused` where
    they go to another origin than the client's: nothing is sent unsigned.

    Args:
        client: A `hufu_auth.Client` for `httpx.Client`, a `hufu_auth.AsyncClient` for `httpx.AsyncClient`.
            It stays the caller's, to be closed after the last request.
    """

    def __init__(self, client: Client | AsyncClient) -> None:
        if not isinstance(client, (Client, AsyncClient)):
            raise TypeError(f"client must be a client of hufu_auth, not {type(client).__name__}")
        self._client = client

    def sync_auth_flow(
        self, request: httpx.Request
    ) -> Generator[httpx.Request, httpx.Response, None]:
        """What `httpx.Client` asks."""
        if not isinstance(self._client, Client):
            raise TypeError("httpx.Client wants a hufu_auth.Client, not a hufu_auth.AsyncClient")
        with Exchange(self._client, *_asked(request), replayable=_is_bytes(request)) as exchange:
            for send in exchange:
                _sign(request, send)
                response = yield request
                exchange.answered(*_told(response))

    async def async_auth_flow(
        self, request: httpx.Request
    ) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """What `httpx.AsyncClient` asks."""
        if not isinstance(self._client, AsyncClient):
            raise TypeError(
                "httpx.AsyncClient wants a hufu_auth.AsyncClient, not a hufu_auth.Client"
            )
        begun = AsyncExchange(self._client, *_asked(request), replayable=_is_bytes(request))
        async with begun as exchange:
            async for send in exchange:
                _sign(request, send)
                response = yield request
                exchange.answered(*_told(response))


def _asked(request: httpx.Request) -> tuple[str, str, Headers]:
    return request.method, str(request.url), names_only(request.headers)


def _is_bytes(request: httpx.Request) -> bool:
    """Whether the body can be sent twice."""
    return isinstance(request.stream, httpx.ByteStream)


def _told(response: httpx.Response) -> tuple[int, Headers]:
    return response.status_code, where_it_led(response.headers.items())


def _sign(request: httpx.Request, send: Send) -> None:
    send.sign(request.headers)
    request.headers["Host"] = request.url.netloc.decode("ascii")


class Transport(_transport.Transport):
    """Has a `hufu_auth.Client` send by an `httpx.Client`: with its proxies, its mocked transport
    (`httpx.MockTransport`, respx) and whatever is hooked into it.

    Nothing else of that client counts: not its headers, cookies, `auth`, `base_url` nor whether it
    follows redirects. Its time-outs hold for `fetch`.

    Args:
        client: It stays the caller's, to be closed after the `hufu_auth.Client`.

    >>> def answer(request: httpx.Request) -> httpx.Response:
    ...     return httpx.Response(503)
    >>> with httpx.Client(transport=httpx.MockTransport(answer)) as web:
    ...     with Client("https://api.example.com", transport=Transport(web)) as client:
    ...         client.sign_in_with_wechat(code="code")
    Traceback (most recent call last):
    hufu_auth.errors.ServerUnavailable: The server cannot answer at the moment. Try again.
    """

    def __init__(self, client: httpx.Client) -> None:
        if not isinstance(client, httpx.Client):
            raise TypeError(f"client must be an httpx.Client, not {type(client).__name__}")
        self._client = client

    def send(self, request: Request) -> _transport.Answer:
        """Sends, and follows no redirect. Raises `NotSent`."""
        with _told_as_native_does():
            response = self._client.send(
                _request_of(request), stream=True, auth=None, follow_redirects=False
            )
        return _Answer(response, request)


class AsyncTransport(_transport.AsyncTransport):
    """The same for a `hufu_auth.AsyncClient`, by an `httpx.AsyncClient`.

    Args:
        client: It stays the caller's, to be closed after the `hufu_auth.AsyncClient`.
    """

    def __init__(self, client: httpx.AsyncClient) -> None:
        if not isinstance(client, httpx.AsyncClient):
            raise TypeError(f"client must be an httpx.AsyncClient, not {type(client).__name__}")
        self._client = client

    async def send(self, request: Request) -> _transport.AsyncAnswer:
        """Sends, and follows no redirect. Raises `NotSent`."""
        with _told_as_native_does():
            response = await self._client.send(
                _request_of(request), stream=True, auth=None, follow_redirects=False
            )
        return _AsyncAnswer(response)


class _Answer(_transport.Answer):
    def __init__(self, response: httpx.Response, request: Request) -> None:
        self.status = response.status_code
        self.headers = response.headers.multi_items()
        self._response = response
        seconds = _transport.OWN_SECONDS if request.is_own else request.seconds
        self._until = None if seconds is None else time.monotonic() + seconds

    def read(self) -> bytes:
        return b"".join(self._in_time(self._response.iter_raw()))

    def read_own(self) -> bytes:
        content = bytearray()
        for piece in self._in_time(self._response.iter_bytes()):
            content += piece
            _check_length(content)
        return bytes(content)

    def close(self) -> None:
        self._response.close()

    def _in_time(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """httpx knows limits for each step only."""
        with _told_as_native_does():
            for piece in pieces:
                if self._until is not None and time.monotonic() > self._until:
                    raise NotSent("timeout", "")
                yield piece


class _AsyncAnswer(_transport.AsyncAnswer):
    def __init__(self, response: httpx.Response) -> None:
        self.status = response.status_code
        self.headers = response.headers.multi_items()
        self._response = response

    async def read(self) -> bytes:
        with _told_as_native_does():
            return b"".join([piece async for piece in self._response.aiter_raw()])

    async def read_own(self) -> bytes:
        content = bytearray()
        with _told_as_native_does():
            async for piece in self._response.aiter_bytes():
                content += piece
                _check_length(content)
        return bytes(content)

    async def aclose(self) -> None:
        await self._response.aclose()


def _request_of(wanted: Request) -> httpx.Request:
    # Made by hand: a client's own `build_request` adds headers, cookies and parameters.
    extensions: dict[str, Any] = {}
    if wanted.is_own:
        timeout = httpx.Timeout(_transport.OWN_SECONDS, connect=_transport.OWN_SECONDS_TO_CONNECT)
        extensions["timeout"] = timeout.as_dict()
    elif wanted.seconds is not None:
        extensions["timeout"] = httpx.Timeout(wanted.seconds).as_dict()
    form: Optional[dict[str, Any]] = None
    if wanted.file is not None:
        file = Path(wanted.file)
        try:
            form = {"file": (file.name, file.read_bytes())}
        except OSError:
            raise NotSent("host_fault", "the file to upload cannot be read") from None
    return httpx.Request(
        wanted.method,
        wanted.url,
        headers=wanted.headers,
        content=wanted.body,
        files=form,
        extensions=extensions,
    )


def _check_length(content: bytearray) -> None:
    if len(content) > _transport.OWN_BYTES:
        raise NotSent("malformed_reply", f"the answer is longer than {_transport.OWN_BYTES} bytes")


@contextmanager
def _told_as_native_does() -> Iterator[None]:
    """Which of the core's codes stands for what httpx raises."""
    try:
        yield
    except httpx.TimeoutException:
        raise NotSent("timeout", "") from None
    except httpx.TransportError as error:
        raise _not_sent(error) from None
    except httpx.DecodingError as error:
        raise NotSent("malformed_reply", str(error)) from None


def _not_sent(error: httpx.TransportError) -> NotSent:
    cause: Optional[BaseException] = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            if getattr(cause, "reason", None) in _NO_TLS_THERE:
                return NotSent("invalid_argument", f"https was asked of a port of http ({error})")
            return NotSent("tls", str(error))
        cause = cause.__cause__ or cause.__context__
    return NotSent("network", str(error))
