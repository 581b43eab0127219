"""Attackers at the bridges, on each database; what they must not find is looked for on a server of its own (test_traces.py)."""

import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
sys.path[1:1] = [str(TESTS / "mock_server"), str(TESTS / "mock_server" / "contract")]

from contract import Contract  # noqa: E402
from databases import DATABASES, server_on  # noqa: E402
from server import Api, newest_server  # noqa: E402

LINKS = ("--wechat-link-rule", "/m/", "--wechat-plain-scheme", "on")


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
    with server_on(request.param, program, "bridges", *LINKS, environment={}) as server:
        yield server


@pytest.fixture
def api(running, contract) -> Api:
    api = Api(running.url, contract)
    api.control("POST /reset", 204)
    return api
