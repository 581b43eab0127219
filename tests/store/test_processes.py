"""S4 and S5: processes that share a session renew it once a life, and survive each other's end."""

import itertools
import json
import time
from collections import Counter

import pytest

TOKEN_LIFE_S = 2
# The server counts a token's life in whole seconds, so that it may be nearly one shorter.
SHORTEST_LIFE_MS = 1000 * (TOKEN_LIFE_S - 1)
REFRESH = "POST /api/auth/refresh"


def work_together(program, server, state, processes, seconds):
    signed_in = program.run("sign-in", state, server.url, text=server.login_code())
    assert signed_in.status == 0, signed_in.errors
    workers = [program.start("work", state, server.url, seconds) for _ in range(processes)]
    reports = []
    for worker in workers:
        output, errors = worker.communicate(timeout=seconds + 60)
        assert worker.returncode == 0, errors
        reports.append(json.loads(output))
    return reports


@pytest.mark.parametrize("processes", [8, 64])
def test_processes_share_one_session(program, start_server, state, is_full, processes):
    if processes > 8 and not is_full:
        pytest.skip("64 processes are for --full")
    seconds = 60 if is_full else 8
    # No grace: a spent refresh token ends the session.
    server = start_server(token_life_s=TOKEN_LIFE_S, reuse="strict")
    reports = work_together(program, server, state, processes, seconds)

    assert all(report.pop("signedIn") for report in reports)
    assert all(report.pop("good") > 0 for report in reports)
    assert reports == [{}] * processes  # no error of any kind
    events = server.audit()
    counts = Counter(event["event"] for event in events)
    assert counts["reuse_detected"] == 0
    assert counts["refresh_repeated"] == 0
    assert counts["refreshed"] >= 2
    assert server.statuses(REFRESH) == {"200": counts["refreshed"]}
    # One renewal a life: nobody renews what another has just renewed.
    renewed_ms = [event["atMs"] for event in events if event["event"] == "refreshed"]
    lives_ms = [after - before for before, after in itertools.pairwise(renewed_ms)]
    assert min(lives_ms) >= SHORTEST_LIFE_MS


def test_processes_that_are_killed_sign_nobody_out(program, start_server, state, is_full):
    """Killed at any moment, between the server's answer and the save too: the rest go on."""
    seconds = 60 if is_full else 8
    server = start_server(
        token_life_s=TOKEN_LIFE_S, reuse="parent"
    )  # what was lost on its way may be asked for once more
    signed_in = program.run("sign-in", state, server.url, text=server.login_code())
    assert signed_in.status == 0, signed_in.errors
    begun = time.monotonic()
    steady = program.start("work", state, server.url, seconds)
    killed = 0
    while time.monotonic() < begun + seconds:
        victims = [program.start("work", state, server.url, seconds) for _ in range(3)]
        for victim in victims:
            time.sleep(0.05 * (1 + killed % 7))
            victim.kill()
            victim.communicate()
            killed += 1
    output, errors = steady.communicate(timeout=seconds + 60)
    assert steady.returncode == 0, errors
    report = json.loads(output)
    assert report.pop("signedIn")
    assert report.pop("good") > 0
    assert report == {}
    assert "reuse_detected" not in {event["event"] for event in server.audit()}
    assert not list(state.glob("*.corrupt*"))


def test_the_lock_of_a_killed_holder_is_free_at_once(program, state):
    """S5. The least of some rounds, since a neighbour may keep a process from running at all."""
    waits_ms = []
    for _ in range(5):
        holder = program.start("hold", state, "session")
        assert holder.stdout.readline() == "held\n"
        waiter = program.start("take", state, "session")
        assert waiter.stdout.readline() == "waiting\n"
        killed_at = time.monotonic_ns()
        holder.kill()
        taken_at_us = int(waiter.stdout.readline())
        waits_ms.append(taken_at_us / 1e3 - killed_at / 1e6)
        assert waiter.wait(timeout=30) == 0
        holder.communicate()
        waiter.communicate()
    assert min(waits_ms) <= 100
    assert (state / "session.lock").exists()  # never removed


def test_a_holder_that_is_alive_is_waited_for(program, state):
    holder = program.start("hold", state, "session")
    assert holder.stdout.readline() == "held\n"
    waiter = program.start("take", state, "session")
    assert waiter.stdout.readline() == "waiting\n"
    time.sleep(0.5)
    assert waiter.poll() is None
    holder.kill()
    assert waiter.wait(timeout=30) == 0
    holder.communicate()
    waiter.communicate()
