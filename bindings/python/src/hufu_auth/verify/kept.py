"""What was found out of a token, kept by its digest: the token itself is kept nowhere."""

from __future__ import annotations

import hashlib
from typing import Generic, Optional, TypeVar

_MOST_KEPT = 10_000
V = TypeVar("V")


class Kept(Generic[V]):
    """The oldest go first. Thread-safe without a lock, which a fork could leave taken in the child."""

    def __init__(self) -> None:
        self._verdicts: dict[bytes, V] = {}

    def __len__(self) -> int:
        return len(self._verdicts)

    def found(self, digest: bytes) -> Optional[V]:
        return self._verdicts.get(digest)

    def keep(self, digest: bytes, verdict: V) -> None:
        self._verdicts[digest] = verdict
        while len(self._verdicts) > _MOST_KEPT:
            try:
                del self._verdicts[next(iter(self._verdicts))]
            except (KeyError, RuntimeError):
                pass  # another thread was quicker


def digest_of(token: str) -> bytes:
    """SHA-256."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
