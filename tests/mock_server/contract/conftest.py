"""One contract for the whole session, and one server on each database; each test begins with the server reset."""

import sys
from pathlib import Path

import pytest

sys.path.insert(1, str(Path(__file__).parents[1]))

from clerk_webhooks import WEBHOOK_SECRET  # noqa: E402
from contract import Contract  # noqa: E402
from databases import DATABASES, server_on  # noqa: E402
from server import SERVER_KEYS, Api, RunningServer, newest_server  # noqa: E402


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


@pytest.fixture(scope="session", params=DATABASES)
def running(program, request):
    """Every surface answers alike on both databases."""
    environment = {"HUFU_SERVER_KEYS": SERVER_KEYS, **WEBHOOK_SECRET}
    links = ("--wechat-link-rule", "/m/", "--wechat-plain-scheme", "on")
    links += ("--wechat-link-check", "aB3_-.txt=5e0c=")
    with server_on(request.param, program, "contract", *links, environment=environment) as server:
        yield server


@pytest.fixture
def api(running, contract) -> Api:
    api = Api(running.url, contract)
    api.control("POST /reset", 204)
    return api


@pytest.fixture
def server_without_control(program, contract):
    server = RunningServer(program, control=False)
    yield Api(server.url, contract)
    server.stop()


def pytest_collection_modifyitems(items):
    # What was seen can only be judged when all walks are over.
    items.sort(key=lambda item: item.path.name == "test_coverage.py")
