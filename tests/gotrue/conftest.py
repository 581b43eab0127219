"""The clients from PyPI, and guessers, against a server on each database."""

import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
sys.path[1:1] = [str(TESTS / "mock_server"), str(TESTS / "mock_server" / "contract")]

from world import ANON_KEY, SERVICE_KEY, World  # noqa: E402

from databases import server_on  # noqa: E402
from server import newest_server  # noqa: E402

ENVIRONMENT = {"NEXT_PUBLIC_SUPABASE_ANON_KEY": ANON_KEY, "SUPABASE_SERVICE_ROLE_KEY": SERVICE_KEY}


def pytest_addoption(parser):
    parser.addoption(
        "--server", help="the hufu-mock-server to test; by default the newest under build/"
    )


@pytest.fixture(scope="session")
def program(request) -> Path:
    named = request.config.getoption("--server")
    return Path(named) if named else newest_server()


@pytest.fixture(scope="session")
def on_sqlite(program):
    with server_on("sqlite", program, "gotrue", environment=ENVIRONMENT) as server:
        yield server


@pytest.fixture(scope="session")
def on_postgresql(program):
    with server_on("postgresql", program, "gotrue", environment=ENVIRONMENT) as server:
        yield server


@pytest.fixture
def world(on_sqlite) -> World:
    return World(on_sqlite.url).reset()


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request) -> World:
    """On both databases."""
    return World(request.getfixturevalue(f"on_{request.param}").url).reset()
