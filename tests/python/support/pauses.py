"""How long an event loop was busy with one thing: what others on it had to wait."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Pauses:
    """The longest callback of any loop, in milliseconds."""

    longest_ms = 0.0


@contextmanager
def watch_pauses() -> Iterator[Pauses]:
    """Times every callback that a loop runs, for as long as the block lasts."""
    pauses, run = Pauses(), asyncio.Handle._run

    def timed(handle: asyncio.Handle) -> None:
        began = time.perf_counter()
        run(handle)
        pauses.longest_ms = max(pauses.longest_ms, (time.perf_counter() - began) * 1000)

    asyncio.Handle._run = timed
    try:
        yield pauses
    finally:
        asyncio.Handle._run = run
