"""People's own httpx and requests clients, signed, renewed and repeated."""

import asyncio
import io

import httpx
import hufu_auth
import hufu_auth.httpx
import hufu_auth.requests
import pytest
import requests

PROFILE = "/api/user/profile"
REFRESH = "POST /api/auth/refresh"


@pytest.fixture
def client(server):
    with hufu_auth.Client(server.url, platform="miniprogram") as client:
        client.sign_in_with_wechat(code=server.code_of(server.add_person()))
        yield client


@pytest.fixture
def web(client):
    with httpx.Client(auth=hufu_auth.httpx.Auth(client)) as web:
        yield web


@pytest.fixture
def session(client):
    with requests.Session() as session:
        session.auth = hufu_auth.requests.Auth(client)
        yield session


def waiting(server, story):
    """Runs `story(client, web)` with somebody signed in."""

    async def main():
        async with hufu_auth.AsyncClient(server.url, platform="miniprogram") as client:
            await client.sign_in_with_wechat(code=server.code_of(server.add_person()))
            async with httpx.AsyncClient(auth=hufu_auth.httpx.Auth(client)) as web:
                await story(client, web)

    asyncio.run(main())


@pytest.mark.parametrize("library", ["web", "session"])
def test_a_request_is_signed(server, client, library, request):
    answer = request.getfixturevalue(library).get(server.url + PROFILE)
    assert answer.status_code == 200
    assert answer.json()["id"] == client.user().id


@pytest.mark.parametrize("library", ["web", "session"])
def test_an_ended_token_is_renewed_once_and_the_request_sent_again(server, library, request):
    other = request.getfixturevalue(library)
    server.pass_time(minutes=60)
    answer = other.put(server.url + PROFILE, json={"nickname": "Bea"})
    assert (answer.status_code, answer.json()["nickname"]) == (200, "Bea")
    assert len(answer.history) == 1
    assert server.count(REFRESH) == 1
    assert server.count("PUT " + PROFILE) == 2


@pytest.mark.parametrize("library", ["web", "session"])
def test_nothing_goes_unsigned(server, client, library, request):
    other = request.getfixturevalue(library)
    with pytest.raises(hufu_auth.errors.OriginRefused):
        other.get("http://127.0.0.2:1/")
    client.sign_out()
    with pytest.raises(hufu_auth.errors.SignedOut):
        other.get(server.url + PROFILE)
    assert server.count("GET " + PROFILE) == 0


def pieces():
    yield b'{"nickname":'
    yield b'"Cleo"}'


@pytest.mark.parametrize("library", ["web", "session"])
def test_a_body_that_can_be_read_once_is_sent_once(server, library, request):
    other = request.getfixturevalue(library)
    server.fault("PUT " + PROFILE, status=401, body="{}", times=2)
    key = "content" if library == "web" else "data"
    answer = other.put(server.url + PROFILE, **{key: pieces()})
    assert answer.status_code == 401
    assert server.count("PUT " + PROFILE) == 1


def test_a_redirect_belongs_to_the_library(server, session, web):
    server.fault("GET " + PROFILE, redirect=PROFILE)
    assert session.get(server.url + PROFILE).status_code == 200
    server.fault("GET " + PROFILE, redirect=PROFILE, times=2)
    assert web.get(server.url + PROFILE).status_code == 302
    followed = web.get(server.url + PROFILE, follow_redirects=True)
    assert (followed.status_code, len(followed.history)) == (200, 1)


def test_a_request_that_does_not_arrive_ends_as_the_library_says(server, client, web, session):
    server.fault("GET " + PROFILE, reset=True, times=2)
    with pytest.raises(httpx.TransportError):
        web.get(server.url + PROFILE)
    with pytest.raises(requests.ConnectionError):
        session.get(server.url + PROFILE)
    assert client.fetch(server.url + PROFILE).ok


def test_httpx_and_asyncio(server):
    async def story(client, web):
        server.pass_time(minutes=60)
        answers = await asyncio.gather(*(web.get(server.url + PROFILE) for _ in range(20)))
        assert {answer.status_code for answer in answers} == {200}
        assert server.count(REFRESH) == 1
        with pytest.raises(hufu_auth.errors.OriginRefused):
            await web.get("http://127.0.0.2:1/")

    waiting(server, story)


def test_the_wrong_client_is_named(server, client):
    with pytest.raises(TypeError, match="client must be a client of hufu_auth, not str"):
        hufu_auth.httpx.Auth("client")
    with pytest.raises(TypeError, match="client must be a hufu_auth.Client, not BytesIO"):
        hufu_auth.requests.Auth(io.BytesIO())

    async def mixed():
        async with httpx.AsyncClient(auth=hufu_auth.httpx.Auth(client)) as web:
            await web.get(server.url + PROFILE)

    with pytest.raises(TypeError, match="wants a hufu_auth.AsyncClient"):
        asyncio.run(mixed())
