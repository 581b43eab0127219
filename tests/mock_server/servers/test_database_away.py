"""The database stops and comes back: clients are told to come back, too, and then all is well again."""

import subprocess

import pytest

from people import WebHalf, WechatHalf

MINI = {"X-Platform": "miniprogram"}


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_database_that_restarts(group, postgres, mode):
    half = WechatHalf.make(group.members[0]).sign_in()
    web = WebHalf.make(group.members[0]).headers
    refresh = {"refreshToken": half.session["refreshToken"]}
    postgres.halt(mode)
    try:
        for member in group.members:
            for headers in (half.headers, web):
                answer = member.call("GET /api/user/profile", 503, headers=headers)
                assert answer.headers["retry-after"].isdigit()
                assert answer.headers["cache-control"] == "no-store"
            answer = member.call("POST /api/auth/refresh", 503, body=refresh, headers=MINI)
            assert answer.json()["error"] == "unavailable"
            assert "connect" not in answer.text and str(postgres.folder) not in answer.text
    finally:
        postgres.start()
    for member in group.members:
        # Each connection finds out by itself, and nobody has to hear of it.
        for _ in range(12):
            member.call("GET /api/user/profile", 200, headers=half.headers)
            member.call("POST /api/auth/refresh", 200, body=refresh, headers=MINI)


def test_connections_that_break_while_nobody_looks_are_made_again(group, postgres, database):
    half = WechatHalf.make(group.members[0]).sign_in()
    postgres.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        f"WHERE datname = '{database}' AND pid <> pg_backend_pid()"
    )
    for member in group.members:
        for _ in range(8):
            member.call("GET /api/user/profile", 200, headers=half.headers)


def begun_with(program, url: str) -> str:
    """What it says of a database that it cannot open."""
    ended = subprocess.run(
        [str(program), "--port", "0", "--database", url],
        env={"JWT_SECRET": "long enough to be a secret of the test"},
        capture_output=True,
        text=True,
        timeout=10,
    )
    assert ended.returncode == 3
    return ended.stderr


def test_without_a_database_the_server_does_not_start(program, postgres):
    assert "the database cannot be opened" in begun_with(program, postgres.url("nowhere"))


@pytest.mark.parametrize("password", ["hunter2%zz", "a@hunter2", "a/hunter2"])
def test_v11_of_an_address_that_cannot_be_read_nothing_is_cited(program, password):
    said = begun_with(program, f"postgresql://shop:{password}@127.0.0.1:1/shop")
    assert "cannot be read" in said and "hunter2" not in said
