"""V3: a server is killed with -9 at a random moment of a rotation, a link or a merge. Nothing is half done, and the client goes on."""

import os
import random
import statistics
import threading
import time
from collections import Counter

import pytest
from backend import BackendGroup
from group import Group
from invariants import EVERYTHING_BROKEN
from places import OnPostgres, OnSqlite
from stories import Link, Merge, Rotation

FULL = bool(os.environ.get("HUFU_TEST_FULL"))
UNHARMED = 5  # attempts that show how long one takes


def kills(place: str) -> int:
    if FULL:
        return {"postgresql": 180, "sqlite": 60, "hufu-backend": 60}[place]
    return {"postgresql": 6, "sqlite": 4}[place]


@pytest.fixture(params=["postgresql", "sqlite", *(["hufu-backend"] if FULL else [])])
def place(request, program, contract, postgres, database, tmp_path):
    kind = BackendGroup if request.param == "hufu-backend" else Group
    group = kind(program, contract, postgres.url(database))
    if request.param == "sqlite":
        yield OnSqlite(group, tmp_path), kills("sqlite")
    else:
        yield OnPostgres(group, postgres, database), kills(request.param)
    group.stop()


def attempt(story, member, answers: list) -> None:
    try:
        answers.append(story.attempt(member))
    except OSError:
        answers.append(None)  # killed before it could answer
    except Exception:  # noqa: BLE001, http.client's own for an answer cut short
        answers.append(None)


def one_round(place, story_class, last, delay_s: float | None):
    """Answers the story, whether it had been done, and how long the attempt took. No delay: no kill."""
    victim = place.begin_victim()
    member = place.member(victim)
    story = story_class(place.people, last)
    # What the first request of a process fetches from elsewhere is not to be in the way.
    member.send("GET", "/api/user/profile", headers=getattr(story, "headers", None))
    answers = []
    thread = threading.Thread(target=attempt, args=(story, member, answers))
    begun = time.monotonic()
    thread.start()
    if delay_s is None:
        thread.join()
        took_s = time.monotonic() - begun
    else:
        took_s = time.sleep(delay_s) or delay_s
    victim.kill()
    thread.join()
    place.after_kill()
    assert place.query(EVERYTHING_BROKEN) == []
    was_done = story.was_done(place.query)
    answer = answers[0]
    if answer is not None:
        assert answer.status == 200
        assert was_done, "answered, and yet it has not happened"
    successor = place.begin_victim() if isinstance(place, OnSqlite) else None
    story.go_on(answer)
    if successor:
        successor.stop()
    return story, was_done, took_s


@pytest.mark.parametrize("story_class", [Rotation, Link, Merge])
def test_a_server_killed_in_the_middle_leaves_no_half_state(place, story_class, record_property):
    place, count = place
    dice = random.Random(int(os.environ.get("HUFU_TEST_SEED", "1")))
    story, times = None, []
    for _ in range(UNHARMED):
        story, was_done, took_s = one_round(place, story_class, story, None)
        assert was_done
        times.append(took_s)
    outcomes = Counter()
    # The kills stay about the moment of the commit, wherever a busy machine moves it.
    moment_s = 0.6 * statistics.median(times)
    for _ in range(count):
        delay_s = dice.uniform(0, 2 * moment_s)
        story, was_done, _ = one_round(place, story_class, story, delay_s)
        outcomes[was_done] += 1
        moment_s *= 0.9 if was_done else 1.1
    assert place.query(EVERYTHING_BROKEN) == []
    print(f"{count} kills: {outcomes[True]} after the commit, {outcomes[False]} before")
    record_property("killed_before_commit", outcomes[False])
    record_property("killed_after_commit", outcomes[True])
    if FULL:
        assert min(outcomes[True], outcomes[False]) >= count // 20, "the kills miss the moment"
