"""Fixtures for pytest: a mock server in one word. They come with `hufu-auth[test]`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # loaded with every run of pytest, also by those who use none of this
    from hufu_auth.testing import Faults, Inbox, MockClock, MockServer, Person


@pytest.fixture(scope="session")
def hufu_server_flags() -> Sequence[str]:
    """Flags of the server; override this in your conftest.py, for example with `["--limits=off"]`."""
    return ()


@pytest.fixture(scope="session")
def hufu_server_of_session(hufu_server_flags: Sequence[str]) -> Iterator[MockServer]:
    """The one server of this run; tests take `hufu_server`, which is this one without a past."""
    from hufu_auth.testing import MockServer, ServerNotFound, ServerNotStarted

    server, failure = None, ""
    try:
        server = MockServer.start(*hufu_server_flags)
    except (ServerNotFound, ServerNotStarted) as error:
        failure = str(error)
    if server is None:  # out here, so that the sentence comes without a traceback
        pytest.fail(failure, pytrace=False)
    with server:
        yield server


@pytest.fixture
def hufu_server(hufu_server_of_session: MockServer) -> MockServer:
    """A running mock server where nobody exists yet; `hufu_server.url` is the `base_url` of clients."""
    hufu_server_of_session.reset()
    return hufu_server_of_session


@pytest.fixture
def hufu_person(hufu_server: MockServer) -> Person:
    """Somebody with WeChat (`hufu_person.wechat`) and a Clerk account (`hufu_person.clerk`)."""
    return hufu_server.add_person()


@pytest.fixture
def hufu_clock(hufu_server: MockServer) -> MockClock:
    """The server's clock: `hufu_clock.advance(16 * 60)`."""
    return hufu_server.clock


@pytest.fixture
def hufu_faults(hufu_server: MockServer) -> Faults:
    """What goes wrong: `hufu_faults.add("POST /api/auth/refresh", status=503)`."""
    return hufu_server.faults


@pytest.fixture
def hufu_inbox(hufu_server: MockServer) -> Inbox:
    """Mails and text messages that the server sent: `hufu_inbox.last("ada@example.com").code`."""
    return hufu_server.inbox
