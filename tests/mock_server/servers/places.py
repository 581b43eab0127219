"""Where the server that is killed keeps its data, and who goes on afterwards."""

import sqlite3
import time
from pathlib import Path

from group import Group, Member
from postgres import Postgres

from server import RunningServer


class OnPostgres:
    """The first server of the group lives through it all on the same database; people are its clients."""

    def __init__(self, group: Group, postgres: Postgres, database: str):
        self.group, self.postgres, self.database = group, postgres, database
        self.people = group.add()

    def begin_victim(self) -> RunningServer:
        # PQconnectdb takes the last name it is given.
        return self.group.begin(self.group.database + "&application_name=victim")

    def member(self, victim: RunningServer) -> Member:
        return Member(victim.url, self.group.contract, self.people)

    def after_kill(self) -> None:
        """PostgreSQL notices by itself that nobody is there any more."""
        gone = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'victim'"
        end = time.monotonic() + 10
        while self.query(gone) != [["0"]]:
            assert time.monotonic() < end, "the transaction of a dead server lives on"
            time.sleep(0.005)

    def query(self, sql: str) -> list:
        return self.postgres.query(sql, self.database)


class OnSqlite:
    """One file; the next server that opens it goes on. The fakes are in a server of their own."""

    def __init__(self, group: Group, folder: Path):
        self.group, self.file = group, folder / "hufu.db"
        self.home = group.add("sqlite://:memory:")
        self.people: Member = None  # of the server that runs

    def begin_victim(self) -> RunningServer:
        victim = self.group.begin(f"sqlite://{self.file}")
        if self.people is None:
            self.people = Member(victim.url, self.group.contract, self.home)
        self.people.move_to(victim.url)
        return victim

    def member(self, victim: RunningServer) -> Member:
        return self.people

    def after_kill(self) -> None:
        pass

    def query(self, sql: str) -> list:
        connection = sqlite3.connect(self.file)
        try:
            return [[str(value) for value in row] for row in connection.execute(sql)]
        finally:
            connection.close()
