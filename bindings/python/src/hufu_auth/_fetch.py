"""`fetch` by a transport: the core says what to send and which answer is the one."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NoReturn, Optional

from hufu_auth import _native
from hufu_auth._transport import Answer, Answered, AsyncAnswer, Headers, NotSent, Request

if TYPE_CHECKING:
    from hufu_auth.aio import AsyncClient
    from hufu_auth.client import Client


class Wanted:
    """The application's request, and the time it has."""

    def __init__(
        self, method: str, url: str, headers: Headers, body: Optional[bytes], timeout_ms: float
    ) -> None:
        self._method = method
        self._url = url
        self._headers = headers
        self._body = body
        self._until = time.monotonic() + timeout_ms / 1000 if timeout_ms else None

    def begin(self, client: _native.Client) -> _native.Exchange:
        """Hands it to the core. Bodies here are bytes, which can be sent twice."""
        return client.begin_exchange(self._method, self._url, self._headers, True)

    def seconds_left(self) -> Optional[float]:
        """None without a limit."""
        if self._until is None:
            return None
        left = self._until - time.monotonic()
        if left <= 0:
            _native.fail("timeout", "")
        return left

    def request(self, step: tuple[Any, ...]) -> Request:
        """What the core wants sent. A POST that a redirect made a GET leaves its body behind."""
        _, method, url, headers = step
        body = self._body if method == self._method else None
        return Request(method, url, headers, body, seconds=self.seconds_left())


def fetch(client: Client, wanted: Wanted) -> Answered:
    """Raises `_native.Failed`."""
    transport = client._transport
    assert transport is not None
    exchange = wanted.begin(client._native)
    answer: Optional[Answer] = None
    try:
        while True:
            left = wanted.seconds_left()
            step = client._next(exchange, left)
            if step[0] == "done":
                break
            if answer is not None:
                answer.close()
                answer = None
            try:
                answer = transport.send(wanted.request(step))
                exchange.answered(answer.status, answer.headers)
            except NotSent as failure:
                exchange.failed(failure.code, failure.detail)
        assert answer is not None
        return answer.status, answer.headers, answer.read()
    except NotSent as failure:
        _fail(failure)
    finally:
        if answer is not None:
            answer.close()
        exchange.close()


async def async_fetch(client: AsyncClient, wanted: Wanted) -> Answered:
    """Raises `_native.Failed`. The caller looks after the time."""
    transport = client._transport
    assert transport is not None
    exchange = wanted.begin(client._native)
    answer: Optional[AsyncAnswer] = None
    try:
        while True:
            step = await client._come(exchange.begin_next())
            if step[0] == "done":
                break
            if answer is not None:
                await answer.aclose()
                answer = None
            try:
                answer = await transport.send(wanted.request(step))
                exchange.answered(answer.status, answer.headers)
            except NotSent as failure:
                exchange.failed(failure.code, failure.detail)
        assert answer is not None
        return answer.status, answer.headers, await answer.read()
    except NotSent as failure:
        _fail(failure)
    finally:
        exchange.close()
        if answer is not None:
            await answer.aclose()


def _fail(failure: NotSent) -> NoReturn:
    _native.fail(failure.code, failure.detail)
