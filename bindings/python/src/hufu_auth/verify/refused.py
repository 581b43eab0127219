"""Why nobody was let in, and how to answer that."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

Reason = Literal[
    "no_token",
    "malformed_request",
    "malformed",
    "unknown_issuer",
    "unknown_key",
    "bad_signature",
    "expired",
    "wrong_claims",
    "wrong_platform",
    "no_platform",
    "other_site",
    "other_person",
    "unknown_person",
    "keys_unavailable",
    "backend_unavailable",
]


class _Answer(NamedTuple):
    status: Literal[400, 401, 403, 503]
    message: str
    error: str = ""  # none: the reason


_BAD_TOKEN = _Answer(401, "The token is not good here.", "invalid_token")
_OUTAGE = _Answer(503, "Nobody can tell who this is. Try again.", "unavailable")

# What is not here is a fault of the token.
_ANSWERS: dict[Reason, _Answer] = {
    "no_token": _Answer(401, "Nobody is signed in."),
    "malformed_request": _Answer(
        400, "One Authorization header with one token, please.", "invalid_request"
    ),
    "no_platform": _Answer(400, "X-Platform is missing or unknown.", "invalid_request"),
    "other_site": _Answer(403, "A page of another site has sent this."),
    "other_person": _Answer(403, "Authorization and cookie are of two people."),
    "unknown_person": _Answer(403, "Whoever signed in is not known here."),
    "keys_unavailable": _OUTAGE,
    "backend_unavailable": _OUTAGE,
}


class Refused(Exception):
    """Nobody is let in. It holds neither tokens nor secrets: it may be logged.

    Attributes:
        reason: What was wrong; for logs. The client needs none of it.
        status: 401 for the token's faults, 403 for what this person may not, 400 for the request's,
            503 for an outage.
        error: As the answer's body has it.
        detail: Which member of the token it was, which issuer; perhaps empty.
        retry_after_ms: Not before this many milliseconds; 0 where nothing is known.
    """

    def __init__(self, reason: Reason, detail: str = "", *, retry_after_ms: int = 0) -> None:
        super().__init__(reason, detail)
        answer = _ANSWERS.get(reason, _BAD_TOKEN)
        self.reason: Reason = reason
        self.status = answer.status
        self.message = answer.message
        self.error = answer.error or reason
        self.detail = detail
        self.retry_after_ms = retry_after_ms

    def __str__(self) -> str:
        return f"{self.message} ({': '.join(filter(None, [self.reason, self.detail]))})"

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the answer, `WWW-Authenticate` (RFC 6750) and `Retry-After` among them."""
        headers = {"Cache-Control": "no-store"}
        if self.status < 403:
            is_silent = self.reason == "no_token"
            headers["WWW-Authenticate"] = "Bearer" if is_silent else f'Bearer error="{self.error}"'
        if self.status == 503:
            headers["Retry-After"] = str(max(1, math.ceil(self.retry_after_ms / 1000)))
        return headers

    @property
    def body(self) -> dict[str, str]:
        """The body of the answer, to be sent as JSON."""
        return {"error": self.error, "message": self.message}
