"""The answer to the application's own request."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


class Headers(Mapping[str, str]):
    """The headers of an answer, by name in any case; values of one name are joined.

    >>> headers = Headers([("Set-Cookie", "a=1"), ("set-cookie", "b=2")])
    >>> headers["SET-COOKIE"]
    'a=1, b=2'
    >>> headers.values_of("Set-Cookie")
    ['a=1', 'b=2']
    """

    __slots__ = ("pairs",)

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.pairs = pairs
        """As they came."""

    def values_of(self, name: str) -> list[str]:
        """Each value of that name."""
        wanted = name.lower()
        return [value for key, value in self.pairs if key.lower() == wanted]

    def __getitem__(self, name: str) -> str:
        values = self.values_of(name)
        if not values:
            raise KeyError(name)
        return ", ".join(values)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(key.lower() for key, _ in self.pairs))

    def __len__(self) -> int:
        return len({key.lower() for key, _ in self.pairs})


@dataclass(frozen=True)
class Response:
    """The answer to the application's own request.

    >>> answer = Response(200, Headers([("Content-Type", "application/json")]), b'{"id": 7}')
    >>> answer.ok, answer.json()["id"]
    (True, 7)
    """

    status: int
    headers: Headers = field(repr=False)
    content: bytes = field(repr=False)

    @property
    def ok(self) -> bool:
        """Whether the status is of the 200s."""
        return 200 <= self.status < 300

    @property
    def text(self) -> str:
        """The body by the charset of `Content-Type`, else UTF-8; what does not fit becomes U+FFFD."""
        kind = self.headers.get("Content-Type", "")
        _, _, charset = kind.lower().partition("charset=")
        try:
            return self.content.decode(charset.split(";")[0].strip(" \"'") or "utf-8", "replace")
        except LookupError:
            return self.content.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON. Raises `ValueError` where it is none."""
        return json.loads(self.content)
