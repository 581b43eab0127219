"""G12: who somebody is here is asked once for everybody who asks at once."""

import asyncio
import os
import threading
import traceback

import pytest
from hufu_auth.verify import AsyncGuard, Guard, shared

from issuers import signed
from people import KINDS, Slow, World, begun
from together import together


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
    assert len(traceback.extract_tb(refused[0].__traceback__)) < 16
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


def test_a_late_failure_takes_nothing_from_who_was_asked_for_since():
    """G12"""
    slow = Slow(OSError("away"))
    world = World(Guard, slow)
    first, _ = begun(world, slow)
    world.guard.forget("mini_login", "8")
    world._resolve = lambda identity: "of after"
    assert world.who(8) == "of after"
    slow.may_tell.set()
    first.join(10)
    assert (world.who(8), len(world.asked)) == ("of after", 2)


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
