"""What a unified backend tells by itself, signed as Standard Webhooks has it (standardwebhooks.com,
version 1); Clerk's svix does the same.

Not by PyPI's `standardwebhooks`: it takes one secret, has a clock of its own, knows neither svix's
headers nor what came before, and raises whatever it meets in a signature that is none. What it would
save is one line, `hmac.digest`.
"""

from __future__ import annotations

import base64
import hmac
import inspect
import json
import math
import re
import time
from collections.abc import AsyncIterable, Awaitable, Iterable, Sequence
from typing import Any, Callable, ClassVar, NamedTuple, Optional, Protocol, Union

from hufu_auth.verify.fetch import MOST_BYTES
from hufu_auth.verify.guard import AsyncGuard, Guard
from hufu_auth.verify.shared import Shared, Unanswered
from hufu_auth.verify.steps import Question, Steps, run, run_waiting
from hufu_auth.verify.token import Members

_TOLERANCE_S = 5 * 60
_LEAST_SECRET_BYTES = 24
_TIME = re.compile(r"\d{1,12}", re.ASCII)

Read = Callable[[int], bytes]
"""Reads at most so many bytes, none at the end: `request.stream.read` of Flask, `request.read` of
Django.
"""


class Headers(Protocol):
    """Those of a request of any framework; a dict will do."""

    def items(self) -> Iterable[tuple[str, str]]: ...


class Event(NamedTuple):
    """What was told.

    Attributes:
        id: The same when it is told again.
        type: `person.merged`, whose data are `into` and `from`, or `person.deleted`, with `id` and
            `ids`.
        data: What it is about.
    """

    id: str
    type: str
    data: Members


Act = Callable[[Event], Union[object, Awaitable[object]]]


class _Envelope(NamedTuple):
    """What the headers say of a body that nobody has read yet."""

    id: str
    at: str
    proofs: Sequence[bytes]


class _Webhook:
    """A route for what the unified backend tells. Make one and keep it: it knows what it was told.

    Args:
        secret: `whsec_…`; while it is changed, both.
        act: What to do about an event. What it raises goes on to whoever called the route, and the
            backend tells it again. An event may be told twice to two processes, or after a restart:
            act so that this does no harm. Only an `AsyncWebhook` takes an `async` one; others it
            calls in threads.
        guard: It forgets what it was told of people who were merged or deleted.
        now_s: What time it is, as `time.time`; for tests.
    """

    _waits: ClassVar[bool]

    def __init__(
        self,
        secret: Union[str, Sequence[str]],
        act: Optional[Act] = None,
        *,
        guard: Union[Guard, AsyncGuard, None] = None,
        now_s: Callable[[], float] = time.time,
    ) -> None:
        secrets = [_secret_of(each) for each in ([secret] if isinstance(secret, str) else secret)]
        if not secrets:
            raise ValueError("Without a secret anybody could tell anything.")
        if inspect.iscoroutinefunction(act) and not self._waits:
            raise ValueError("A Webhook waits for no coroutine: give this act to an AsyncWebhook.")
        self._proofs_of = _signer(secrets)
        self._act = act
        self._guard = guard
        self._now_s = now_s
        self._deeds: Shared[str, None] = Shared(math.inf, time.monotonic)

    def _envelope(self, headers: Headers) -> Optional[_Envelope]:
        """None where no body would make it good."""
        lines = {name.lower(): line for name, line in headers.items()}
        known, at, signatures = (
            lines.get(f"webhook-{part}") or lines.get(f"svix-{part}") or ""
            for part in ("id", "timestamp", "signature")
        )
        is_named = known != "" and known.isascii()
        if not (is_named and _TIME.fullmatch(at) and self._is_now(int(at))):
            return None
        proofs = _proofs_in(signatures)
        return _Envelope(known, at, proofs) if proofs else None

    def _is_now(self, at_s: int) -> bool:
        return abs(self._now_s() - at_s) <= _TOLERANCE_S

    def _opened(self, envelope: _Envelope, body: bytes) -> Steps[int]:
        if len(body) > MOST_BYTES:
            return 413
        if not self._is_signed(envelope, body):
            return 401
        event = _event_in(envelope.id, body)
        if event is None:
            return 400
        try:
            yield from self._deeds.told(event.id, lambda: self._done(event))
        except Unanswered:
            return 503
        return 204

    def _is_signed(self, envelope: _Envelope, body: bytes) -> bool:
        signed = f"{envelope.id}.{envelope.at}.".encode() + body
        ours = self._proofs_of(signed)
        return any(hmac.compare_digest(one, given) for one in ours for given in envelope.proofs)

    def _done(self, event: Event) -> Steps[None]:
        if self._guard:
            for each in _ids_in(event):
                self._guard.forget(each)
        if self._act:
            done = yield Question(self._act, event)
            if inspect.iscoroutine(done):
                done.close()
                raise TypeError("A Webhook waits for no coroutine.")


class Webhook(_Webhook):
    __doc__ = _Webhook.__doc__
    _waits = False

    def take(self, headers: Headers, read: Read) -> int:
        """Does what was told, once. Gives the status of the answer, whose body is empty."""
        envelope = self._envelope(headers)
        return run(self._opened(envelope, _all_of(read))) if envelope else 401


class AsyncWebhook(_Webhook):
    __doc__ = _Webhook.__doc__
    _waits = True

    async def take(self, headers: Headers, body: Union[AsyncIterable[bytes], Read]) -> int:
        """Does what was told, once. Gives the status of the answer, whose body is empty. `body` is
        `request.stream()` of Starlette and FastAPI, or what reads it.
        """
        envelope = self._envelope(headers)
        if envelope is None:
            return 401
        whole = _all_of(body) if callable(body) else await _all_from(body)
        return await run_waiting(self._opened(envelope, whole))


def _all_of(read: Read) -> bytes:
    """One byte more, where it is too long."""
    body = bytearray()
    while len(body) <= MOST_BYTES and (part := read(MOST_BYTES + 1 - len(body))):
        body += part
    return bytes(body)


async def _all_from(stream: AsyncIterable[bytes]) -> bytes:
    body = bytearray()
    async for part in stream:
        body += part
        if len(body) > MOST_BYTES:
            break
    return bytes(body)


def _signer(secrets: Sequence[bytes]) -> Callable[[bytes], list[bytes]]:
    """In a closure: who prints a webhook by its fields finds no secret."""
    return lambda signed: [hmac.digest(each, signed, "sha256") for each in secrets]


def _proofs_in(line: str) -> list[bytes]:
    versions = (each.partition(",") for each in line.split(" "))
    return [proof for name, _, text in versions if name == "v1" and (proof := _bytes_of(text))]


def _event_in(known: str, body: bytes) -> Optional[Event]:
    """None: it is signed, and no event."""
    event: Any = None
    try:
        event = json.loads(body.decode())
    except (ValueError, RecursionError):
        pass
    if not isinstance(event, dict):
        return None
    kind, data = event.get("type"), event.get("data")
    return Event(known, kind, data) if isinstance(kind, str) and isinstance(data, dict) else None


def _ids_in(event: Event) -> list[str]:
    """Of whom something else is true now."""
    told = event.data
    if event.type == "person.merged":
        return [str(told.get(name)) for name in ("into", "from")]
    if event.type != "person.deleted":
        return []
    ids = told.get("ids")
    return [str(each) for each in (told.get("id"), *(ids if isinstance(ids, list) else []))]


def _secret_of(text: str) -> bytes:
    secret = _bytes_of(text.removeprefix("whsec_"))
    if secret is None or len(secret) < _LEAST_SECRET_BYTES:
        raise ValueError(
            f"A webhook's secret is whsec_ and {_LEAST_SECRET_BYTES} bytes or more in base64."
        )
    return secret


def _bytes_of(text: str) -> Optional[bytes]:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except ValueError:
        return None
