"""One server and one contract for the whole session; each test begins with the server reset."""

from pathlib import Path

import pytest

from contract import Contract
from server import Api, RunningServer, newest_server


def pytest_addoption(parser):
    parser.addoption(
        "--server", help="the hufu-mock-server to test; by default the newest under build/"
    )


@pytest.fixture(scope="session")
def program(request) -> Path:
    named = request.config.getoption("--server")
    return Path(named) if named else newest_server()


@pytest.fixture(scope="session")
def contract() -> Contract:
    return Contract()


@pytest.fixture(scope="session")
def running(program):
    server = RunningServer(program)
    yield server
    server.stop()


@pytest.fixture
def api(running, contract) -> Api:
    api = Api(running.url, contract)
    api.control("POST /reset", 204)
    return api


def pytest_collection_modifyitems(items):
    # What was seen can only be judged when all walks are over.
    items.sort(key=lambda item: item.path.name == "test_coverage.py")
