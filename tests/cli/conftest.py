"""A person at a terminal: a home of their own, the real program, the real mock server."""

import os
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[1:1] = [str(HERE), str(HERE.parent / "mock_server" / "contract")]
sys.path.append(str(HERE.parent / "store"))  # its keyrings

from accounts import MAIL, PASSWORD, SERVER  # noqa: E402
from home import Home  # noqa: E402

from contract import Contract  # noqa: E402
from people import WechatHalf  # noqa: E402
from server import Api, RunningServer, newest_server  # noqa: E402

ROOT = HERE.parents[1]


def pytest_addoption(parser):
    parser.addoption("--server", help="the hufu-mock-server to test against")
    parser.addoption("--hufu", help="the hufu to test; by default build/native's")


@pytest.fixture(scope="session")
def server_program(request) -> Path:
    named = request.config.getoption("--server")
    return Path(named).resolve() if named else newest_server()


@pytest.fixture(scope="session")
def hufu(request) -> Path:
    named = request.config.getoption("--hufu")
    program = Path(named) if named else ROOT / "build/native/bindings/cli/hufu"
    assert program.exists(), f"{program} is not built"
    return program.resolve()


@pytest.fixture(scope="session")
def running(server_program):
    server = RunningServer(server_program)
    yield server
    server.stop()


@pytest.fixture
def api(running) -> Api:
    api = Api(running.url, Contract())
    api.control("POST /reset", 204)
    return api


@pytest.fixture
def home(tmp_path, hufu, server_program) -> Home:
    """Knows no server yet; `HUFU_STORE_KEY` is set."""
    return Home(tmp_path / "home", hufu, server_program)


@pytest.fixture
def at(home, api) -> Home:
    """The same, with the server named by the environment."""
    home.environment["HUFU_SERVER"] = api.url
    return home


@pytest.fixture
def signed_in(at, api) -> Home:
    """Signed in there as Hua, by a code of WeChat."""
    code = WechatHalf.make(api, nickname="Hua").code()["code"]
    at.run("login", "--code", "--nickname", "Hua", given=code)
    return at


@pytest.fixture
def viewer(at) -> Path:
    """The folder in which a program for pictures leaves what it was shown, `seen`, and `about` it."""
    return at.install_viewer()


@pytest.fixture
def mails(api):
    """The messages to an address, the newest first."""
    return lambda to: api.control("GET /inbox", query={"to": to})["messages"]


@pytest.fixture
def gotrue(at):
    """A profile that has been told about the server once, and has nobody signed in."""
    at.run("login", "--email", MAIL, "--sign-up", *SERVER, given=PASSWORD + "\n")
    return at


@pytest.fixture(scope="session", autouse=True)
def no_proxies():
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            del os.environ[name]
