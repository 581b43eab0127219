"""Requests that another HTTP library sends: what to send comes from the core, step by step."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, NamedTuple, Optional

from hufu_auth import _native
from hufu_auth._base import BaseClient
from hufu_auth.errors import error_from

if TYPE_CHECKING:
    from hufu_auth.aio import AsyncClient


class Send(NamedTuple):
    """Send this: the request with these two headers."""

    headers: list[tuple[str, str]]


class Exchange:
    """One request of a blocking client."""

    def __init__(self, exchange: _native.Exchange) -> None:
        self._exchange = exchange

    def next(self) -> Optional[Send]:
        """What to send; None once the last answer is the one. Raises `HufuError`."""
        try:
            return _send(self._exchange.next())
        except _native.Failed as failed:
            raise error_from(failed) from None

    def answered(self, status: int, headers: Iterable[tuple[str, str]]) -> None:
        """What came back."""
        self._exchange.answered(status, _head(headers))

    def close(self) -> None:
        """Gives it up, if it is not over."""
        self._exchange.close()


class AsyncExchange:
    """The same of an asyncio client."""

    def __init__(self, exchange: _native.Exchange, client: AsyncClient) -> None:
        self._exchange = exchange
        self._client = client

    async def next(self) -> Optional[Send]:
        """What to send; None once the last answer is the one. Raises `HufuError`."""
        try:
            return _send(await self._client._come(self._exchange.begin_next()))
        except _native.Failed as failed:
            raise error_from(failed) from None

    def answered(self, status: int, headers: Iterable[tuple[str, str]]) -> None:
        """What came back."""
        self._exchange.answered(status, _head(headers))


@contextmanager
def exchange_of(client: BaseClient, method: str, url: str, replayable: bool) -> Iterator[Exchange]:
    """A request; it is given up where the block ends before it did."""
    exchange = begin(client, method, url, replayable)
    try:
        yield Exchange(exchange)
    finally:
        exchange.close()


@asynccontextmanager
async def async_exchange_of(
    client: AsyncClient, method: str, url: str, replayable: bool
) -> AsyncIterator[AsyncExchange]:
    """A request; it is given up where the block ends before it did."""
    exchange = begin(client, method, url, replayable)
    try:
        yield AsyncExchange(exchange, client)
    finally:
        exchange.close()


def begin(client: BaseClient, method: str, url: str, replayable: bool) -> _native.Exchange:
    """Begins a request; closing it gives it up."""
    try:
        return client._native.begin_exchange(method, url, [], replayable)
    except _native.Failed as failed:
        raise error_from(failed) from None


def _send(step: tuple[object, ...]) -> Optional[Send]:
    if step[0] == "done":
        return None
    headers: list[tuple[str, str]] = step[3]  # type: ignore[assignment]
    return Send(headers)


def _head(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    # Where a redirect leads is the library's business: the core would follow it too.
    return [(name, value) for name, value in headers if name.lower() != "location"]
