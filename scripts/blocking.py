#!/usr/bin/env python3
"""Writes the blocking Python client from the asyncio one, which is the one that people write.

`blocking.py RUFF` rewrites it; `blocking.py --check RUFF` names the files that are out of date and
exits with 1. RUFF orders the imports and breaks the lines. How each of the two waits differs in
kind and is written by hand: `_loop.py` and `_threads.py`, whose methods have the same names.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "bindings" / "python" / "src" / "hufu_auth"

WRITTEN = {
    "aio.py": "client.py",
    "_operations_async.py": "_operations.py",
    "_exchange_async.py": "_exchange.py",
}

# What a thread has instead.
WORDS = (
    (r"\basync (def|with|for)\b", r"\1"),
    (r"\bawait ", ""),
    (r"\b__a(enter|exit|iter|next)__\b", r"__\1__"),
    (r"\bStopAsyncIteration\b", "StopIteration"),
    (r"\baclose\b", "close"),
    (r"\bLoopClient\b", "ThreadClient"),
    (r"\b_loop\b", "_threads"),
    (r"\b(_operations|_exchange)_async\b", r"\1"),
    (r"\bUnion\[Store, AsyncStore\]", "Store"),
    (r"\bimport AsyncStore, Store\b", "import Store"),
    (r"\bUnion\[Given, Awaitable\[Given\]\]", "Given"),
    (r"\bimport Awaitable, Sequence\b", "import Sequence"),
    (r"\bAsync([A-Z])", r"\1"),
)

# What each says of itself, before the words change.
SENTENCES = (
    ("The asyncio client", "The blocking client"),
    ("for programs with an event loop.", "for programs that wait."),
    (
        """\
    Belongs to the loop that uses it, until that one is closed or rests. Cancelling a task cancels
    its operation, and leaves what others wait for. Close it with `aclose`, or use it in an
    `async with` statement.
""",
        """\
    May be used from any thread; after `os.fork` it goes on in the child, as a client of its own.
    Close it, or use it in a `with` statement.
""",
    ),
    (" May be `async`.", ""),
    (
        """\
    >>> async def main() -> None:
    ...     async with AsyncClient("https://api.example.com") as client:
    ...         print((await client.session()).state)
    >>> asyncio.run(main())
    signed_out
""",
        """\
    >>> with Client("https://api.example.com") as client:
    ...     client.state
    'signed_out'
""",
    ),
    ("    >>> import asyncio\n", ""),
)


def blocking(text: str, origin: str) -> str:
    """The same for a thread."""
    for sentence, instead in SENTENCES:
        text = text.replace(sentence, instead)
    for word, instead in WORDS:
        text = re.sub(word, instead, text)
    about, rest = text.split("\n\n", 1)
    return f"{about}\n\n# Written by scripts/blocking.py from {origin}: change that one.\n{rest}"


def formatted(text: str, ruff: str, file: Path) -> str:
    """As ./dev check wants it."""
    config = ["--config", str(PACKAGE.parent.parent / "ruff.toml"), "--stdin-filename", str(file)]
    for command in (["check", "--quiet", "--fix-only", "--select", "I"], ["format", "--quiet"]):
        text = subprocess.run(
            [ruff, *command, *config, "-"],
            input=text,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout
    return text


def unused(texts: list[str]) -> list[str]:
    """Sentences that nobody says any more."""
    return [old for old, _ in SENTENCES if not any(old in text for text in texts)]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument(
        "--check", action="store_true", help="compare only; exit 1 on differences"
    )
    arguments.add_argument("ruff", help="the formatter")
    options = arguments.parse_args()

    origins = {name: (PACKAGE / name).read_text(encoding="utf-8") for name in WRITTEN}
    for sentence in unused(list(origins.values())):
        sys.exit(f"scripts/blocking.py: nobody says {sentence.strip().splitlines()[0]!r} any more.")
    stale = False
    for name, text in origins.items():
        file = PACKAGE / WRITTEN[name]
        fresh = formatted(blocking(text, name), options.ruff, file)
        if file.exists() and file.read_text(encoding="utf-8") == fresh:
            continue
        stale = True
        if not options.check:
            file.write_text(fresh, encoding="utf-8")
        print(
            f"{file.name}: {'out of date; ./dev fix writes it anew' if options.check else 'written'}"
        )
    return 1 if stale and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
