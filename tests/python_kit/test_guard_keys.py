"""How keys are kept: rotation, floods of unknown names, outages."""

import pytest
from hufu_auth.verify import Guard, oidc

from issuers import NOW_S, PLACE, UNKNOWN, World, refusal_of, until_all_have_landed
from tokens import Answering


@pytest.fixture
def world():
    return World()


def test_an_unknown_name_is_asked_for_once_in_ten_seconds_until_then_nobody_can_tell(world):
    """G9"""
    world.lets_in(world.request("first"))
    world.advance(10)
    assert world.refuses(world.request("forged")) == UNKNOWN
    forged = world.request("forged")
    for _ in range(1000):
        assert world.refuses(forged) == (503, "keys_unavailable", "10")
    assert len(world.fetch.asked) == 2
    # Beside them a new key, a second old: 503 for as long as nobody can tell, then good, never 401.
    world.publish("first", "second")
    world.advance(4)
    assert world.refuses(world.request("second")) == (503, "keys_unavailable", "6")
    world.lets_in(world.request("first"))
    world.advance(6)
    world.lets_in(world.request("second"))
    assert len(world.fetch.asked) == 3


def test_a_rotation_as_issuers_do_it_costs_nobody_anything(world):
    """G3"""
    world.lets_in(world.request("first"))
    world.publish("first", "second")
    world.advance(5 * 60)
    world.lets_in(world.request("first"))  # serves on while the keys are asked for
    until_all_have_landed()
    world.lets_in(world.request("second"))
    assert len(world.fetch.asked) == 2


def test_a_key_that_is_gone_at_a_renewal_lets_in_nobody_not_even_whom_it_let_in_before(world):
    """G3, G9"""
    request = world.request("first")
    world.lets_in(request)
    world.publish("second")
    world.advance(10 * 60)  # now an answer is waited for
    assert world.refuses(request) == UNKNOWN
    world.advance(1)
    assert world.refuses(request) == UNKNOWN
    world.lets_in(world.request("second"))


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {"status": 200, "text": "<html>"},
        {"status": 302, "text": ""},
        {"status": 200, "body": {"keys": []}},
    ],
    ids=["gone", "HTML", "a redirect", "an empty set"],
)
def test_the_key_server_is_away_for_an_hour_nobody_is_refused_then_nobody_can_tell(world, answer):
    """G3"""
    old = world.request("first")
    world.lets_in(old)
    world.answers[PLACE] = answer
    for _ in range(59):
        world.advance(60)
        world.lets_in(old)
        world.lets_in(world.request("first"))
        until_all_have_landed()
    world.advance(60)
    assert world.refuses(world.request("first"))[:2] == (503, "keys_unavailable")
    assert len(world.fetch.asked) < 120
    world.publish("first")
    world.advance(10)
    world.lets_in(world.request("first"))


def test_what_was_kept_of_a_token_ends_with_it(world):
    """G9"""
    request = world.request("first", exp=NOW_S + 100)
    world.lets_in(request)
    world.advance(159)
    world.lets_in(request)
    world.advance(1)
    assert world.refuses(request) == (401, "expired", None)
    world.now_s -= 400  # the clock was set back before the token was issued
    assert world.refuses(request)[1] == "wrong_claims"


def test_ten_thousand_verdicts_are_kept_and_no_more():
    """G9"""
    from hufu_auth.verify.kept import Kept

    kept = Kept()
    for number in range(10_003):
        kept.keep(b"%d" % number, number)
    kept.keep(b"10002", 7)
    assert len(kept) == 10_000
    assert (kept.found(b"2"), kept.found(b"3"), kept.found(b"10002")) == (None, 3, 7)


@pytest.mark.parametrize(
    "document",
    [
        {"issuer": "https://evil.example", "jwks_uri": PLACE},
        {"issuer": "https://id.example.com", "jwks_uri": "http://id.example.com/keys"},
        {"issuer": "https://id.example.com", "jwks_uri": "http://127.0.0.1:6379/keys"},
        {"issuer": "https://id.example.com", "jwks_uri": 7},
        [],
    ],
)
def test_a_discovery_document_of_another_issuer_or_with_keys_over_http_is_none(world, document):
    """G3"""
    place = "https://id.example.com/.well-known/openid-configuration"
    fetch = Answering({**world.answers, place: {"status": 200, "body": document}})
    issuer = oidc("https://id.example.com", audience="shop")
    guard = Guard([issuer], fetch=fetch, now_s=lambda: NOW_S)
    request = world.request("first", iss="https://id.example.com", aud="shop")
    assert refusal_of(guard, request).status == 503
    assert fetch.asked == [place]


def test_what_fetch_raises_is_the_cause_of_an_outage(world):
    """G3"""
    fault = RuntimeError("the proxy is away")

    def fetch(url):
        raise fault

    world.fetch = fetch
    refused = refusal_of(world.guard, world.request("first"))
    assert (refused.status, refused.__cause__) == (503, fault)
