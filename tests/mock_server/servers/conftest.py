"""One PostgreSQL for the whole session, one database for each test."""

import itertools
import os
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[1:1] = [str(HERE.parent), str(HERE.parent / "contract")]

from backend import BackendGroup  # noqa: E402
from group import Group  # noqa: E402
from postgres import Postgres  # noqa: E402

from contract import Contract  # noqa: E402
from server import newest_server  # noqa: E402

NUMBERS = itertools.count()


def pytest_addoption(parser):
    parser.addoption(
        "--server", help="the hufu-mock-server to test; by default the newest under build/"
    )


@pytest.fixture(scope="session")
def program(request) -> Path:
    named = request.config.getoption("--server")
    return Path(named).resolve() if named else newest_server()


@pytest.fixture(scope="session")
def contract() -> Contract:
    return Contract()


@pytest.fixture(scope="session")
def postgres():
    postgres = Postgres(os.getpid())
    yield postgres
    postgres.stop()


@pytest.fixture
def database(postgres) -> str:
    """Its name; empty."""
    name = f"test_{next(NUMBERS)}"
    postgres.new_database(name)
    return name


# hufu-backend is made of the same sources: with --full it goes through the same.
KINDS = {"hufu-mock-server": Group}
if os.environ.get("HUFU_TEST_FULL"):
    KINDS["hufu-backend"] = BackendGroup


@pytest.fixture(params=KINDS)
def group(request, program, contract, postgres, database):
    """Two servers; of mock servers the first plays the upstreams."""
    group = KINDS[request.param](program, contract, postgres.url(database))
    group.add()
    group.add()
    yield group
    group.stop()
