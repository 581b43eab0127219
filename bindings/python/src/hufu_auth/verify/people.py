"""Who the people of foreign issuers are here: asked for, and kept for a while."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Iterable
from typing import Any, Callable, Optional, Union

from hufu_auth.verify.person import Identity, Resolved
from hufu_auth.verify.refused import Refused
from hufu_auth.verify.shared import Shared, Unanswered
from hufu_auth.verify.steps import Question, Steps

Answer = Union[str, Resolved, None]
Resolve = Callable[[Identity], Union[Answer, Awaitable[Answer]]]
Ids = tuple[str, ...]
"""A person's id, and those that were absorbed into it."""


class People:
    """Asks `resolve`, and keeps whom it told of."""

    def __init__(self, resolve: Resolve, stale_for_s: float, uptime_s: Callable[[], float]) -> None:
        if not 0 <= stale_for_s < math.inf:
            raise ValueError("stale_for is a number of seconds; 0: resolve is asked each time.")
        self._resolve = resolve
        self._known: Shared[tuple[str, str], Ids] = Shared(stale_for_s, uptime_s)

    def who(self, identity: Identity) -> Steps[Ids]:
        """Who that is. Raises `Refused` if it is nobody, or nobody can tell."""
        name = (identity.issuer, identity.subject)
        try:
            return (yield from self._known.told(name, lambda: self._ask(identity)))
        except Unanswered as error:
            raise Refused("backend_unavailable", "resolve does not answer") from error

    def forget(self, issuer_or_id: str, subject: Optional[str]) -> None:
        """What was told of this identity, or of this person, counts no more."""
        if subject is None:
            self._known.forget_all(lambda ids: issuer_or_id in ids)
        else:
            self._known.forget((issuer_or_id, subject))

    def _ask(self, identity: Identity) -> Steps[Ids]:
        try:
            answer: Answer = yield Question(self._resolve, identity)
        except Exception as error:
            raise Refused("backend_unavailable", "resolve raised") from error
        ids = _ids_of(answer)
        if not ids[0]:
            raise Refused("unknown_person")
        return ids


def _ids_of(answer: Answer) -> Ids:
    if isinstance(answer, Resolved):
        if isinstance(answer.ids, str) or not _are_texts((answer.id, *answer.ids)):
            raise TypeError("Resolved has a str for its id, and a list of them for its ids.")
        return tuple(dict.fromkeys((answer.id, *answer.ids)))
    if not isinstance(answer, (str, type(None))):
        raise TypeError(f"resolve gives a str, a Resolved or None, no {type(answer).__name__}.")
    return (answer or "",)


def _are_texts(ids: Iterable[Any]) -> bool:
    return all(isinstance(each, str) for each in ids)
