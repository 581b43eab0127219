"""What may have to wait, written once: for threads, which block, and for event loops, which do not.

A generator yields each step that may take time, and is sent what came of it.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import inspect
from collections.abc import Awaitable, Generator
from typing import Any, Callable, Generic, Protocol, TypeVar, Union, cast

T = TypeVar("T")
Given = TypeVar("Given")


class Step(Protocol):
    """Something that takes time."""

    def block(self) -> Any: ...

    async def wait(self) -> Any: ...


Steps = Generator[Step, Any, T]


def run(steps: Steps[T]) -> T:
    """All steps, in this thread."""
    try:
        step = next(steps)
        while True:
            try:
                answer = step.block()
            except Exception as error:
                step = steps.throw(error)
            else:
                step = steps.send(answer)
    except StopIteration as end:
        return cast(T, end.value)
    finally:
        steps.close()  # who waits for what it does is told if it was called off


async def run_waiting(steps: Steps[T]) -> T:
    """All steps, in this event loop."""
    try:
        step = next(steps)
        while True:
            try:
                answer = await step.wait()
            except Exception as error:
                step = steps.throw(error)
            else:
                step = steps.send(answer)
    except StopIteration as end:
        return cast(T, end.value)
    finally:
        steps.close()  # who waits for what it does is told if it was called off


class Landing:
    """Waits for what another thread does, for a time. Gives whether it has ended well."""

    def __init__(self, flight: concurrent.futures.Future[bool], timeout_s: float) -> None:
        self._flight = flight
        self._timeout_s = timeout_s

    def block(self) -> bool:
        concurrent.futures.wait([self._flight], self._timeout_s)
        return self._has_landed()

    async def wait(self) -> bool:
        landing = asyncio.wrap_future(self._flight)
        try:
            await asyncio.wait([landing], timeout=self._timeout_s)
        finally:
            landing.cancel()  # the loop may be closed before it; others wait for the flight itself
        return self._has_landed()

    def _has_landed(self) -> bool:
        return self._flight.done() and self._flight.result()


class Question(Generic[Given, T]):
    """Asks a function of the application's own. In an event loop one that is not `async` is asked in
    a thread.
    """

    def __init__(self, function: Callable[[Given], Union[T, Awaitable[T]]], about: Given) -> None:
        self._function = function
        self._about = about

    def block(self) -> T:
        return cast(T, self._function(self._about))

    async def wait(self) -> T:
        if inspect.iscoroutinefunction(self._function):
            answer: Any = self._function(self._about)
        else:
            answer = await asyncio.to_thread(_asked, self._function, self._about)
        return cast(T, await answer if inspect.isawaitable(answer) else answer)


def _asked(function: Callable[[Given], T], about: Given) -> T:
    try:
        return function(about)
    except StopIteration as error:
        # No future takes one: who waits for it would wait for ever.
        raise RuntimeError("StopIteration was raised") from error
