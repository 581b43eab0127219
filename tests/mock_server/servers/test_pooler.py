"""Behind a real PgBouncer. One that lends connections for a transaction keeps nothing between two of them: no statement, no setting, no LISTEN."""

import subprocess

import pytest
from group import SECRET, Group, at_once
from pooler import Pooler
from test_news import listeners, seconds_until_known, until
from test_together import count, refresh_at_once

from people import WechatHalf


@pytest.fixture
def pooler(request, postgres):
    pooler = Pooler(postgres, *getattr(request, "param", ("transaction", 2)))
    yield pooler
    pooler.stop()


@pytest.fixture
def group(program, contract, pooler, database):
    """Nobody has started yet."""
    group = Group(program, contract, pooler.url(database) + "&pgbouncer=true")
    yield group
    group.stop()


def test_servers_may_start_on_an_empty_database_at_once(group, postgres, database):
    servers = at_once(4, lambda _: group.begin())
    for server in servers:
        assert server.stop() == 0
    assert count(postgres, database, "schema_version", "version = 1") == 1


def test_the_other_server_knows_after_a_second(group, postgres, database):
    there, here = group.add(), group.add()
    times = sorted(seconds_until_known(there, here) for _ in range(3))
    # It looks once a second; what is above that is a slow machine's.
    assert times[0] < 1.5 and times[2] < 5, times
    assert listeners(postgres, database) == 0


def test_who_listens_on_a_line_of_its_own_hears_who_is_behind_it(group, postgres, database):
    there = group.add(postgres.url(database))
    here = group.add()
    until(lambda: listeners(postgres, database) == 1, "it does not listen")
    times = sorted(seconds_until_known(there, here) for _ in range(7))
    assert times[4] < 0.2, times


def test_100_parallel_refreshes_are_one_rotation(group, postgres, database):
    """V1, by statements of two processes that take turns on the same connections."""
    group.add()
    group.add()
    refresh_at_once(group, 100)
    assert count(postgres, database, "audit", "event = 'refreshed'") == 1


@pytest.mark.parametrize("pooler", [("transaction", 1)], indirect=True)
def test_whoever_is_lent_the_connection_next_finds_nothing(group, pooler, database):
    group.database += "&schema=hufu"
    here = group.add()
    WechatHalf.make(here).sign_in()
    assert pooler.query("SELECT name FROM pg_prepared_statements", database) == []
    for setting, own in {"enable_seqscan": "on", "search_path": '"$user", public'}.items():
        assert pooler.query(f"SHOW {setting}", database) == [[own]]
    assert pooler.query("SELECT count(*) > 0 FROM hufu.users", database) == [["t"]]


def test_without_a_word_of_it_the_server_says_what_to_set(program, pooler, database):
    command = [str(program), "--port", "0", "--database", pooler.url(database)]
    ended = subprocess.run(command, env=SECRET, capture_output=True, text=True, timeout=30)
    assert ended.returncode != 0
    assert "the database URL needs pgbouncer=true" in ended.stderr


@pytest.mark.parametrize("pooler", [("session", 20)], indirect=True)
def test_where_it_lends_for_a_session_nothing_has_to_be_said(group, pooler, postgres, database):
    group.database = pooler.url(database)
    there, here = group.add(), group.add()
    until(lambda: listeners(postgres, database) == 2, "not both servers listen")
    times = sorted(seconds_until_known(there, here) for _ in range(7))
    assert times[4] < 0.2, times
