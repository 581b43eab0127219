"""All odd answers, for one column of the matrix."""

from __future__ import annotations

from collections.abc import Iterator

from case import Case
from dialects import Dialect
from grants import grants
from in_the_way import in_the_way
from profiles import profiles
from refusals import refusals


def answers(dialect: Dialect, call: str) -> Iterator[Case]:
    """All of them, for one column."""
    yield from profiles(dialect, call) if call == "signed" else grants(dialect, call)
    yield from in_the_way(dialect, call)
    yield from refusals(dialect, call)
