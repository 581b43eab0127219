"""One mock server for the whole run; each test begins with it reset."""

import os

import pytest

from support.server import Server


@pytest.fixture(scope="session")
def running():
    with Server(os.environ["HUFU_MOCK_SERVER"]) as server:
        yield server


@pytest.fixture
def server(running) -> Server:
    running.reset()
    return running


@pytest.fixture(scope="session")
def full() -> bool:
    """Whether stress tests run at full length."""
    return bool(os.environ.get("HUFU_TEST_FULL"))


@pytest.fixture
def strict_server():
    """One that takes each refresh token once, and ends the session of who brings it again."""
    with Server(os.environ["HUFU_MOCK_SERVER"], "--refresh-reuse", "strict") as server:
        yield server
