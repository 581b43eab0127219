"""Lets sessions of requests be signed, renewed and repeated: `session.auth = hufu_auth.requests.Auth(…)`."""

from __future__ import annotations

from typing import Any

import requests
from requests.auth import AuthBase

from hufu_auth._exchange import Exchange
from hufu_auth._transport import names_only, where_it_led
from hufu_auth.client import Client


class Auth(AuthBase):
    """Signs each request; after a 401 the token is renewed once and the request sent once more.

    Requests raise `HufuError` where there is no token to sign them with, and `OriginRefused` where
    they go to another origin than the client's: nothing is sent unsigned.

    Args:
        client: It stays the caller's, to be closed after the last request.
    """

    def __init__(self, client: Client) -> None:
        if not isinstance(client, Client):
            raise TypeError(f"client must be a hufu_auth.Client, not {type(client).__name__}")
        self._client = client

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Signs a request that is about to be sent."""
        method, url = request.method or "GET", request.url or ""
        replayable = request.body is None or isinstance(request.body, (bytes, str))
        names = names_only(request.headers)
        exchange = Exchange(self._client, method, url, names, replayable=replayable)
        _sign(request, exchange)
        request.register_hook("response", _Answer(exchange))  # type: ignore[no-untyped-call]
        return request


class _Answer:
    """What happens when the answer to one request is there."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._is_over = False

    def __call__(self, response: requests.Response, **settings: Any) -> requests.Response:
        if self._is_over:  # the answer to where a redirect led
            return response
        self._exchange.answered(response.status_code, where_it_led(response.headers.items()))
        again = response.request.copy()
        if not _sign(again, self._exchange):
            self._is_over = True
            return response
        # The connection can be used again once the answer is read.
        _ = response.content
        response.close()
        second: requests.Response = response.connection.send(again, **settings)
        second.history.append(response)
        second.request = again
        return self(second, **settings)


def _sign(request: requests.PreparedRequest, exchange: Exchange) -> bool:
    """Whether there is anything to send."""
    send = exchange.next()
    if send is None:
        exchange.close()
        return False
    request.headers.pop("Host", None)  # then it is the URL's
    send.sign(request.headers)
    return True
