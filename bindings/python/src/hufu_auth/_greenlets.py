"""Programs under gevent: who waits is a greenlet, and the others go on.

`monkey.patch_all` puts greenlets in the place of threads, all of them on one thread of the system.
What blocks in C++ stops them all, and the thread that serves the mailbox, being none, would never
let go again. So a real thread serves it here, the ends of operations are awaited in gevent's hub,
and what the application lent is called in greenlets, where its locks and connections belong.
"""

from __future__ import annotations

import _thread
import sys
from collections import deque
from functools import partial
from importlib import import_module
from typing import Any, Callable, Optional, TypeVar

T = TypeVar("T")
Item = tuple[Any, ...]
"""What comes out of the mailbox."""


def are_used() -> bool:
    """Whether gevent has taken the place of threads or of what they wait for."""
    monkey = sys.modules.get("gevent.monkey")
    return monkey is not None and (
        monkey.is_module_patched("threading") or monkey.is_module_patched("socket")
    )


def check_threads() -> None:
    """Raises `RuntimeError` where there are none, nor anything that we could do instead."""
    eventlet = sys.modules.get("eventlet.patcher")
    if eventlet is not None and eventlet.is_monkey_patched("thread"):
        raise RuntimeError(
            "Under eventlet.monkey_patch() nobody can answer for stores, functions and listeners "
            "in Python: use gevent, threads, or a FileStore and no listeners."
        )


class RealThread:
    """One that gevent knows nothing of, even if it patches `threading` while it runs.

    `target` gets `lent`, and nothing of it is left here once `join` has returned.
    """

    def __init__(self, target: Callable[[T], None], lent: T) -> None:
        self._is_over: Any = _original("allocate_lock")()
        self._is_over.acquire()
        self._ident: int = _original("start_new_thread")(self._run, (target, [lent]))

    def is_here(self) -> bool:
        """Whether the caller is in it."""
        return bool(_original("get_ident")() == self._ident)

    def join(self) -> None:
        """Waits for its end."""
        with self._is_over:
            pass

    def _run(self, target: Callable[[T], None], lent: list[T]) -> None:
        try:
            target(lent.pop())
        finally:
            self._is_over.release()


def in_real_thread(call: Callable[[], T]) -> T:
    """What `call` gives; other greenlets go on meanwhile."""
    result: T = _gevent().get_hub().threadpool.apply(call)
    return result


class Waiting:
    """Ends of operations, brought by the thread that serves the mailbox, awaited by greenlets."""

    def __init__(self) -> None:
        self._lock: Any = _original("allocate_lock")()
        self._wakes: dict[int, Callable[[Item], None]] = {}
        self._come: dict[int, Item] = {}
        self._unwanted: set[int] = set()
        self._hubs: dict[int, Any] = {}
        self._last_hub: Any = _gevent().get_hub()
        self._events: deque[Callable[[], object]] = deque()
        self._is_telling = False

    def end_of(self, ticket: int, seconds: Optional[float] = None) -> Optional[Item]:
        """What comes under that ticket; None if it has not come in this time."""
        gevent = _gevent()
        hub = self._last_hub = gevent.get_hub()
        come: list[Item] = []
        arrived = hub.loop.async_()
        waiter = gevent.hub.Waiter(hub)
        arrived.start(waiter.switch, None)

        def wake(item: Item) -> None:
            come.append(item)
            arrived.send()

        try:
            with self._lock:
                if ticket in self._come:
                    return self._come.pop(ticket)
                self._wakes[ticket], self._hubs[ticket] = wake, hub
            with gevent.Timeout.start_new(seconds, False):
                waiter.get()
            return come[0] if come else None
        finally:
            with self._lock:  # nobody sends any more once it is given up
                self._hubs.pop(ticket, None)
                if self._wakes.pop(ticket, None) is not None:
                    self._unwanted.add(ticket)
            arrived.stop()
            arrived.close()

    def bring(self, ticket: int, item: Item) -> None:
        """From the thread that serves the mailbox."""
        with self._lock:
            wake = self._wakes.pop(ticket, None)
            if wake is not None:
                wake(item)
            elif ticket in self._unwanted:
                self._unwanted.remove(ticket)
            else:
                self._come[ticket] = item

    def spawn(self, call: Callable[..., object], *arguments: object) -> None:
        """Has a greenlet of the application's hub call it; in the order of the calls."""
        with self._lock:
            hub = next(iter(self._hubs.values()), self._last_hub)
        hub.loop.run_callback_threadsafe(_gevent().spawn, call, *arguments)

    def tell(self, call: Callable[..., object], *arguments: object) -> None:
        """The same for events: the next is told when all have heard the one before."""
        self._events.append(partial(call, *arguments))
        self.spawn(self._tell_all)

    def _tell_all(self) -> None:
        if self._is_telling:
            return
        self._is_telling = True
        try:
            while self._events:
                self._events.popleft()()
        finally:
            self._is_telling = False


def _gevent() -> Any:
    return import_module("gevent")


def _original(name: str) -> Any:
    """Of `_thread`, whether or not gevent has patched it."""
    monkey = sys.modules.get("gevent.monkey")
    return getattr(_thread, name) if monkey is None else monkey.get_original("_thread", name)
