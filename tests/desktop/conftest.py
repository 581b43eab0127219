"""The window of examples/desktop on a screen of its own, against the real mock server."""

import base64
import os
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[1:1] = [str(HERE), str(HERE.parent / "mock_server" / "contract")]

from screen import Program, Screen  # noqa: E402

from contract import Contract  # noqa: E402
from server import Api, RunningServer, newest_server  # noqa: E402

ROOT = HERE.parents[1]


def pytest_addoption(parser):
    parser.addoption("--server", help="the hufu-mock-server to test against")


@pytest.fixture
def api(request):
    """Of a server of its own; the parameter, if there is one, is the server's flags."""
    named = request.config.getoption("--server")
    program = Path(named).resolve() if named else newest_server()
    server = RunningServer(program, *getattr(request, "param", ()))
    yield Api(server.url, Contract())
    server.stop()


@pytest.fixture
def screen(tmp_path):
    pictures = ROOT / "build/pictures/desktop"
    pictures.mkdir(parents=True, exist_ok=True)
    screen = Screen(tmp_path, pictures)
    yield screen
    screen.close()


@pytest.fixture
def start(screen, api):
    """Starts the program; all that are started in one test are of one person and one home."""
    program = ROOT / "build/native/examples/desktop/hufu-desktop"
    assert program.exists(), f"{program} is not built"
    environment = {
        "HUFU_SERVER": api.url,
        "HUFU_STORE_KEY": base64.b64encode(os.urandom(32)).decode(),
    }
    started = []

    def begin(**more: str) -> Program:
        started.append(Program(screen, program, {**environment, **more}))
        return started[-1]

    yield begin
    for each in started:
        each.end()


@pytest.fixture(scope="session", autouse=True)
def no_proxies():
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            del os.environ[name]
