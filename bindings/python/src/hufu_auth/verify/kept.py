"""What was found out, kept by a name; of a token by its digest: the token itself is kept nowhere."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable
from typing import Callable, Generic, Optional, TypeVar

_MOST_KEPT = 10_000
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """The oldest go first. Thread-safe without a lock, which a fork could leave taken in the child."""

    def __init__(self) -> None:
        self._values: dict[K, V] = {}

    def __len__(self) -> int:
        return len(self._values)

    def found(self, name: K) -> Optional[V]:
        return self._values.get(name)

    def keep(self, name: K, value: V) -> None:
        self._values[name] = value
        while len(self._values) > _MOST_KEPT:
            try:
                del self._values[next(iter(self._values))]
            except (KeyError, RuntimeError):
                pass  # another thread was quicker

    def drop(self, name: K) -> None:
        self._values.pop(name, None)

    def drop_all(self, is_over: Callable[[V], bool]) -> None:
        """All that this is true of."""
        for name, value in self._values.copy().items():
            if is_over(value):
                self.drop(name)


def digest_of(token: str) -> bytes:
    """SHA-256."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
