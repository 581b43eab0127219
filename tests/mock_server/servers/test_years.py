"""400 days of people who come and go: after half a year the database grows no more.

Every story is walked once, for real; then the rows it left are written again for each person and each day, which is what makes
400 days of them fit into seconds. The clock is the server's, moved; the sweep is the server's own."""

import os
import sqlite3
from contextlib import closing

import pytest

from contract import Contract
from people import WechatHalf
from server import Api, RunningServer
from test_gotrue import BEGIN

PEOPLE_A_DAY = 200 if os.environ.get("HUFU_TEST_FULL") else 20
DAY_MS = 24 * 3600 * 1000
STEP_DAYS = 10
MEASURED_DAYS = (200, 400)
GROWS_TO_AT_MOST = 1.05

TABLES = ("sessions", "bindings", "device_grants", "sign_in_flows", "attempts", "audit")
NUMBERED = {("attempts", "number"), ("audit", "number")}  # as they come
UNIQUE = {"id", "code_hmac", "qr_hmac", "device_hmac", "user_hmac", "state_hmac"}
SECRET = {"JWT_SECRET": "what the servers of this test have in common"}
FORM = {"X-Platform": "desktop", "Content-Type": "application/x-www-form-urlencoded"}


class InSqlite:
    random_text = "lower(hex(randomblob(16)))"

    def __init__(self, folder):
        self.file = folder / "hufu.db"
        self.url = f"sqlite://{self.file}"

    def query(self, sql: str) -> list:
        with closing(sqlite3.connect(self.file, timeout=10)) as connection, connection:
            return [[str(value) for value in row] for row in connection.execute(sql)]

    def run(self, statements: str) -> None:
        with closing(sqlite3.connect(self.file, timeout=10)) as connection, connection:
            connection.executescript(f"BEGIN; {statements}; COMMIT")

    def columns(self, table: str) -> list[str]:
        return [row[1] for row in self.query(f"PRAGMA table_info({table})")]

    def pass_time(self) -> None:
        pass

    def size(self) -> int:
        self.query("PRAGMA wal_checkpoint(TRUNCATE)")
        return self.file.stat().st_size


class InPostgres:
    random_text = "md5(random()::text || clock_timestamp()::text)"

    def __init__(self, postgres, database):
        self.postgres, self.database = postgres, database
        self.url = postgres.url(database)

    def query(self, sql: str) -> list:
        return self.postgres.query(sql, self.database)

    run = query

    def columns(self, table: str) -> list[str]:
        sql = f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'"
        return [row[0] for row in self.query(sql)]

    def pass_time(self) -> None:
        """What autovacuum does in ten days."""
        self.query("VACUUM")

    def size(self) -> int:
        return int(self.query("SELECT pg_database_size(current_database())")[0][0])


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    if request.param == "sqlite":
        return InSqlite(tmp_path)
    return InPostgres(request.getfixturevalue("postgres"), request.getfixturevalue("database"))


@pytest.fixture
def api(program, place):
    server = RunningServer(program, database=place.url, environment=SECRET)
    yield Api(server.url, Contract())
    server.stop()


def walk_every_story(api) -> None:
    person = WechatHalf.make(api).sign_in()
    person.refresh()
    api.call("POST /api/bind-codes", 201, body={"target": "web"}, headers=person.headers)
    wrong = {"bindCode": "BBBBB-BBBBB", "platform": "wechat"}
    api.call("POST /api/bind-account", 400, body=wrong, headers=person.headers)
    api.call("POST /oauth/device_authorization", 200, raw=b"client_id=hufu-cli", headers=FORM)
    api.call("GET /auth/v1/authorize", 302, query=BEGIN)
    api.call("POST /api/auth/logout", 204, headers=person.headers)
    person.sign_in()  # and this one is never ended


def copy_of(place, table: str, columns: list[str], row: list[str], walked_ms: int) -> str:
    """The statement that writes this row for everybody who comes in the days before `now`."""
    values = []
    for name, value in zip(columns, row, strict=True):
        if name in UNIQUE and value != "":
            values.append(place.random_text)
        elif name.endswith("_ms") and value != "0":
            values.append(f"{{now}} - (n % {STEP_DAYS}) * {DAY_MS} + {int(value) - walked_ms}")
        else:
            values.append("'" + value.replace("'", "''") + "'")
    series = (
        "WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series "
        f"WHERE n < {PEOPLE_A_DAY * STEP_DAYS})"
    )
    names = ", ".join(columns)
    return f"INSERT INTO {table} ({names}) {series} SELECT {', '.join(values)} FROM series"


def rows_of_some_days(place, walked_ms: int) -> str:
    statements = []
    for table in TABLES:
        columns = [name for name in place.columns(table) if (table, name) not in NUMBERED]
        rows = place.query(f"SELECT {', '.join(columns)} FROM {table}")
        assert rows, f"no story wrote into {table}"
        statements += [copy_of(place, table, columns, row, walked_ms) for row in rows]
    return ";\n".join(statements)


def test_after_half_a_year_the_database_grows_no_more(api, place):
    walk_every_story(api)
    now_ms = api.control("GET /clock")["nowMs"]
    statements = rows_of_some_days(place, now_ms)
    sizes, removed = {}, {}
    for day in range(STEP_DAYS, MEASURED_DAYS[-1] + 1, STEP_DAYS):
        now_ms = api.control("POST /clock/advance", 200, {"ms": STEP_DAYS * DAY_MS})["nowMs"]
        place.run(statements.replace("{now}", str(now_ms)))
        removed = api.control("POST /sweep")["removed"]
        place.pass_time()
        if day in MEASURED_DAYS:
            sizes[day] = place.size()
    # As much goes as comes, of everything; and nothing goes that is still good for something.
    assert set(removed) == set(TABLES)
    month_ago, half_a_year_ago = now_ms - 29 * DAY_MS, now_ms - 179 * DAY_MS
    alive = f"SELECT count(*) FROM sessions WHERE ended_ms = 0 AND rotated_ms > {month_ago}"
    assert int(place.query(alive)[0][0]) >= 28 * PEOPLE_A_DAY
    kept = f"SELECT count(*) FROM audit WHERE at_ms > {half_a_year_ago}"
    assert int(place.query(kept)[0][0]) >= 178 * PEOPLE_A_DAY
    assert sizes[400] <= GROWS_TO_AT_MOST * sizes[200], sizes
