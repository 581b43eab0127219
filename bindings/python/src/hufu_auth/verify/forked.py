"""What begins anew in a child that was forked."""

from __future__ import annotations

import os
import weakref


class Forked:
    """In a child no thread of its parent's is there to land or to unlock."""

    def __init__(self) -> None:
        self._begin_alone()
        _everyones.add(self)

    def _begin_alone(self) -> None:
        raise NotImplementedError


_everyones: weakref.WeakSet[Forked] = weakref.WeakSet()


def _begin_alone_in_child() -> None:
    for each in list(_everyones):
        each._begin_alone()


# Before the child has a second thread, which could find a lock half made.
os.register_at_fork(after_in_child=_begin_alone_in_child)
