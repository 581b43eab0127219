"""Origins of pages, as browsers write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Union

_FORM = re.compile(r"[a-z][a-z\d+.-]*://([a-z\d._-]+|\[[\da-f:]+\])(:\d+)?", re.ASCII)


def checked_origins(given: Union[str, Iterable[str]]) -> tuple[str, ...]:
    """The origins. Raises `ValueError` for what is none: an empty text, which a forgotten variable
    gives, `null`, which any page can send, and what no page ever has, such as one with a path.
    """
    origins = (given,) if isinstance(given, str) else tuple(given)
    for origin in origins:
        if not _FORM.fullmatch(origin):
            raise ValueError(f"{origin!r} is no origin: https://www.example.com is one.")
    return origins
