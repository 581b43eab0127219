"""G12: who somebody is here: how old what `resolve` has told may be."""

import pytest
from hufu_auth.verify import kept, mini_login

from issuers import SECRET, signed
from people import KINDS, World


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
    claims = {"sub": "p9", "platform": "web", "iss": "urn:hufu:backend", "aud": "urn:hufu:api"}
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


def test_not_more_are_kept_than_there_is_room_for(monkeypatch):
    """G12: the oldest go first."""
    monkeypatch.setattr(kept, "_MOST_KEPT", 2)
    world = World(resolve=lambda identity: f"p{identity.subject}")
    for number in (1, 2, 3, 2, 3, 1):
        assert world.who(number) == f"p{number}"
    assert world.asked == [f"mini_login {number}" for number in (1, 2, 3, 1)]
