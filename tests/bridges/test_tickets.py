"""Tickets of web-views: somebody else's, for somewhere else, once more, too late."""

import pytest
from crowd import all_at_once, send

from people import WechatHalf
from test_sessions import refused
from test_web_view import ISSUE, LOOK, ORIGIN, REDEEM, WEB, opened


@pytest.fixture
def half(api) -> WechatHalf:
    return WechatHalf.make(api).sign_in()


def test_somebody_else_s_ticket_says_whose_it_is_before_it_is_spent(api, half):
    """Login CSRF: the page looks, sees another person than who is signed in, and asks."""
    attacker = WechatHalf.make(api).sign_in()
    arrival = opened(api, attacker)
    for _ in range(2):
        seen = api.call(LOOK, 200, body=arrival, headers=WEB).json()
        assert seen["userId"] == attacker.session["user"]["id"] != half.session["user"]["id"]
    session = api.call(REDEEM, 200, body=arrival, headers=WEB | {"Origin": ORIGIN}).json()
    assert session["user"]["id"] == attacker.session["user"]["id"]


@pytest.mark.parametrize(
    "change",
    [
        {"path": "/admin"},
        {"path": "/orders?of=June"},
        {"origin": "http://127.0.0.1:3000"},
        {"origin": "https://elsewhere.example"},
        {"ticket": "A" * 22},
    ],
)
def test_a_ticket_is_good_for_its_origin_and_path_alone(api, half, change):
    arrival = opened(api, half)
    for name in (LOOK, REDEEM):
        method, target = name.split(" ")
        answer = api.send(method, target, body=arrival | change, headers=WEB)
        assert answer.status in (400, 403), change
        assert b"token" not in answer.content
    seen = api.call(LOOK, 200, body=arrival, headers=WEB).json()
    assert seen["nickname"] == half.session["user"]["nickname"]


def test_another_site_s_page_cannot_spend_it(api, half):
    arrival = opened(api, half)
    foreign = WEB | {"Origin": "https://elsewhere.example"}
    refused(api, REDEEM, 403, "origin_not_allowed", body=arrival, headers=foreign)
    api.call(REDEEM, 200, body=arrival, headers=WEB | {"Origin": ORIGIN})


def test_after_a_minute_it_is_gone(api, half):
    arrival = opened(api, half)
    api.control("POST /clock/advance", body={"ms": 60_000})
    for name in (LOOK, REDEEM):
        refused(api, name, 400, "ticket_invalid", body=arrival, headers=WEB)


def test_it_ends_with_the_session_that_made_it(api, half):
    arrival = opened(api, half)
    api.call("POST /api/auth/logout", 204, headers=half.headers)
    refused(api, REDEEM, 400, "ticket_invalid", body=arrival, headers=WEB)


def test_a_page_in_a_web_view_makes_no_codes_and_no_tickets(api, half):
    session = api.call(REDEEM, 200, body=opened(api, half), headers=WEB).json()
    headers = WEB | {"Authorization": f"Bearer {session['token']}"}
    target = {"target": "web"}
    answer = api.send("POST", "/api/bind-codes", body=target, headers=headers)
    assert answer.status == 403 and answer.json()["error"] == "reauth_required"
    again = {"url": f"{ORIGIN}/"}
    refused(api, ISSUE, 400, "invalid_request", body=again, headers=headers)


def test_it_outlives_only_where_that_was_asked_for(api, half):
    pages = []
    for outlives in (False, True):
        arrival = opened(api, half, outlives=outlives)
        pages.append(api.call(REDEEM, 200, body=arrival, headers=WEB).json()["token"])
    api.call("POST /api/auth/logout", 204, headers=half.headers)
    told = [
        api.send("GET", "/api/user/profile", headers=WEB | {"Authorization": f"Bearer {page}"})
        for page in pages
    ]
    assert [answer.status for answer in told] == [401, 200]


def test_of_a_hundred_at_once_one_arrives(api, half):
    arrival = opened(api, half)
    told = all_at_once(100, lambda at: send(api, at, *REDEEM.split(" "), body=arrival))
    assert sorted(status for status, _ in told) == [200] + [400] * 99
    assert {said["error"] for status, said in told if status == 400} == {"ticket_invalid"}
