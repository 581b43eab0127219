"""Requests that another HTTP library sends: what to send comes from the core, step by step."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, MutableMapping
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, NamedTuple, Optional

from hufu_auth import _native
from hufu_auth._base import BaseClient

if TYPE_CHECKING:
    from hufu_auth.aio import AsyncClient
    from hufu_auth.client import Client


# What an HTTP library writes itself to frame a request; nobody is taken for somebody else by it.
_OF_THE_LIBRARY = frozenset(
    {"host", "connection", "content-length", "transfer-encoding", "proxy-authorization"}
)


class Send(NamedTuple):
    """Send this: the request with our headers, and of its own those that the core lets pass."""

    headers: dict[str, str]
    passed: frozenset[str]

    def sign(self, headers: MutableMapping[str, str]) -> None:
        """Ours in the place of what the caller would like to say of who and for whom."""
        for name in list(headers):
            if name.lower() not in self.passed | _OF_THE_LIBRARY:
                del headers[name]
        headers.update(self.headers)


class Exchange:
    """One request of a blocking client."""

    def __init__(self, exchange: _native.Exchange, client: Client) -> None:
        self._exchange = exchange
        self._client = client

    def next(self) -> Optional[Send]:
        """What to send; None once the last answer is the one. Raises `HufuError`."""
        try:
            return _send(self._client._next(self._exchange))
        except _native.Failed as failed:
            error = self._client._error_from(failed)
            raise error from error.__cause__

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
            error = self._client._error_from(failed)
            raise error from error.__cause__

    def answered(self, status: int, headers: Iterable[tuple[str, str]]) -> None:
        """What came back."""
        self._exchange.answered(status, _head(headers))


@contextmanager
def exchange_of(
    client: Client, method: str, url: str, names: Iterable[str], replayable: bool
) -> Iterator[Exchange]:
    """A request; it is given up where the block ends before it did."""
    exchange = begin(client, method, url, names, replayable)
    try:
        yield Exchange(exchange, client)
    finally:
        exchange.close()


@asynccontextmanager
async def async_exchange_of(
    client: AsyncClient, method: str, url: str, names: Iterable[str], replayable: bool
) -> AsyncIterator[AsyncExchange]:
    """A request; it is given up where the block ends before it did."""
    exchange = begin(client, method, url, names, replayable)
    try:
        yield AsyncExchange(exchange, client)
    finally:
        exchange.close()


def begin(
    client: BaseClient, method: str, url: str, names: Iterable[str], replayable: bool
) -> _native.Exchange:
    """Begins a request with headers of these names; closing it gives it up."""
    try:
        return client._native.begin_exchange(
            method, url, [(name, "") for name in names], replayable
        )
    except _native.Failed as failed:
        error = client._error_from(failed)
        raise error from error.__cause__


def signed(send: Optional[Send]) -> dict[str, str]:
    """Our headers of a first step, which always is to send."""
    assert send is not None
    return send.headers


def _send(step: tuple[object, ...]) -> Optional[Send]:
    if step[0] == "done":
        return None
    headers: list[tuple[str, str]] = step[3]  # type: ignore[assignment]
    passed = frozenset(name.lower() for name, value in headers if not value)
    return Send({name: value for name, value in headers if value}, passed)


def _head(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    # Where a redirect leads is the library's business: the core would follow it too.
    return [(name, value) for name, value in headers if name.lower() != "location"]
