"""The group `bridges` of ./dev bench: how soon a page knows that somebody has agreed on the phone, at one server and at the
other of two on PostgreSQL; what 2,000 pages that wait cost, and what others notice of them.

Usage: bridges.py PROGRAM > ROWS
"""

import json
import os
import resource
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

from load import ENVIRONMENT, HERE, Bench, Program
from load import row as any_row
from waiting_pages import WaitingPages, begin_sign_in, connection_to, question

sys.path.append(str(HERE.parent / "mock_server"))
from postgres import Postgres  # noqa: E402

PAGES, ROUNDS = 2_000, 200
SECRET = {"JWT_SECRET": "a secret of at least 32 bytes for both"}
SETTINGS = {"fsync": "off", "log_statement": "none"}


def row(name: str, value: float, unit: str, goal: str) -> None:
    any_row(name, value, unit, goal, group="bridges")


def call(server: Program, session: dict, path: str, body: dict | None = None) -> None:
    headers = {"Authorization": f"Bearer {session['token']}", "X-Platform": "miniprogram"}
    headers["Content-Type"] = "application/json"
    data = None if body is None else json.dumps(body).encode()
    urllib.request.urlopen(urllib.request.Request(server.url + path, data, headers)).read()


def approve(server: Program, session: dict, grant: dict) -> None:
    path = f"/api/device/{grant['user_code']}/approve"
    call(server, session, path, {"number": grant["number"]})


def agreed_to_known(page_at: Program, phone_at: Program, session: dict) -> float:
    """Milliseconds from when the phone says yes to when the page has its answer."""
    grant = begin_sign_in(page_at)
    page = connection_to(page_at)
    page.sendall(question(page_at, grant["device_code"], "pending", 20))
    known = []

    def look() -> None:
        answer = page.recv(4096)
        known.append(time.perf_counter())
        assert b'"approved"' in answer, answer

    thread = threading.Thread(target=look)
    thread.start()
    time.sleep(0.02)  # by now it is held
    said = time.perf_counter()
    approve(phone_at, session, grant)
    thread.join()
    page.close()
    return (known[0] - said) * 1000


def round_trip(server: Program, session: dict) -> float:
    begun = time.perf_counter()
    call(server, session, "/api/user/profile")
    return (time.perf_counter() - begun) * 1000


def beyond_a_round_trip(page_at: Program, phone_at: Program, session: dict) -> float:
    """All but the slowest in a hundred."""
    trip = statistics.median(round_trip(phone_at, session) for _ in range(ROUNDS))
    times = sorted(agreed_to_known(page_at, phone_at, session) for _ in range(ROUNDS))
    print("known", times[0], statistics.median(times), times[-1], "trip", trip, file=sys.stderr)
    return max(0.0, times[ROUNDS * 99 // 100 - 1] - trip)


def p99s(bench: Bench, server: Program, sessions: list[dict]) -> dict[str, float]:
    """Of reading, which waits for nobody, and of writing."""
    return {
        "profile": bench.profiles(server, sessions)["p99_ms"],
        "refresh": bench.refreshes(server, sessions)["p99_ms"],
    }


def measure_crowd(bench: Bench, server: Program, where: str) -> None:
    sessions = bench.logins(server, "phones")[1]
    quarters = [sessions[index::4] for index in range(4)]
    alone = [p99s(bench, server, quarters[0])]
    before = server.resident_mib()
    with WaitingPages(server, PAGES) as pages:
        time.sleep(3)
        crowded = [p99s(bench, server, part) for part in quarters[1:3]]
        while pages.answered < PAGES:
            time.sleep(0.5)
        row(f"{where}_memory", server.resident_mib() - before, "MiB", "<=64")
        known = beyond_a_round_trip(server, server, sessions[0])
        row(f"{where}_known", known, "ms", "<=100")
    alone.append(p99s(bench, server, quarters[3]))
    for name in alone[0]:
        with_them = statistics.mean(each[name] for each in crowded)
        without = statistics.mean(each[name] for each in alone)
        row(f"{where}_{name}_p99", with_them / without, "x", "<=2")


def flags_of(bench: Bench, database: str) -> list[str]:
    wechat = ["--wechat-base-url", f"{bench.wechat.url}/wechat"]
    return ["--port", "0", "--limits", "off", *wechat, "--database", database]


def main(program: str) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    both = ENVIRONMENT | SECRET
    postgres = Postgres(os.getpid(), SETTINGS)
    try:
        with (
            tempfile.TemporaryDirectory(prefix="hufu-bench-") as folder,
            Program(program, "--port", "0", "--limits", "off", "--control") as wechat,
        ):
            bench = Bench(Path(folder), wechat)
            with Program(program, *flags_of(bench, f"sqlite://{folder}/hufu.db")) as server:
                measure_crowd(bench, server, "sqlite")
            flags = flags_of(bench, postgres.new_database("bridges"))
            with (
                Program(program, *flags, environment=both) as page_at,
                Program(program, *flags, environment=both) as phone_at,
            ):
                measure_crowd(bench, page_at, "postgresql")
                session = bench.logins(phone_at, "phone")[1][0]
                known = beyond_a_round_trip(page_at, phone_at, session)
                row("two_processes_known", known, "ms", "<=250")
    finally:
        postgres.stop()


if __name__ == "__main__":
    main(sys.argv[1])
