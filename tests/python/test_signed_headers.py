"""Headers for requests that are sent by other means: there, or an error; and none kept for longer."""

import asyncio
import sys

import hufu_auth
import pytest

PROFILE = "/api/user/profile"
REFRESH = "POST /api/auth/refresh"


@pytest.fixture
def client(server):
    with hufu_auth.Client(server.url, platform="miniprogram") as client:
        client.sign_in_with_wechat(code=server.code_of(server.add_person()))
        yield client


def test_a_token_is_waited_for(server, client):
    url = server.url + PROFILE
    assert client.signed_headers(url) == client.authorize(url)
    server.pass_time(minutes=60)
    client.fetch(url)
    assert client.signed_headers(url) == client.authorize(url)
    assert server.count(REFRESH) == 1


def test_nothing_is_an_error(server, client):
    with pytest.raises(hufu_auth.errors.OriginRefused):
        client.signed_headers("https://evil.example/")
    client.sign_out()
    assert client.authorize(server.url + PROFILE) is None
    with pytest.raises(hufu_auth.errors.SignedOut):
        client.signed_headers(server.url + PROFILE)


def test_a_borrowed_token(server):
    options = {"session": "borrowed", "credential": lambda kind, fresh: "lent"}
    with hufu_auth.Client(server.url, platform="web", **options) as client:
        assert client.authorize(server.url) is None
        headers = client.signed_headers(server.url)
    assert headers["Authorization"] == "Bearer lent"


def test_asyncio(server):
    async def main():
        async with hufu_auth.AsyncClient(server.url) as client:
            with pytest.raises(hufu_auth.errors.SignedOut):
                await client.signed_headers(server.url)
            await client.sign_in_with_wechat(code=server.code_of(server.add_person()))
            assert await client.signed_headers(server.url) == client.authorize(server.url)

    asyncio.run(main())


def kept(client, url) -> str:
    """The text that the client keeps for whom asks next."""
    return client.authorize(url).pop("Authorization")


def test_no_token_is_kept_after_the_sign_out(server, client):
    text = kept(client, server.url)
    before = sys.getrefcount(text)
    client.sign_out()
    assert sys.getrefcount(text) == before - 1


def test_no_token_is_kept_by_a_session_that_ended(server, client):
    text = kept(client, server.url)
    before = sys.getrefcount(text)
    gone = {"status": 401, "times": None}
    server.fault("GET " + PROFILE, body="{}", **gone)
    server.fault(REFRESH, body='{"error":"session_expired"}', **gone)
    with pytest.raises(hufu_auth.SignInAgain):
        client.fetch(server.url + PROFILE)
    assert sys.getrefcount(text) == before - 1


def test_no_token_is_kept_by_a_closed_client(server, client):
    text = kept(client, server.url)
    before = sys.getrefcount(text)
    client.close()
    assert sys.getrefcount(text) == before - 1


def test_no_token_is_kept_with_asyncio(server):
    async def main():
        async with hufu_auth.AsyncClient(server.url) as client:
            await client.sign_in_with_wechat(code=server.code_of(server.add_person()))
            text = kept(client, server.url)
            before = sys.getrefcount(text)
            await client.sign_out()
            assert sys.getrefcount(text) == before - 1

    asyncio.run(main())
