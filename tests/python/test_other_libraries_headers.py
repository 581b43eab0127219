"""What a caller cannot say of a signed request: who sends it, for whom, and where to."""

import asyncio

import httpx
import hufu_auth
import hufu_auth.httpx
import hufu_auth.requests
import pytest
import requests

from support.echo import echo_server

GIVEN = {
    "authorization": "Bearer of somebody else",
    "X-Platform": "web",
    "X_Platform": "web",
    "DPoP": "proof",
    "Host": "evil.example",
    "X-Mine": "kept",
}
SAYS_WHO = {"authorization", "x-platform", "x_platform", "dpop", "host"}


@pytest.fixture(scope="module")
def echo():
    with echo_server() as url:
        yield url


def by_fetch(client, url):
    return client.fetch(url, headers=GIVEN).json()


def by_httpx(client, url):
    with httpx.Client(auth=hufu_auth.httpx.Auth(client)) as web:
        return web.get(url, headers=GIVEN).json()


def by_requests(client, url):
    with requests.Session() as session:
        session.auth = hufu_auth.requests.Auth(client)
        return session.get(url, headers=GIVEN).json()


def by_transport(client, url):
    with httpx.Client(headers=GIVEN) as web:
        transport = hufu_auth.httpx.Transport(web)
        store = hufu_auth.MemoryStore()
        store.save("hufu.session", client._store.load("hufu.session"))
        with hufu_auth.Client(
            client._config["base_url"],
            origins=[url],
            platform="miniprogram",
            store=store,
            transport=transport,
        ) as other:
            return other.fetch(url, headers=GIVEN).json()


@pytest.mark.parametrize("send", [by_fetch, by_httpx, by_requests, by_transport])
def test_who_sends_is_the_clients_to_say(server, echo, send):
    with hufu_auth.Client(server.url, platform="miniprogram", origins=[echo]) as client:
        client.sign_in_with_wechat(code=server.code_of(server.add_person()))
        arrived = send(client, echo + "/x")
        ours = client.signed_headers(echo + "/x")
    said = [(name, value) for name, value in arrived if name in SAYS_WHO]
    wanted = {name.lower(): value for name, value in ours.items()}
    assert sorted(said) == sorted({**wanted, "host": echo.partition("//")[2]}.items())
    assert ("x-mine", "kept") in [tuple(each) for each in arrived]


def test_the_same_with_asyncio(server, echo):
    async def main():
        async with hufu_auth.AsyncClient(server.url, origins=[echo]) as client:
            await client.sign_in_with_wechat(code=server.code_of(server.add_person()))
            async with httpx.AsyncClient(auth=hufu_auth.httpx.Auth(client)) as web:
                arrived = (await web.get(echo + "/x", headers=GIVEN)).json()
            return arrived, await client.signed_headers(echo + "/x")

    arrived, ours = asyncio.run(main())
    said = {name: value for name, value in arrived if name in SAYS_WHO - {"host"}}
    assert said == {name.lower(): value for name, value in ours.items()}


@pytest.mark.parametrize("send", [by_httpx, by_requests])
def test_what_a_library_frames_with_stays_its_own(server, send):
    """A length that we took away would make of one request two."""
    with hufu_auth.Client(server.url, platform="miniprogram") as client:
        client.sign_in_with_wechat(code=server.code_of(server.add_person()))
        if send is by_httpx:
            with httpx.Client(auth=hufu_auth.httpx.Auth(client)) as web:
                answer = web.put(server.url + "/api/user/profile", json={"nickname": "Bea"})
        else:
            auth = hufu_auth.requests.Auth(client)
            url = server.url + "/api/user/profile"
            answer = requests.put(url, json={"nickname": "Bea"}, auth=auth)
    assert answer.json()["nickname"] == "Bea"
