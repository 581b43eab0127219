"""Clients of the five systems. Servers, people, clock and faults are the package's own."""

import hufu_auth
import pytest

A_TOKEN_S = 16 * 60
SEVEN_DAYS_S = 7 * 24 * 3600 + 60


@pytest.fixture
def open_client(hufu_server):
    """Opens clients of this test's server, and closes them with the test."""
    opened = []

    def open_client(backend="unified", platform="miniprogram", **options):
        client = hufu_auth.Client(hufu_server.url, backend=backend, platform=platform, **options)
        opened.append(client)
        return client

    yield open_client
    for client in opened:
        client.close()


@pytest.fixture
def phone(open_client, hufu_person):
    """The mini-program of that person, at the unified backend."""
    return open_client(silent_sign_in=True, credential=hufu_person.wechat.credential)


@pytest.fixture
def page(open_client, hufu_person):
    """Their web page, signed in at Clerk."""
    return open_client(platform="web", session="borrowed", credential=hufu_person.clerk.credential)
