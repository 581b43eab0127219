"""A mock server on each database that it knows."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from postgres import Postgres

from server import RunningServer

DATABASES = ["sqlite", "postgresql"]


@contextmanager
def server_on(
    database: str, program: Path, name: str, *flags: str, environment: Mapping[str, str]
) -> Iterator[RunningServer]:
    """One of DATABASES; PostgreSQL is a cluster of its own, with a database of that name."""
    with ExitStack() as stack:
        settings = {"environment": dict(environment)}
        if database == "postgresql":
            postgres = Postgres(os.getpid())
            stack.callback(postgres.stop)
            settings["database"] = postgres.new_database(name)
            settings["environment"]["JWT_SECRET"] = (
                "what the servers of one database have in common"
            )
        server = RunningServer(program, *flags, **settings)
        stack.callback(server.stop)
        yield server
