"""All that can be said of the code of pages: executed, type-checked, compiled or parsed, by its language."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from blocks import cpp, data, python, shell, typescript
from projects import write_all

from pages import Page, is_chinese

# More than this and it is no exception any more.
MOST_UNCHECKED = 10


def by_blocks(pages: list[Page], built: Path) -> list[str]:
    """Of English pages: what is equal in Chinese is not executed twice. Two at a time, the longest first."""
    english = [page for page in pages if not is_chinese(page.name)]
    projects = write_all(english)
    blocks = [block for page in english for block in page.blocks if not block.because]
    work: list[Callable[[], list[str]]] = [
        partial(python.check, projects, built),
        partial(typescript.check, projects, built),
        partial(cpp.check, projects, built),
        partial(data.check, blocks, built),
        partial(shell.check, english, built),
    ]
    with ThreadPoolExecutor(2) as pool:
        return [said for done in pool.map(lambda each: each(), work) for said in done]


def unchecked(pages: list[Page]) -> list[str]:
    return [f"{block}: {block.because}" for page in pages for block in page.blocks if block.because]
