"""A guard that asks who somebody is, and what it is told."""

import threading
from contextlib import suppress

import pytest
from hufu_auth.verify import AsyncGuard, Guard, Refused, Resolved, mini_login, unified

from issuers import SECRET, refusal_of, settled, signed

KINDS = pytest.mark.parametrize("kind", [Guard, AsyncGuard])


class World:
    """A guard, whom it has asked about, and what it is told from now on."""

    def __init__(self, kind=Guard, resolve=None, **options):
        self.people = {"8": "p8", "9": Resolved("p9", ["old"])}
        self.asked = []
        self.uptime_s = 0.0
        self.looks: list = []
        self.when_looked = lambda: None
        self._resolve = resolve or (lambda identity: self.people.get(identity.subject))
        issuers = [mini_login(secret=SECRET), unified("https://api.example.com", secret=SECRET)]
        self.guard = kind(issuers, resolve=self.resolve, uptime_s=self.uptime, **options)

    def resolve(self, identity):
        self.asked.append(f"{identity.issuer} {identity.subject}")
        return self._resolve(identity)

    def uptime(self) -> float:
        """Whoever asks looks at the clock first."""
        self.looks.append(self.uptime_s)
        self.when_looked()
        return self.uptime_s

    def person(self, number: int):
        return settled(self.guard.verify(signed({"id": number})))

    def who(self, number: int) -> str:
        return self.person(number).id

    def why_not(self, number: int) -> tuple:
        refused = refusal_of(self.guard, signed({"id": number}))
        return refused.status, refused.reason, refused.headers.get("Retry-After")


class Slow:
    """A `resolve` that tells when it is let."""

    def __init__(self, answer="of before"):
        self.answer = answer
        self.is_asked, self.may_tell = threading.Event(), threading.Event()

    def __call__(self, identity):
        answer = self.answer
        self.is_asked.set()
        assert self.may_tell.wait(10)
        if isinstance(answer, Exception):
            raise answer
        return answer


def begun(world: World, slow: Slow) -> tuple[threading.Thread, list]:
    """Somebody who asks, and waits; and where what they are told will be."""
    told: list = []

    def ask() -> None:
        with suppress(Refused):
            told.append(world.who(8))

    thread = threading.Thread(target=ask)
    thread.start()
    assert slow.is_asked.wait(10)
    return thread, told
