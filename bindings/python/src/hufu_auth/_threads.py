"""How `Client` waits: in the thread that asks, without the GIL; under gevent as a greenlet."""

from __future__ import annotations

import threading
import weakref
from typing import Any, Callable, Optional, TypeVar

from hufu_auth import _greenlets, _native
from hufu_auth._base import BaseClient
from hufu_auth._transport import Answered, Deadline, Headers

T = TypeVar("T")


class ThreadClient(BaseClient):
    """May be used from any thread; one of its own answers for what the application lent."""

    _server: Optional[_greenlets.RealThread] = None
    _green: Optional[_greenlets.Waiting] = None

    # -- What `_loop.LoopClient` has too, for coroutines. --

    def _outcome_of(self, operation: _native._Operation, given: dict[str, Any]) -> Any:
        """Raises `_native.Failed`, as all of these do."""
        if self._waits_as_greenlet():
            return self._end_of(*self._native.begin(operation, given))
        return self._native.call(operation, given)

    def _answer_to(
        self, method: str, url: str, headers: Headers, body: Optional[bytes], timeout_ms: float
    ) -> Answered:
        """By libcurl."""
        if self._waits_as_greenlet():
            begun = self._native.begin_fetch(method, url, headers, body, timeout_ms)
            answer: Answered = self._end_of(*begun)
            return answer
        return self._native.fetch(method, url, headers, body, timeout_ms)

    def _step_of(self, exchange: _native.Exchange, seconds: Optional[float]) -> Any:
        """The next step of an exchange, within these seconds."""
        if self._waits_as_greenlet():
            return self._end_of(exchange.begin_next(), seconds=seconds)
        return exchange.next(0 if seconds is None else seconds * 1000)

    def _in_time(self, send: Callable[[], T], deadline: Deadline) -> T:
        """A thread that waits cannot be ended: each of its steps looks at the time."""
        return send()

    def _end(self) -> None:
        if self._green is not None:
            _greenlets.in_real_thread(self._end_here)
        else:
            self._end_here()

    def _end_here(self) -> None:
        is_server = self._server is not None and self._server.is_here()  # it would wait for itself
        self._native.close(no_callbacks=is_server)
        if self._server is not None and not is_server:
            self._server.join()

    # -- Threads and greenlets. --

    def _waits_as_greenlet(self) -> bool:
        if self._green is None and _greenlets.are_used():
            self._green = _greenlets.Waiting()
            self._serve()
        return self._green is not None

    def _end_of(
        self, ticket: int, operation: Optional[int] = None, seconds: Optional[float] = None
    ) -> Any:
        """What comes of it, awaited as a greenlet does. Raises `_native.Failed`."""
        assert self._green is not None
        try:
            item = self._green.end_of(ticket, seconds)
        except BaseException:  # gevent.Timeout and GreenletExit are none of Exception's
            if operation is not None:
                self._native.cancel(operation)
            raise
        if item is None:
            _native.fail("timeout", "")
        if item[0] == "failed":
            raise _native.Failed(*item[2])
        return item[2]

    def _open(self) -> None:
        super()._open()
        self._server = self._green = None
        if self._is_asked or self._listeners:
            self._serve()

    def _at_exit(self) -> None:
        if self._close_once():
            self._end()

    def _serve(self) -> None:
        if self._server is not None:
            return
        if _greenlets.are_used():
            self._green = self._green or _greenlets.Waiting()
        else:
            _greenlets.check_threads()
        self._server = _greenlets.RealThread(_serve, (self._native, weakref.ref(self)))


def _serve(lent: tuple[_native.Client, weakref.ref[ThreadClient]]) -> None:
    """Answers what the client asks of Python; holds no client, so that it can go."""
    native, client = lent
    try:
        while (items := native.take()) is not None:
            for item in items:
                _handle(native, client(), item)
    except _native.Failed:
        pass  # the program is ending


def _handle(native: _native.Client, client: Optional[ThreadClient], item: tuple[Any, ...]) -> None:
    kind = item[0]
    if client is None:
        if kind not in ("event", "given_up"):
            native.refuse(item[1], "host_fault", "the client is gone")
    elif kind == "given_up":
        pass  # a thread cannot be called back; its answer will find nobody
    elif client._green is not None:
        _handle_green(client, client._green, item)
    elif kind == "event":
        client._tell(item)
    elif kind in ("credential", "present", "http", "upload"):
        # These may take as long as a person does, or a network.
        threading.Thread(
            target=_answer, args=(client, item), name=f"hufu-{kind}", daemon=True
        ).start()
    else:
        _answer(client, item)


def _handle_green(client: ThreadClient, green: _greenlets.Waiting, item: tuple[Any, ...]) -> None:
    if item[0] in ("done", "failed"):
        green.bring(item[1], item)
    elif item[0] == "event":
        green.tell(client._tell, item)
    else:
        green.spawn(_answer, client, item)


def _answer(client: ThreadClient, item: tuple[Any, ...]) -> None:
    try:
        client._give(item, client._question(item))
    except _native.Failed:
        raise
    except BaseException as error:
        client._refuse(item, error)
