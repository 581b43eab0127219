"""The program under test, the ways to disturb it, and a directory for its files."""

import os
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
BUILT = HERE.parents[1] / "build" / "native" / "tests" / "store"
sys.path.insert(1, str(HERE))

from injection import Injector, Preload, Strace  # noqa: E402
from mock_server import MockServer  # noqa: E402
from program import Program  # noqa: E402


def pytest_addoption(parser):
    parser.addoption("--program", default=BUILT / "hufu_store_program", type=Path)
    parser.addoption("--server", help="the hufu-mock-server for processes that share a session")


@pytest.fixture(scope="session")
def is_full() -> bool:
    """`./dev test --full`: everything, not a sample."""
    return bool(os.environ.get("HUFU_TEST_FULL"))


@pytest.fixture(scope="session")
def program(request) -> Program:
    path = request.config.getoption("--program").resolve()
    assert path.exists(), f"{path} is not built: ninja -C build/native hufu_store_program"
    return Program(path)


@pytest.fixture
def state(tmp_path) -> Path:
    """Where the store's files go; made by the store."""
    return tmp_path / "state"


@pytest.fixture
def preload(program, tmp_path) -> Preload:
    return Preload(program.path.parent / "libhufu_store_injector.so", tmp_path)


@pytest.fixture(params=["strace", "preload"])
def injector(request, tmp_path, preload) -> Injector:
    """Each in turn. Where tracing is forbidden the first is skipped, and says so."""
    if request.param == "preload":
        return preload
    strace = Strace(tmp_path)
    if why := strace.why_not():
        pytest.skip(f"{why}; the calls on files are disturbed by preload instead")
    return strace


@pytest.fixture
def start_server(request):
    """Starts a server with tokens of so many seconds and this rule for spent refresh tokens."""
    program = request.config.getoption("--server")
    if program is None:
        pytest.skip("no --server was named")
    started = []

    def start(*, token_life_s: int, reuse: str) -> MockServer:
        flags = ["--access-token-life", str(token_life_s), "--refresh-reuse", reuse]
        started.append(MockServer(program, "--limits", "off", *flags))
        return started[-1]

    yield start
    for server in started:
        server.stop()
