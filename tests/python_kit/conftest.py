"""Clients of the five systems, and a verifier. Servers, people, clock and faults are the package's own."""

import hufu_auth
import pytest
from hufu_auth.verify import Issuer, Verifier
from joserfc.jwk import RSAKey

from issuers import NOW_S, PAGE, Home, Uptime

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


@pytest.fixture(scope="session")
def key():
    """Made once: that takes long."""
    return RSAKey.generate_key(2048, {"kid": "first", "alg": "RS256"})


@pytest.fixture
def home(key):
    return Home(key)


@pytest.fixture
def uptime():
    return Uptime()


@pytest.fixture
def verifier(home, uptime):
    issuer = Issuer.clerk(home.name + "/", authorized_parties=[PAGE])
    return Verifier([issuer], time=lambda: NOW_S, fetch=home.fetch, monotonic=uptime)
