"""Who asks, proved."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Callable, Optional

from hufu_auth._given import Platform
from hufu_auth.verify.judge import LEEWAY_S
from hufu_auth.verify.verifier import Verdict


class _Named:
    """What a token says of whom it names.

    It is in a closure: who prints or sends an object by its fields (loggers, `asdict`, frameworks)
    finds neither claims nor the issuer's secret there.
    """

    __slots__ = ("_verdict",)
    _verdict: Callable[[], Verdict]

    def __init__(self, verdict: Verdict) -> None:
        self._verdict = lambda: verdict

    @property
    def issuer(self) -> str:
        """Who says so: the claim `iss`, or the issuer's kind where it has none."""
        return self._verdict().issuer.title

    @property
    def subject(self) -> str:
        """The person's id at that issuer."""
        return self._verdict().subject

    @property
    def claims(self) -> Mapping[str, Any]:
        """All claims of the token: a copy, for what is kept of the token is for many requests."""
        claims: dict[str, Any] = json.loads(json.dumps(self._verdict().claims))
        return claims

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.subject!r} of {self.issuer!r}>"


class Identity(_Named):
    """Whom an issuer names, for `resolve`: `issuer`, `subject`, `claims`."""

    __slots__ = ()


@dataclass(frozen=True)
class Resolved:
    """Who that is here: an id, and those that were absorbed into it."""

    id: str
    ids: Sequence[str] = ()


class Person(_Named):
    """A person whose token is good. What is printed of it are its ids, never the claims. It is no
    JSON: an answer names what it tells, `{"id": person.id}`.
    """

    __slots__ = ("_ids", "_now_s", "_platform")

    def __init__(
        self,
        ids: tuple[str, ...],
        platform: Optional[Platform],
        verdict: Verdict,
        now_s: Callable[[], float],
    ) -> None:
        super().__init__(verdict)
        self._ids = ids
        self._platform: Optional[Platform] = platform
        self._now_s = now_s

    @property
    def id(self) -> str:
        """What `resolve` gives: one for both halves of a person. Without it the subject, and each
        half has its own. Store this as the owner of what is theirs.
        """
        return self._ids[0]

    @property
    def ids(self) -> tuple[str, ...]:
        """The `id`, then those that were absorbed into it, as `resolve` or a token of the unified
        backend says: look things up by `owner = ANY(ids)`.
        """
        return self._ids

    @property
    def platform(self) -> Optional[Platform]:
        """Where the person is; None where nobody said."""
        return self._platform

    @property
    def session_id(self) -> str:
        """Which sign-in; empty where the token does not say."""
        verdict = self._verdict()
        session = verdict.claims.get(verdict.issuer.session)
        return session if isinstance(session, str) else ""

    @property
    def is_anonymous(self) -> bool:
        """Whether the person has told nothing of themselves yet (GoTrue's anonymous sign-in)."""
        return self._verdict().claims.get("is_anonymous") is True

    def is_fresh(self, seconds: float) -> bool:
        """Whether the person has proved who they are within so many seconds. Not so where the token
        does not say.
        """
        verdict = self._verdict()
        proved_s = verdict.issuer.proved_at(verdict.claims)
        return proved_s is not None and -LEEWAY_S <= self._now_s() - proved_s <= seconds

    def __repr__(self) -> str:
        return f"<Person {self.id!r}: {self.subject!r} of {self.issuer!r}>"
