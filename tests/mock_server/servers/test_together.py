"""Two servers at the same moment: what has to happen once happens once."""

import subprocess
import time
from collections import Counter

from group import Group, accept, at_once, issue

from people import WebHalf, WechatHalf

MINI = {"X-Platform": "miniprogram"}
REFRESH = "/api/auth/refresh"
PROFILE = "/api/user/profile"


def count(postgres, database: str, table: str, condition: str = "true") -> int:
    return int(postgres.query(f"SELECT count(*) FROM {table} WHERE {condition}", database)[0][0])


def test_servers_may_start_on_an_empty_database_at_once(program, contract, postgres, database):
    group = Group(program, contract, postgres.url(database))
    servers = at_once(6, lambda _: group.begin())
    assert len({server.url for server in servers}) == 6
    for server in servers:
        assert server.stop() == 0
    assert count(postgres, database, "schema_version", "version = 1") == 1


def test_without_a_shared_secret_the_server_says_what_is_missing(program, postgres, database):
    ended = subprocess.run(
        [str(program), "--port", "0", "--database", postgres.url(database)],
        env={},
        capture_output=True,
        text=True,
        timeout=10,
    )
    assert ended.returncode == 2
    assert "set JWT_SECRET" in ended.stderr and "openssl rand" in ended.stderr


def refresh_at_once(group, callers: int) -> None:
    """All get the same new pair."""
    half = WechatHalf.make(group.members[0]).sign_in()
    body = {"refreshToken": half.session["refreshToken"]}
    answers = at_once(
        callers, lambda index: group.member(index).send("POST", REFRESH, body=body, headers=MINI)
    )
    assert Counter(answer.status for answer in answers) == {200: callers}
    assert len({answer.json()["refreshToken"] for answer in answers}) == 1


def test_500_parallel_refreshes_are_one_rotation(group, postgres, database):
    """V1"""
    refresh_at_once(group, 500)
    assert count(postgres, database, "audit", "event = 'refreshed'") == 1
    assert count(postgres, database, "sessions", "counter = 2") == 1


def test_100_redeemers_make_one_pending_binding(group, postgres, database):
    """V4"""
    halves = [WechatHalf.make(group.member(index)).sign_in() for index in range(100)]
    binding = issue(group.members[0], WebHalf.make(group.members[0]), "wechat")
    body = {"bindCode": binding["bindCode"], "platform": "web"}
    answers = at_once(
        100,
        lambda index: group.member(index).send(
            "POST", "/api/bind-account", body=body, headers=halves[index].headers
        ),
    )
    assert Counter(answer.status for answer in answers) == {202: 1, 400: 99}
    assert count(postgres, database, "bindings", "state = 'pending'") == 1
    assert count(postgres, database, "audit", "event = 'redeemed'") == 1


def test_100_confirmations_make_one_link(group, postgres, database):
    """V4"""
    web = WebHalf.make(group.members[0])
    mini = WechatHalf.make(group.members[1]).sign_in()
    binding = issue(group.members[0], web, "wechat")
    body = {"bindCode": binding["bindCode"], "platform": "web"}
    group.members[1].call("POST /api/bind-account", 202, body=body, headers=mini.headers)
    number = accept(group.members[1], mini, binding["bindingId"])
    headers = web.headers
    answers = at_once(
        100,
        lambda index: group.member(index).send(
            "POST",
            f"/api/bindings/{binding['bindingId']}/confirm",
            body={"number": number},
            headers=headers,
        ),
    )
    assert Counter(answer.status for answer in answers) == {200: 100}
    assert count(postgres, database, "audit", "event = 'absorbed'") == 1
    assert count(postgres, database, "merges") == 1


def test_50_first_logins_make_one_user(group, postgres, database):
    """V4"""
    half = WechatHalf.make(group.members[0])
    codes = [half.code()["code"] for _ in range(50)]
    answers = at_once(
        50,
        lambda index: group.member(index).send(
            "POST", "/api/wechat/login", body={"code": codes[index]}, headers=MINI
        ),
    )
    assert Counter(answer.status for answer in answers) == {200: 50}
    assert len({answer.json()["user"]["id"] for answer in answers}) == 1
    assert Counter(answer.json()["isNewUser"] for answer in answers) == {True: 1, False: 49}
    assert count(postgres, database, "users") == 1
    assert count(postgres, database, "sessions") == 50


def test_50_first_sights_of_a_clerk_user_make_one_user(group, postgres, database):
    headers = WebHalf.make(group.members[0]).headers
    answers = at_once(50, lambda index: group.member(index).send("GET", PROFILE, headers=headers))
    assert Counter(answer.status for answer in answers) == {200: 50}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert count(postgres, database, "users") == 1


def test_the_replay_of_a_grandparent_ends_the_session_everywhere(group):
    """V2"""
    first, second = group.members
    half = WechatHalf.make(first).sign_in()
    grandparent = half.session["refreshToken"]
    half.refresh().refresh()
    assert second.send("GET", PROFILE, headers=half.headers).status == 200
    begun = time.monotonic()
    replay = first.send("POST", REFRESH, body={"refreshToken": grandparent}, headers=MINI)
    assert replay.json()["error"] == "refresh_token_already_used"
    for member in group.members:
        refused = member.send("GET", PROFILE, headers=half.headers)
        assert (refused.status, refused.json()["error"]) == (401, "session_not_found")
        body = {"refreshToken": half.session["refreshToken"]}
        refused = member.send("POST", REFRESH, body=body, headers=MINI)
        assert refused.json()["error"] == "session_not_found"
    assert time.monotonic() - begun < 1


def test_a_token_of_one_server_is_good_at_the_other(group):
    half = WechatHalf.make(group.members[0]).sign_in()
    profile = group.members[1].call("GET /api/user/profile", 200, headers=half.headers).json()
    assert profile["id"] == half.session["user"]["id"]


def test_who_waits_at_one_server_hears_what_happens_at_the_other(group):
    first, second = group.members
    web, mini = WebHalf.make(first), WechatHalf.make(second).sign_in()
    binding = issue(first, web, "wechat")

    def wait_and_redeem(index: int):
        if index == 0:
            query = {"since": "issued", "wait": "10"}
            answer = first.call(
                "GET /api/bindings/{id}",
                200,
                id=binding["bindingId"],
                query=query,
                headers=web.headers,
            )
            return answer.json()["state"], time.monotonic()
        time.sleep(0.3)  # the other one waits by now
        body = {"bindCode": binding["bindCode"], "platform": "web"}
        second.call("POST /api/bind-account", 202, body=body, headers=mini.headers)
        return "redeemed", time.monotonic()

    (state, heard), (_, redeemed) = at_once(2, wait_and_redeem)
    assert state == "pending"
    assert heard - redeemed < 2
