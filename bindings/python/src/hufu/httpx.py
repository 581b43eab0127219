"""Lets clients of httpx be signed, renewed and repeated: `httpx.Client(auth=hufu.httpx.Auth(…))`."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator

import httpx

from hufu._exchange import async_exchange_of, exchange_of
from hufu.aio import AsyncClient
from hufu.client import Client


class Auth(httpx.Auth):
    """Signs each request; after a 401 the token is renewed once and the request sent once more.

    Requests raise `HufuError` where there is no token to sign them with, and `OriginRefused` where
    they go to another origin than the client's: nothing is sent unsigned.

    Args:
        client: A `hufu.Client` for `httpx.Client`, a `hufu.AsyncClient` for `httpx.AsyncClient`.
            It stays the caller's, to be closed after the last request.
    """

    def __init__(self, client: Client | AsyncClient) -> None:
        if not isinstance(client, (Client, AsyncClient)):
            raise TypeError(f"client must be a client of hufu, not {type(client).__name__}")
        self._client = client

    def sync_auth_flow(
        self, request: httpx.Request
    ) -> Generator[httpx.Request, httpx.Response, None]:
        """What `httpx.Client` asks."""
        if not isinstance(self._client, Client):
            raise TypeError("httpx.Client wants a hufu.Client, not a hufu.AsyncClient")
        with exchange_of(self._client, *_asked(request)) as exchange:
            while (send := exchange.next()) is not None:
                request.headers.update(send.headers)
                response = yield request
                exchange.answered(response.status_code, response.headers.items())

    async def async_auth_flow(
        self, request: httpx.Request
    ) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """What `httpx.AsyncClient` asks."""
        if not isinstance(self._client, AsyncClient):
            raise TypeError("httpx.AsyncClient wants a hufu.AsyncClient, not a hufu.Client")
        self._client._attach()
        async with async_exchange_of(self._client, *_asked(request)) as exchange:
            while (send := await exchange.next()) is not None:
                request.headers.update(send.headers)
                response = yield request
                exchange.answered(response.status_code, response.headers.items())


def _asked(request: httpx.Request) -> tuple[str, str, bool]:
    """Method, URL, and whether the body can be sent twice."""
    return request.method, str(request.url), isinstance(request.stream, httpx.ByteStream)
