"""What happens at one server is known at the other: at once where PostgreSQL can say so, else after a second."""

import threading
import time
from pathlib import Path

from deaf import DeafWay
from group import Group, issue

from people import WebHalf, WechatHalf

LISTENING = "FROM pg_stat_activity WHERE query LIKE 'LISTEN %' AND datname = "


def seconds_until_known(waiting, acting, between=lambda: None) -> float:
    """From the answer to who redeems at one server to the answer to who waits at the other."""
    web, mini = WebHalf.make(waiting), WechatHalf.make(acting).sign_in()
    binding = issue(waiting, web, "wechat")
    wait = f"/api/bindings/{binding['bindingId']}?wait=20&since=issued"
    fields, known = web.headers, []

    def look() -> None:
        known.append((waiting.send("GET", wait, headers=fields).json()["state"], time.monotonic()))

    thread = threading.Thread(target=look)
    thread.start()
    time.sleep(0.2)  # it waits by then; if it does not, it knows at once, and the test less
    between()
    body = {"bindCode": binding["bindCode"], "platform": "web"}
    acting.call("POST /api/bind-account", 202, body=body, headers=mini.headers)
    redeemed = time.monotonic()
    thread.join()
    assert known[0][0] == "pending"
    return known[0][1] - redeemed


def until(condition, what: str) -> None:
    end = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def listeners(postgres, database: str) -> int:
    return int(postgres.query(f"SELECT count(*) {LISTENING}'{database}'", "postgres")[0][0])


def test_the_other_server_knows_at_once(group, postgres, database):
    until(lambda: listeners(postgres, database) == 2, "not both servers listen")
    there, here = group.members
    for waiting, acting in ((there, here), (here, there)):
        times = sorted(seconds_until_known(waiting, acting) for _ in range(7))
        # Who looks once a second would be as quick in one round of 500.
        assert times[4] < 0.2, times


def test_who_listens_is_cut_off(group, postgres, database):
    """It looks until it hears again, and then it hears again."""
    until(lambda: listeners(postgres, database) == 2, "not both servers listen")
    there, here = group.members

    def cut() -> None:
        postgres.query(f"SELECT pg_terminate_backend(pid) {LISTENING}'{database}'", "postgres")

    assert seconds_until_known(there, here, cut) < 5
    until(lambda: listeners(postgres, database) == 2, "it has not begun to listen again")
    times = sorted(seconds_until_known(there, here) for _ in range(7))
    assert times[4] < 0.2, times


def test_on_a_line_that_is_deaf_it_looks_once_a_second(
    program, contract, postgres, database, tmp_path
):
    folder = Path(tmp_path) / "s"
    folder.mkdir()
    way = DeafWay(folder, postgres.folder)
    group = Group(program, contract, postgres.url(database))
    try:
        here = group.add()
        there = group.add(way.url(database))
        until(lambda: listeners(postgres, database) == 2, "not both servers listen")
        for _ in range(3):
            assert seconds_until_known(there, here) < 5
        assert way.swallowed > 0
    finally:
        group.stop()
        way.stop()
