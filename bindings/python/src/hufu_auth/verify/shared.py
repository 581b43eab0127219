"""What is asked for once for everybody who asks at once, and kept for a while."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from concurrent.futures import Future
from types import TracebackType
from typing import Callable, Generic, Optional, TypeVar

from hufu_auth.verify.forked import Forked
from hufu_auth.verify.kept import Kept
from hufu_auth.verify.steps import Landing, Steps

_PATIENCE_S = 10.0
"""Who has waited so long for what somebody else asked gives up, and the next one asks anew."""

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Unanswered(Exception):
    """Somebody else has asked this, and is told nothing."""


class _Answer(Generic[V]):
    """One that is here, or under way."""

    value: V
    fault: Optional[BaseException] = None
    trace: Optional[TracebackType] = None

    def __init__(self, until_s: float) -> None:
        self.until_s = until_s
        self.flight: Future[bool] = Future()
        self.flight.set_running_or_notify_cancel()  # of those who wait none may call it off


class Shared(Forked, Generic[K, V]):
    """Answers by their names, 10,000 at most, for all threads and event loops."""

    def __init__(self, kept_for_s: float, uptime_s: Callable[[], float]) -> None:
        self._kept_for_s = kept_for_s
        self._uptime_s = uptime_s
        super().__init__()

    def told(self, name: K, ask: Callable[[], Steps[V]]) -> Steps[V]:
        """The answer. Raises what `ask` raised, which is not kept, or `Unanswered`."""
        while True:
            answer, is_ours = self._taken(name)
            if is_ours:
                return (yield from self._asked(name, answer, ask()))
            if not answer.flight.done():
                yield Landing(answer.flight, _PATIENCE_S)
            if not answer.flight.done():
                self._drop(name, answer)
                raise Unanswered
            if answer.fault is None:
                return answer.value
            if isinstance(answer.fault, Exception):
                # Of many who raise it none adds to what the others print.
                raise answer.fault.with_traceback(answer.trace)
            # Whoever asked was called off: somebody else has to.

    def forget(self, name: K) -> None:
        """That answer counts no more, also if it is under way."""
        with self._lock:
            self._answers.drop(name)

    def forget_all(self, is_over: Callable[[V], bool]) -> None:
        """All answers that this is true of; it could be of those that are under way."""
        with self._lock:
            self._answers.drop_all(lambda each: not each.flight.done() or is_over(each.value))

    def _begin_alone(self) -> None:
        self._lock = threading.Lock()
        self._answers: Kept[K, _Answer[V]] = Kept()

    def _taken(self, name: K) -> tuple[_Answer[V], bool]:
        """An answer that is young enough, or one that the caller has to ask for."""
        now_s = self._uptime_s()
        with self._lock:
            known = self._answers.found(name)
            if known is not None and now_s < known.until_s:
                return known, False
            ours: _Answer[V] = _Answer(now_s + self._kept_for_s)
            self._answers.keep(name, ours)
            return ours, True

    def _asked(self, name: K, answer: _Answer[V], steps: Steps[V]) -> Steps[V]:
        try:
            answer.value = yield from steps
        except BaseException as fault:
            answer.fault, answer.trace = fault, fault.__traceback__
            self._drop(name, answer)
            raise
        finally:
            answer.flight.set_result(answer.fault is None)
        return answer.value

    def _drop(self, name: K, answer: _Answer[V]) -> None:
        with self._lock:
            if self._answers.found(name) is answer:
                self._answers.drop(name)
