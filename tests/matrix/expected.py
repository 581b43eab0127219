"""What has to follow from an answer: by the kind of answer and the kind of call, never from what we do today.

Three rules stand behind every row:

1. The session ends only by a well-formed terminal answer of its server.
2. A usable token pair is always used.
3. The sentence and the action that a person gets are true.
"""

from __future__ import annotations

from dataclasses import dataclass, field

ANY: frozenset[str] = frozenset()
PASSING = frozenset({"retry"})
TELL = frozenset({"tell_user"})
PROGRAM = frozenset({"fix_program"})
# Not that the session is over, while it is not.
NOT_OVER = frozenset({"retry", "tell_user", "fix_program"})


@dataclass(frozen=True)
class Expected:
    """What the outcome of the last operation, and the session behind it, have to be."""

    works: bool | None = False
    """Whether the operation succeeds; None where both are right."""
    ends: bool = False
    """Whether the session is over: only a terminal answer may."""
    token: str = "first"
    """Which access token is held behind it: `first`, `second`, or `none`."""
    refresh: str = ""
    """Which refresh token is stored behind it; empty: as `token` says."""
    codes: frozenset[str] = ANY
    """The error's code is one of these; empty: any."""
    actions: frozenset[str] = ANY
    """The error's action is one of these; empty: any."""
    message: str = ""
    """What `server_message` has to be; empty: not looked at."""
    life_s: int = 0
    """How long the new token lives; 0: not looked at."""
    nickname: str | None = None
    """The person's name; None: not looked at."""
    state: frozenset[str] = field(default_factory=lambda: frozenset({"signed_in"}))
    """The state behind it, where the session has not ended."""
    why: str = ""
    """The reason, or the source, for whoever reads a failure."""


def one_of(*names: str) -> frozenset[str]:
    return frozenset(names)
