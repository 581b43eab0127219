"""What a read, a refresh and a login cost when there are many people, each with a session, beside a thousand.

In time of processors, of the server and of its database: so it is the same whatever else this machine does.
"""

import os
import statistics
from collections.abc import Callable
from pathlib import Path

from crowd import Crowd
from load import ENVIRONMENT, THREADS, Bench, Program, require_clean, row, wrk

FEW = 1_000
MANY = 1_000_000 if os.environ.get("HUFU_BENCH_FULL") == "1" else 100_000
ROUNDS = 3
SECONDS = 1
TICK_US = 1e6 / os.sysconf("SC_CLK_TCK")


def parent_and_us(process: int) -> tuple[int, float]:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[1]), (int(fields[11]) + int(fields[12])) * TICK_US


def us_of_children(parent: int) -> float:
    spent = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            its_parent, us = parent_and_us(int(folder.name))
        except OSError:  # it has ended meanwhile
            continue
        spent += us if its_parent == parent else 0
    return spent


class Place:
    """A server with a crowd in its database."""

    def __init__(self, bench: Bench, crowd: Crowd, server: Program, postmaster: int | None):
        self.bench, self.crowd, self.server = bench, crowd, server
        self.postmaster = postmaster
        self.sessions = [crowd.sample(FEW * 3, part, ROUNDS) for part in range(ROUNDS)]
        openids = bench.write("openids", [each.openid for each in crowd.sample(FEW * 10)])
        url = f"{bench.wechat.url}/_control/wechat/people"
        # Without a unionid, as in the database: nothing about them has to be written down anew.
        before, file = '{"unionid":null,"openid":"', str(bench.folder / "person")
        arguments = [openids, str(THREADS), before, '"}', file]
        require_clean(wrk("post.lua", url, *arguments, seconds=SECONDS), "people")
        ids = {answer["openid"]: answer["personId"] for answer in bench.answers("person")}
        self.people = bench.write(f"people{crowd.count}", list(ids.values()))

    def spent_us(self) -> float:
        database = us_of_children(self.postmaster) if self.postmaster else 0
        return parent_and_us(self.server.process.pid)[1] + database

    def us_each(self, load: Callable[[], dict]) -> float:
        began = self.spent_us()
        figures = require_clean(load(), "growth")
        return (self.spent_us() - began) / figures["requests"]

    def read(self, turn: int) -> float:
        tokens = [each.access_token() for each in self.sessions[turn]]
        file = self.bench.write("tokens", tokens)
        url = f"{self.server.url}/api/user/profile"
        wrk(
            "profile.lua", url, file, str(THREADS), seconds=SECONDS
        )  # each is seen for the first time
        return self.us_each(lambda: wrk("profile.lua", url, file, str(THREADS), seconds=SECONDS))

    def refresh(self, turn: int) -> float:
        tokens = [each.refresh_token() for each in self.sessions[turn]]
        file = self.bench.write("refresh", tokens)
        url = f"{self.server.url}/api/auth/refresh"
        return self.us_each(lambda: wrk("refresh.lua", url, file, str(THREADS), seconds=SECONDS))

    def login(self, turn: int) -> float:
        self.bench.people = self.people
        arguments = [self.bench.codes(SECONDS), str(THREADS), '{"code":"', '"}']
        url = f"{self.server.url}/api/wechat/login"
        return self.us_each(lambda: wrk("post.lua", url, *arguments, seconds=SECONDS))


def measure_on(
    bench: Bench, program: str, secret: dict, urls: dict, postmaster: int | None
) -> dict:
    """How many times as much each costs with many as with few."""
    flags = ["--port", "0", "--limits", "off", "--wechat-base-url", f"{bench.wechat.url}/wechat"]
    costs: dict = {}
    places = {}
    for count, (url, fill) in urls.items():
        server = Program(program, *flags, "--database", url, environment=ENVIRONMENT | secret)
        crowd = Crowd(count, ENVIRONMENT["WECHAT_APP_ID"], secret["JWT_SECRET"])
        fill(crowd)
        places[count] = Place(bench, crowd, server, postmaster)
    for turn in range(ROUNDS):
        for kind in ("read", "refresh", "login"):
            for count, place in places.items():
                costs.setdefault((kind, count), []).append(getattr(place, kind)(turn))
    for place in places.values():
        place.server.__exit__()
    median = {key: statistics.median(values) for key, values in costs.items()}
    return {kind: (median[kind, FEW], median[kind, MANY]) for kind in ("read", "refresh", "login")}


def measure_growth(bench: Bench, program: str, secret: dict, postgres) -> None:
    everybody = bench.people
    files = {count: bench.folder / f"growth{count}.db" for count in (FEW, MANY)}
    names = {count: f"growth{count}" for count in (FEW, MANY)}
    places = {
        "sqlite": (
            {
                n: (f"sqlite://{f}", lambda crowd, f=f: crowd.fill_sqlite(f))
                for n, f in files.items()
            },
            None,
        ),
        "postgresql": (
            {
                n: (postgres.new_database(d), lambda crowd, d=d: crowd.fill_postgresql(postgres, d))
                for n, d in names.items()
            },
            postgres.process(),
        ),
    }
    for name, (urls, postmaster) in places.items():
        for kind, (few, many) in measure_on(bench, program, secret, urls, postmaster).items():
            words = f"{kind} with {FEW} people, us"
            row(f"growth.{name}_{kind}_us", many, "us", "", words, few)
            row(f"growth.{name}_{kind}", many / few, "x", "<=1.3")
    bench.people = everybody
