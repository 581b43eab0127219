"""The application's requests. Where another library sends them, the core says what, step by step."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from types import TracebackType
from typing import Optional, Union

from hufu_auth import _native
from hufu_auth._base import results
from hufu_auth._given import HeadersLike, request_body, request_headers
from hufu_auth._loop import LoopClient
from hufu_auth._transport import (
    Answered,
    AsyncAnswer,
    AsyncTransport,
    Deadline,
    Headers,
    NotSent,
    Request,
    Send,
)


class AsyncExchange:
    """One request, and each answer to it; whoever closes it gives it up, if it is not over.

    Raises `HufuError` where it may not be sent, and where there is no token for it.
    """

    def __init__(
        self,
        client: LoopClient,
        method: str,
        url: str,
        headers: Iterable[tuple[str, str]],
        *,
        replayable: bool,
        deadline: Optional[Deadline] = None,
    ) -> None:
        self._client = client
        self._deadline = deadline or Deadline(0)
        try:
            self._exchange = client._begin_exchange(method, url, list(headers), replayable)
        except _native.Failed as failed:
            client._fail("fetch", failed)

    async def next(self) -> Optional[Send]:
        """What to send; None once the last answer is the one."""
        try:
            step = await self._client._step_of(self._exchange, self._deadline.seconds_left())
        except _native.Failed as failed:
            self._client._fail("fetch", failed)
        return None if step[0] == "done" else Send(*step[1:])

    def answered(self, status: int, headers: Iterable[tuple[str, str]]) -> None:
        """What came back."""
        self._exchange.answered(status, list(headers))

    def failed(self, failure: NotSent) -> None:
        """Nothing came back."""
        self._exchange.failed(failure.code, failure.detail)

    def close(self) -> None:
        """Gives it up, if it is not over."""
        self._exchange.close()

    def __aiter__(self) -> AsyncExchange:
        return self

    async def __anext__(self) -> Send:
        send = await self.next()
        if send is None:
            raise StopAsyncIteration
        return send

    async def __aenter__(self) -> AsyncExchange:
        return self

    async def __aexit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()


class AsyncRequests(LoopClient):
    """What signs the application's requests, and sends them."""

    _transport: Optional[AsyncTransport]

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: Optional[HeadersLike] = None,
        body: Union[bytes, str, None] = None,
        json: object = None,
        timeout_ms: float = 0,
    ) -> results.Response:
        """Send the application's request, signed.

        On a 401 the token is renewed once and the request is sent once more; a second 401 is the
        answer. Redirects are followed only within the origin.

        Args:
            url: Of one of the configured origins.
            method: In capitals.
            headers: A mapping, or pairs; `Authorization`, `X-Platform` and `Host` are dropped.
            body: `str` is sent as UTF-8.
            json: Sent as JSON in the place of a body.
            timeout_ms: For all of it, the wait for a token included; 0: no limit.

        Raises:
            OriginRefused: The URL is of another origin, so nothing was sent.
            InvalidArgument: A header that is not one line.
            HufuError: What renewing the token raises: it is never sent without its token.
        """
        pairs = request_headers(headers)
        content = request_body(pairs, body, json)
        return results.response(await self._send(method, url, pairs, content, timeout_ms))

    async def signed_headers(self, url: str) -> dict[str, str]:
        """The headers for a request to `url` that is sent by other means; waits for a token.

        Raises:
            OriginRefused: The URL is not of a configured origin, so it gets no token.
            SignedOut: Nobody is signed in.
            HufuError: What renewing the token raises.
        """
        found = self.authorize(url)
        if found is not None:
            return found
        async with AsyncExchange(self, "GET", url, (), replayable=False) as exchange:
            send = await exchange.next()
        assert send is not None  # there is a first request always
        return send.ours()

    async def _send(
        self, method: str, url: str, headers: Headers, body: Optional[bytes], timeout_ms: float
    ) -> Answered:
        try:
            if self._transport is None:
                return await self._answer_to(method, url, headers, body, timeout_ms)
            wanted, deadline = Request(method, url, headers, body), Deadline(timeout_ms)
            sending = partial(_fetch, self, self._transport, wanted, deadline)
            return await self._in_time(sending, deadline)
        except _native.Failed as failed:
            self._fail("fetch", failed)


async def _fetch(
    client: LoopClient, transport: AsyncTransport, wanted: Request, deadline: Deadline
) -> Answered:
    """By a transport. Raises `HufuError`, or `_native.Failed`."""
    method, url, headers, body = wanted[:4]
    answer: Optional[AsyncAnswer] = None
    async with AsyncExchange(
        client, method, url, headers, replayable=True, deadline=deadline
    ) as exchange:
        try:
            async for send in exchange:
                if answer is not None:
                    await answer.aclose()
                    answer = None
                # A POST that a redirect made a GET leaves its body behind.
                content = body if send.method == method else None
                request = Request(*send, body=content, seconds=deadline.seconds_left())
                try:
                    answer = await transport.send(request)
                    exchange.answered(answer.status, answer.headers)
                except NotSent as failure:
                    exchange.failed(failure)
            assert answer is not None
            return answer.status, answer.headers, await answer.read()
        except NotSent as failure:
            _native.fail(failure.code, failure.detail)
        finally:
            if answer is not None:
                await answer.aclose()
