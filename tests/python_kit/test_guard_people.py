"""Who somebody is here: how old what `resolve` has told may be, and who asks it."""

import asyncio
import os
import threading

import pytest
from hufu_auth.verify import (
    AsyncGuard,
    Guard,
    Resolved,
    kept,
    mini_login,
    shared,
    unified,
)

from issuers import SECRET, refusal_of, settled, signed
from together import together

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
        return answer


def begun(world: World, slow: Slow) -> tuple[threading.Thread, list]:
    """Somebody who asks, and waits; and where what they are told will be."""
    told: list = []
    thread = threading.Thread(target=lambda: told.append(world.who(8)))
    thread.start()
    assert slow.is_asked.wait(10)
    return thread, told


@KINDS
def test_an_answer_is_kept_for_a_minute(kind):
    """G12"""
    world = World(kind)
    assert [world.who(8), world.who(8), world.who(9)] == ["p8", "p8", "p9"]
    assert world.person(9).ids == ("p9", "old")
    world.people["8"] = "p7"
    world.uptime_s = 59.999
    assert world.who(8) == "p8"
    assert world.asked == ["mini_login 8", "mini_login 9"]
    world.uptime_s = 60
    assert world.who(8) == "p7"


@KINDS
@pytest.mark.parametrize("stale_for, times", [(0, 3), (1, 2), (60, 1)])
def test_stale_for_says_for_how_long_with_0_it_is_asked_each_time(kind, stale_for, times):
    """G12"""
    world = World(kind, stale_for=stale_for)
    world.who(8)
    world.who(8)
    world.uptime_s = 1
    world.who(8)
    assert len(world.asked) == times


@pytest.mark.parametrize("stale_for", [-1, float("nan"), float("inf")])
def test_a_guard_whose_answers_would_never_grow_old_does_not_start(stale_for):
    """G12"""
    with pytest.raises(ValueError, match="stale_for"):
        World(stale_for=stale_for)


@KINDS
def test_forget_ends_an_answer_at_once(kind):
    """G12"""
    world = World(kind)
    assert [world.who(8), world.who(9)] == ["p8", "p9"]
    world.people = {"8": "p7", "9": "p6"}
    world.guard.forget("mini_login", "8")
    assert [world.who(8), world.who(9)] == ["p7", "p9"]
    kind([mini_login(secret=SECRET)]).forget("mini_login", "8")  # there is nothing to forget


@KINDS
@pytest.mark.parametrize("what", [("mini_login", "8"), ("p8",)])
def test_forget_ends_an_answer_that_is_under_way(kind, what):
    """G12: who asks after it is not told what was so before."""
    slow = Slow()
    world = World(kind, slow)
    early, told = begun(world, slow)
    world.guard.forget(*what)
    slow.answer = "of after"
    slow.is_asked.clear()
    late, told_late = begun(world, slow)
    slow.may_tell.set()
    early.join(10)
    late.join(10)
    assert (told, told_late, world.who(8)) == (["of before"], ["of after"], "of after")
    assert len(world.asked) == 2


@KINDS
def test_forget_ends_what_was_told_of_a_person_by_any_of_their_ids(kind):
    """G12"""
    world = World(kind)

    def asked_after(known):
        world.guard.forget(known)
        world.who(8)
        world.who(9)
        asked, world.asked = world.asked, []
        return asked

    asked_after("nobody")
    assert asked_after("p8") == ["mini_login 8"]
    assert asked_after("p9") == ["mini_login 9"]
    assert asked_after("old") == ["mini_login 9"]
    assert asked_after("nobody") == []


def test_of_a_person_of_ours_resolve_is_not_asked():
    """The subject is the id, and the only one."""
    world = World()
    claims = {"sub": "p9", "platform": "web", "iss": "urn:hufu:mock-server", "aud": "urn:hufu:api"}
    person = world.guard.verify(signed(claims, typ="at+jwt"))
    assert (person.id, person.ids, world.asked) == ("p9", ("p9",), [])


@KINDS
def test_neither_nobody_nor_an_outage_is_kept(kind):
    """G12"""
    world = World(kind)
    assert world.why_not(10) == (403, "unknown_person", None)
    world.people["10"] = "p10"
    assert world.who(10) == "p10"
    is_away = True

    def shaky(identity):
        if is_away:
            raise OSError("away")
        return "p8"

    world = World(kind, shaky)
    assert world.why_not(8) == (503, "backend_unavailable", "1")
    is_away = False
    assert world.who(8) == "p8"


@KINDS
def test_all_threads_that_ask_at_once_are_one_question(kind):
    """G12: with an event loop in each of them, too."""
    everybody_asks = threading.Event()
    world = World(kind, lambda identity: everybody_asks.wait(10) and "p8")

    world.when_looked = lambda: len(world.looks) == 16 and everybody_asks.set()
    assert together(16, lambda: world.who(8)) == ["p8"] * 16
    assert world.asked == ["mini_login 8"]


def asking_at_once(world: World, tasks: int):
    """What each of so many tasks of one event loop gets, or the exception that it meets."""

    async def main():
        token = signed({"id": 8})
        asking = (world.guard.verify(token) for _ in range(tasks))
        return await asyncio.wait_for(asyncio.gather(*asking, return_exceptions=True), 10)

    return asyncio.run(main())


def test_all_tasks_that_ask_at_once_are_one_question():
    """G12"""

    async def when_everybody_asks(identity):
        while len(world.looks) < 32:
            await asyncio.sleep(0)
        return "p8"

    world = World(AsyncGuard, when_everybody_asks)
    assert [person.id for person in asking_at_once(world, 32)] == ["p8"] * 32
    assert world.asked == ["mini_login 8"]


def test_all_who_ask_at_once_share_a_failure_too():
    """G12: each may print it, and none finds what the others have added."""

    async def fails(identity):
        while len(world.looks) < 8:
            await asyncio.sleep(0)
        raise OSError("away")

    world = World(AsyncGuard, fails)
    refused = asking_at_once(world, 8)
    assert [each.status for each in refused] == [503] * 8
    assert [str(each.__cause__) for each in refused] == ["away"] * 8
    assert world.asked == ["mini_login 8"]


def test_who_asked_may_be_called_off_and_somebody_else_asks():
    """G12: a client that hangs up takes nothing from the others."""
    told: list = []

    async def main():
        is_asked = asyncio.Event()

        async def resolve(identity):
            is_asked.set()
            if len(world.asked) == 1:
                await asyncio.Event().wait()
            return "p8"

        world = World(AsyncGuard, resolve)
        first, *others = (
            asyncio.create_task(world.guard.verify(signed({"id": 8}))) for _ in range(4)
        )
        await is_asked.wait()
        while len(world.looks) < 4:
            await asyncio.sleep(0)
        first.cancel()
        told.extend(person.id for person in await asyncio.wait_for(asyncio.gather(*others), 10))
        assert first.cancelled()
        return world.asked

    assert asyncio.run(main()) == ["mini_login 8"] * 2
    assert told == ["p8"] * 3


def test_who_waits_for_another_too_long_gives_up_and_the_next_one_asks(monkeypatch):
    """G12"""
    monkeypatch.setattr(shared, "_PATIENCE_S", 0.01)
    slow = Slow()
    world = World(Guard, slow)
    first, told = begun(world, slow)
    assert world.why_not(8) == (503, "backend_unavailable", "1")
    slow.may_tell.set()
    slow.answer = "of after"
    assert world.who(8) == "of after"
    first.join(10)
    assert (told, world.who(8)) == (["of before"], "of after")


def test_what_was_asked_longer_ago_than_an_answer_may_be_old_nobody_waits_for():
    """G12"""
    slow = Slow()
    world = World(Guard, slow, stale_for=1)
    first, told = begun(world, slow)
    world.uptime_s = 1
    slow.may_tell.set()
    slow.answer = "of after"
    assert world.who(8) == "of after"
    first.join(10)
    assert (told, world.who(8)) == (["of before"], "of after")


def test_a_child_that_was_forked_while_somebody_was_asked_for_asks_itself():
    """G12: the thread that its parent waits for is not in it."""
    slow = Slow()
    world = World(Guard, slow)
    waiting, _ = begun(world, slow)
    child = os.fork()
    if child == 0:
        slow.may_tell.set()
        os._exit(0 if world.who(8) == "of before" else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    slow.may_tell.set()
    waiting.join(10)
    assert not waiting.is_alive()


def test_not_more_are_kept_than_there_is_room_for(monkeypatch):
    """G12: the oldest go first."""
    monkeypatch.setattr(kept, "_MOST_KEPT", 2)
    world = World(resolve=lambda identity: f"p{identity.subject}")
    for number in (1, 2, 3, 2, 3, 1):
        assert world.who(number) == f"p{number}"
    assert world.asked == [f"mini_login {number}" for number in (1, 2, 3, 1)]
