"""How `AsyncClient` waits: on the event loop that uses it, without a thread for each operation."""

from __future__ import annotations

import asyncio
import inspect
import sys
import warnings
import weakref
from collections.abc import Coroutine
from functools import partial
from typing import Any, Callable, Optional, TypeVar

from hufu_auth import _native
from hufu_auth._base import BaseClient
from hufu_auth._transport import Answered, Deadline, Headers

T = TypeVar("T")


class LoopClient(BaseClient):
    """Belongs to the loop that uses it, until that one is closed or rests."""

    _has_event_loop = sys.platform == "linux"
    _loop: Optional[asyncio.AbstractEventLoop] = None

    # -- What `_threads.ThreadClient` has too, for callers who wait. --

    async def _outcome_of(self, operation: _native._Operation, given: dict[str, Any]) -> Any:
        """Raises `_native.Failed`, as all of these do."""
        self._attach()
        return await self._end_of(*self._native.begin(operation, given))

    async def _answer_to(
        self, method: str, url: str, headers: Headers, body: Optional[bytes], timeout_ms: float
    ) -> Answered:
        """By libcurl."""
        self._attach()
        begun = self._native.begin_fetch(method, url, headers, body, timeout_ms)
        answer: Answered = await self._end_of(*begun)
        return answer

    def _begin_exchange(
        self, method: str, url: str, headers: Headers, replayable: bool
    ) -> _native.Exchange:
        self._attach()
        return super()._begin_exchange(method, url, headers, replayable)

    async def _step_of(self, exchange: _native.Exchange, seconds: Optional[float]) -> Any:
        """The next step of an exchange; `_in_time` looks after the seconds."""
        return await self._come(exchange.begin_next())

    async def _in_time(self, send: Callable[[], Coroutine[Any, Any, T]], deadline: Deadline) -> T:
        """Ends with the client, in time, and with the task that waits."""
        sending = asyncio.ensure_future(send())
        self._sending.add(sending)
        try:
            await asyncio.wait({sending}, timeout=deadline.seconds_left())
            if not sending.done():
                _native.fail("timeout", "")
        finally:
            sending.cancel()
            self._sending.discard(sending)
        if sending.cancelled():
            _native.fail("cancelled", "the client is closed")
        return sending.result()

    async def _end(self) -> None:
        here, home, native = asyncio.get_running_loop(), self._loop, self._native
        if home is None or home is here or not home.is_running():
            home = self._attach()
        for sending in self._sending:
            home.call_soon_threadsafe(sending.cancel)
        # A store may have to be asked meanwhile, by this very loop.
        await here.run_in_executor(None, lambda: native.close(no_callbacks=False))
        if home is here:
            self._let_go(home)
        elif not home.is_closed():
            home.call_soon_threadsafe(self._let_go, home)

    # -- The loop. --

    async def _end_of(self, ticket: int, operation: int) -> Any:
        try:
            return await self._come(ticket)
        except asyncio.CancelledError:
            self._native.cancel(operation)
            raise

    async def _come(self, ticket: int) -> Any:
        """What comes through the mailbox under that ticket."""
        future = self._attach().create_future()
        self._waiting[ticket] = future
        try:
            return await future
        finally:
            self._waiting.pop(ticket, None)

    def _attach(self) -> asyncio.AbstractEventLoop:
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            if self._loop is not None:
                self._leave(self._loop)
            self._loop = loop
            for descriptor in self._native.descriptors():
                loop.add_reader(descriptor, _turn, weakref.ref(self))
        return loop

    def _leave(self, loop: asyncio.AbstractEventLoop) -> None:
        """Lets go of a loop that is over, or that rests with nothing of ours under way."""
        if loop.is_closed():  # nobody waits there any more, and nobody answers
            for question in self._answers:
                self._native.refuse(question, "host_fault", "the event loop is closed")
            self._waiting.clear()
            self._answers.clear()
            self._sending.clear()
            return
        is_busy = bool(self._waiting or self._answers or self._sending)
        if loop.is_running() or (is_busy and not self._is_closed):
            raise RuntimeError(
                f"{self!r} is used by another event loop: open one client for each loop"
            )
        for descriptor in self._native.descriptors():
            loop.remove_reader(descriptor)

    def _let_go(self, loop: asyncio.AbstractEventLoop) -> None:
        for descriptor in self._native.descriptors():
            loop.remove_reader(descriptor)
        self._turn()

    def _open(self) -> None:
        super()._open()
        # After fork() the loop is not the parent's either.
        self._loop = None
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._answers: dict[int, asyncio.Task[None]] = {}
        self._sending: set[asyncio.Task[Any]] = set()

    def _at_exit(self) -> None:
        if self._close_once():
            self._native.close(no_callbacks=True)  # the loop is gone

    def __del__(self) -> None:
        if not getattr(self, "_is_closed", True) and self._loop is not None:
            warnings.warn(f"unclosed {self!r}", ResourceWarning, stacklevel=1, source=self)

    def _serve(self) -> None:
        pass  # the loop does, from the first operation on

    # -- What comes out of the mailbox. --

    def _turn(self) -> None:
        for item in self._native.turn() or ():
            kind = item[0]
            if kind == "done" or kind == "failed":
                future = self._waiting.pop(item[1], None)
                if future is None or future.done():
                    continue
                if kind == "done":
                    future.set_result(item[2])
                else:
                    future.set_exception(_native.Failed(*item[2]))
            elif kind == "event":
                self._tell(item)
            elif kind == "given_up":
                if item[1] in self._answers:
                    self._answers[item[1]].cancel()
            else:
                task = asyncio.ensure_future(self._answer(item))
                self._answers[item[1]] = task
                task.add_done_callback(partial(_forget, self._answers, item[1]))

    async def _answer(self, item: tuple[Any, ...]) -> None:
        try:
            value = self._question(item)
            if inspect.isawaitable(value):
                value = await value
            self._give(item, value)
        except _native.Failed:
            raise
        except BaseException as error:
            self._refuse(item, error)
            if not isinstance(error, Exception):
                raise


def _forget(answers: dict[int, asyncio.Task[None]], question: int, _: object) -> None:
    answers.pop(question, None)


def _turn(client: weakref.ref[Any]) -> None:
    found: Optional[LoopClient] = client()
    if found is not None:
        found._turn()
