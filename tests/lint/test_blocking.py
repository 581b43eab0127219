"""The blocking Python client is the asyncio one without its waiting."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import blocking  # noqa: E402

ASYNC = '''"""About."""

class AsyncThing(LoopClient):
    """Calls `aclose`. May be `async`."""

    async def ends(self) -> None:
        async with self.open() as one:
            async for each in one:
                await each.aclose()
'''
BLOCKING = '''"""About."""

# Written by scripts/blocking.py from thing.py: change that one.
class Thing(ThreadClient):
    """Calls `close`."""

    def ends(self) -> None:
        with self.open() as one:
            for each in one:
                each.close()
'''


def test_what_a_thread_has_instead() -> None:
    assert blocking.blocking(ASYNC, "thing.py") == BLOCKING


def test_a_sentence_that_nobody_says_is_noticed() -> None:
    texts = [(blocking.PACKAGE / name).read_text() for name in blocking.WRITTEN]
    assert blocking.unused(texts) == []
    assert len(blocking.unused(["nothing"])) == len(blocking.SENTENCES)


def test_a_thread_awaits_nothing() -> None:
    for name in blocking.WRITTEN.values():
        text = (blocking.PACKAGE / name).read_text()
        assert "Written by scripts/blocking.py" in text
        assert "async" not in text.replace("_async.py", "")
        assert "await" not in text
