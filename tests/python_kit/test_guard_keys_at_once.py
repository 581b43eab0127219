"""How keys are asked for once for everybody: threads, tasks, forks, and answers that take their time."""

import asyncio
import os
import threading
from types import SimpleNamespace

import pytest
from hufu_auth.verify import AsyncGuard, Guard, Refused, keys

from issuers import PLACE, UNKNOWN, World, refusal_of, until_all_have_landed
from together import together


@pytest.fixture
def world():
    return World()


def test_keys_are_asked_for_once_for_all_threads(world):
    """G3"""
    requests = iter([world.request("first", jti=f"{number}") for number in range(32)])
    people = together(32, lambda: world.guard.authenticate(next(requests)).id)
    assert people == ["p1"] * 32
    assert len(world.fetch.asked) == 1


def test_keys_are_asked_for_once_for_all_tasks_of_a_loop_which_goes_on_meanwhile():
    """G3"""
    world = World(AsyncGuard)
    answer, goes_on = world.fetch, world.hold()

    async def main():
        requests = [world.request("first", jti=f"{number}") for number in range(32)]
        tasks = [asyncio.create_task(world.guard.authenticate(each)) for each in requests]
        await asyncio.sleep(0)
        tasks[0].cancel()  # somebody hangs up: the others have their keys all the same
        await asyncio.sleep(0)
        goes_on.set()
        return await asyncio.gather(*tasks, return_exceptions=True)

    gone, *people = asyncio.run(main())
    assert isinstance(gone, asyncio.CancelledError)
    assert [person.id for person in people] == ["p1"] * 31
    assert len(answer.asked) == 1


def test_a_loop_that_is_closed_while_keys_are_asked_for_leaves_nothing_behind(caplog):
    world = World(AsyncGuard)
    answer, goes_on = world.fetch, world.hold()

    async def main():
        asyncio.get_running_loop().create_task(world.guard.authenticate(world.request("first")))
        await asyncio.sleep(0)

    asyncio.run(main())
    goes_on.set()
    until_all_have_landed()
    assert asyncio.run(world.guard.authenticate(world.request("first"))).id == "p1"
    assert (len(answer.asked), caplog.text) == (1, "")


def test_a_child_that_was_forked_while_keys_were_asked_for_asks_itself(world):
    """G3: the thread that its parent waits for is not in it."""
    is_asked, may_answer = threading.Event(), threading.Event()
    answer = world.fetch

    def fetch(url):
        is_asked.set()
        assert may_answer.wait(10)
        return answer(url)

    world.fetch = fetch
    request = world.request("first")
    waiting = threading.Thread(target=world.guard.authenticate, args=[request])
    waiting.start()
    assert is_asked.wait(10)
    child = os.fork()
    if child == 0:
        world.fetch = answer
        os._exit(0 if world.guard.authenticate(request).id == "p1" else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    may_answer.set()
    waiting.join(10)
    assert not waiting.is_alive()


def test_all_threads_of_a_forked_child_have_one_lock(world):
    """G3: its first thread made a lock while its second took that of the parent, which nobody opens."""
    [one] = world.guard._verifier._keys.values()
    one._lock.acquire()
    child = os.fork()
    if child == 0:
        is_open = one._lock.acquire(timeout=0)
        os._exit(0 if is_open and one._threads == 0 and one._flight is None else 1)
    one._lock.release()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_fetch_that_hangs_takes_two_threads_and_no_more(world):
    may_answer = threading.Event()
    answer, begun = world.fetch, []

    def hangs(url):
        begun.append(url)
        assert may_answer.wait(10)
        return answer(url)

    world.lets_in(world.request("first"))
    world.fetch = hangs
    world.advance(5 * 60)
    for _ in range(6):
        world.lets_in(world.request("first"))
        world.advance(10)
    may_answer.set()
    until_all_have_landed()
    assert (len(begun), len(answer.asked)) == (2, 3)
    world.fetch = answer
    world.advance(5 * 60)
    world.lets_in(world.request("first"))
    until_all_have_landed()
    assert len(answer.asked) == 4


def test_a_fetch_that_ends_its_thread_is_an_outage(world):
    def fetch(url):
        raise SystemExit

    world.fetch = fetch
    refused = refusal_of(world.guard, world.request("first"))
    assert (refused.status, type(refused.__cause__)) == (503, SystemExit)


def test_a_renewal_that_hangs_is_given_up_and_its_late_answer_changes_nothing(world):
    """G3"""
    may_answer = threading.Event()
    world.lets_in(world.request("first"))
    old = SimpleNamespace(**vars(world.fetch(PLACE)))
    answer = world.fetch

    def hangs(url):
        assert may_answer.wait(10)
        return old

    world.fetch = hangs
    world.advance(5 * 60)
    world.lets_in(world.request("first"))  # serves on
    world.fetch = answer
    world.publish("second")
    world.advance(10)
    world.lets_in(world.request("second"))
    may_answer.set()
    until_all_have_landed()
    assert world.refuses(world.request("first")) == UNKNOWN
    world.lets_in(world.request("second"))


def test_who_waited_for_an_answer_that_came_too_late_is_not_told_that_there_is_no_such_key(world):
    """G9"""
    world.lets_in(world.request("first"))
    world.advance(10)
    old, told = world.fetch(PLACE), {}
    world.publish("first", "second")
    new, request = world.fetch(PLACE), world.request("second")

    def waits(name, answer):
        """Asks in a thread; gives how to let the keys come."""
        is_asked, may_answer = threading.Event(), threading.Event()

        def fetch(url):
            is_asked.set()
            assert may_answer.wait(10)
            return answer

        def ask():
            try:
                told[name] = world.guard.authenticate(request).id
            except Refused as refused:
                told[name] = refused.reason

        world.fetch = fetch
        thread = threading.Thread(target=ask)
        thread.start()
        assert is_asked.wait(10)

        def go_on():
            may_answer.set()
            thread.join(10)

        return go_on

    first_goes_on = waits("first", old)
    world.advance(10)
    second_goes_on = waits("second", new)
    first_goes_on()
    second_goes_on()
    assert told == {"first": "keys_unavailable", "second": "p1"}


@pytest.mark.parametrize("kind", [Guard, AsyncGuard])
def test_a_slow_key_server_keeps_nobody_who_has_a_key_and_others_not_for_long(kind, monkeypatch):
    """G3"""
    monkeypatch.setattr(keys, "TIMEOUT_S", 0.05)
    world = World(kind)
    answer, may_answer = world.fetch, world.hold()
    assert world.refuses(world.request("first")) == (503, "keys_unavailable", "10")
    may_answer.set()
    until_all_have_landed()
    world.lets_in(world.request("first"))
    may_answer.clear()
    world.advance(5 * 60)
    monkeypatch.setattr(keys, "TIMEOUT_S", 10)
    world.lets_in(world.request("first"))  # at once, or this would be a timeout
    assert len(answer.asked) == 1
    may_answer.set()


def test_where_no_thread_can_be_started_nobody_can_tell(world, monkeypatch):
    def start(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)
    assert world.refuses(world.request("first"))[0] == 503
    monkeypatch.undo()
    world.advance(10)
    world.lets_in(world.request("first"))
