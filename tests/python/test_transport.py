"""Clients that send by httpx in the place of libcurl."""

from __future__ import annotations

import asyncio
import ssl
import threading
import time

import httpx
import hufu_auth
import hufu_auth.httpx
import pytest
from hufu_auth import errors

PROFILE = "/api/user/profile"
REFRESH = "POST /api/auth/refresh"
BASE = "https://api.example.com"


class Sent:
    """Counts what an httpx client sends, by its event hook."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []

    def note(self, request: httpx.Request) -> None:
        self.requests.append(request)

    async def note_waiting(self, request: httpx.Request) -> None:
        self.requests.append(request)


@pytest.fixture
def sent() -> Sent:
    return Sent()


@pytest.fixture
def web(sent):
    # All of this is the httpx client's own, and must not get into what Hufu sends.
    own = {"headers": {"X-Own": "1"}, "cookies": {"own": "1"}, "params": {"own": "1"}}
    hooks = {"request": [sent.note]}
    with httpx.Client(event_hooks=hooks, auth=("own", "own"), **own) as web:
        yield web


@pytest.fixture
def client(server, web):
    transport = hufu_auth.httpx.Transport(web)
    with hufu_auth.Client(server.url, platform="miniprogram", transport=transport) as client:
        client.sign_in_with_wechat(code=server.code_of(server.add_person()))
        yield client


def waiting(server, story, sent=None):
    """Runs `story(client)` with somebody signed in."""

    async def main():
        hooks = {"request": [(sent or Sent()).note_waiting]}
        async with httpx.AsyncClient(event_hooks=hooks) as web:
            transport = hufu_auth.httpx.AsyncTransport(web)
            more = {"platform": "miniprogram", "transport": transport}
            async with hufu_auth.AsyncClient(server.url, **more) as client:
                await client.sign_in_with_wechat(code=server.code_of(server.add_person()))
                await story(client)
                assert (client._waiting, client._sending) == ({}, set())

    asyncio.run(main())


def mocked(answer, **more) -> hufu_auth.Client:
    """A client whose network is a function."""
    web = httpx.Client(transport=httpx.MockTransport(answer))
    return hufu_auth.Client(BASE, transport=hufu_auth.httpx.Transport(web), **more)


def test_everything_goes_by_httpx(server, client, sent):
    server.pass_time(minutes=60)
    answer = client.fetch(server.url + PROFILE, method="PUT", json={"nickname": "Bea"})
    assert (answer.status, answer.json()["nickname"]) == (200, "Bea")
    assert client.fetch_profile().nickname == "Bea"
    assert [f"{each.method} {each.url.path}" for each in sent.requests] == [
        "POST /api/wechat/login",
        "PUT " + PROFILE,
        REFRESH,
        "PUT " + PROFILE,
        "GET " + PROFILE,
    ]
    client.sign_out()
    with pytest.raises(errors.SignedOut):
        client.access_token()


def test_nothing_of_the_httpx_client_is_sent_along(server, client, sent):
    client.fetch(server.url + PROFILE, headers={"X-Mine": "1"})
    request = sent.requests[-1]
    assert set(request.headers) == {"host", "authorization", "x-platform", "x-mine"}
    assert request.headers["authorization"].startswith("Bearer ")
    assert request.url.query == b""


def test_the_same_on_an_event_loop(server, sent):
    async def story(client):
        server.pass_time(minutes=60)
        answer = await client.fetch(server.url + PROFILE)
        assert answer.json()["id"] == (await client.user()).id
        assert (await client.fetch_profile()).id == (await client.user()).id

    waiting(server, story, sent)
    assert [each.url.path for each in sent.requests][1:] == [
        PROFILE,
        "/api/auth/refresh",
        PROFILE,
        PROFILE,
    ]


def test_64_threads_refresh_once(server, client):
    server.pass_time(minutes=60)
    statuses = []

    def ask():
        statuses.append(client.fetch(server.url + PROFILE).status)

    threads = [threading.Thread(target=ask) for _ in range(64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 64
    assert server.count(REFRESH) == 1


def test_64_tasks_refresh_once(server):
    async def story(client):
        server.pass_time(minutes=60)
        answers = await asyncio.gather(*(client.fetch(server.url + PROFILE) for _ in range(64)))
        assert {answer.status for answer in answers} == {200}
        assert server.count(REFRESH) == 1

    waiting(server, story)


def test_a_request_has_its_time(server, client):
    server.fault("GET " + PROFILE, hang=True, times=None)
    with pytest.raises(errors.Timeout):
        client.fetch(server.url + PROFILE, timeout_ms=200)

    async def story(client):
        with pytest.raises(errors.Timeout):
            await client.fetch(server.url + PROFILE, timeout_ms=200)

    waiting(server, story)


def test_a_request_that_waits_for_a_token_has_its_time(server, client):
    server.pass_time(minutes=60)
    server.fault(REFRESH, hang=True, times=None)
    began = time.monotonic()
    with pytest.raises(errors.Timeout):
        client.fetch(server.url + PROFILE, timeout_ms=500)
    assert time.monotonic() - began < 25  # the refresh itself has 30 seconds


def test_cancelling_a_task_ends_its_request_only(server):
    async def story(client):
        server.pass_time(minutes=60)
        server.fault(REFRESH, delayMs=1000)
        url = server.url + PROFILE
        impatient = [asyncio.ensure_future(client.fetch(url)) for _ in range(8)]
        patient = asyncio.ensure_future(client.fetch(url))
        await asyncio.sleep(0.2)
        for task in impatient:
            task.cancel()
        results = await asyncio.gather(*impatient, return_exceptions=True)
        assert {type(each) for each in results} == {asyncio.CancelledError}
        assert (await patient).status == 200
        assert server.count(REFRESH) == 1

    waiting(server, story)


def test_cancelled_after_every_number_of_steps_nothing_stays_behind(server, full):
    async def story(client):
        for steps in range(200 if full else 30):
            if steps % 5 == 0:
                server.pass_time(minutes=60)
            task = asyncio.ensure_future(client.fetch(server.url + PROFILE))
            for _ in range(steps):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            assert client._sending == set()
        # Where the second try was given up nobody knows whether the renewed token is accepted; this
        # server's clock has outdated it, and for a minute a refusal is no reason to renew again.
        await client.sign_in_with_wechat(code=server.code_of(server.add_person()))
        assert (await client.fetch(server.url + PROFILE)).status == 200

    waiting(server, story)


def test_closing_ends_what_waits(server, client):
    server.fault("GET " + PROFILE, hang=True, times=None)
    closing = threading.Timer(0.3, client.close)
    closing.start()
    with pytest.raises(errors.Cancelled):
        client.fetch_profile()
    closing.join()
    with pytest.raises(errors.Cancelled, match="closed"):
        client.fetch(server.url + PROFILE)

    async def story(client):
        tasks = [client.fetch(server.url + PROFILE), client.fetch_profile()]
        running = [asyncio.ensure_future(task) for task in tasks]
        await asyncio.sleep(0.1)
        await client.aclose()
        for task in running:
            with pytest.raises(errors.Cancelled):
                await task

    waiting(server, story)


def test_redirects_are_followed_within_the_origin_only(server, client):
    server.fault("GET " + PROFILE, redirect=PROFILE)
    assert client.fetch(server.url + PROFILE).status == 200
    server.fault("GET " + PROFILE, redirect="http://127.0.0.2:1/")
    answer = client.fetch(server.url + PROFILE)
    assert (answer.status, answer.headers["location"]) == (302, "http://127.0.0.2:1/")
    with pytest.raises(errors.OriginRefused):
        client.fetch("http://127.0.0.2:1/")


def test_a_picture_is_uploaded(server, client, tmp_path):
    picture = tmp_path / "ann.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert client.upload_avatar(file=picture).avatar_url
    with pytest.raises(errors.HostFault, match="cannot be read"):
        client.upload_avatar(file=tmp_path / "none.png")


def raising(error: Exception, cause: Exception | None = None):
    def answer(request):
        raise error from cause

    return answer


FAILURES = {
    "time": (raising(httpx.ReadTimeout("slow")), errors.Timeout),
    "no connection": (raising(httpx.ConnectError("refused")), errors.Network),
    "cut off": (raising(httpx.RemoteProtocolError("cut off")), errors.Network),
    "tls": (raising(httpx.ConnectError("bad"), ssl.SSLCertVerificationError("bad")), errors.Tls),
    "too long": (
        lambda request: httpx.Response(200, content=bytes(2 << 20)),
        errors.MalformedReply,
    ),
    "a mistake": (raising(ZeroDivisionError()), errors.HostFault),
}


@pytest.mark.parametrize("name", FAILURES)
def test_what_httpx_raises_is_told_as_libcurl_would(name):
    answer, kind = FAILURES[name]
    with mocked(answer) as client, pytest.raises(kind):
        client.sign_in_with_wechat(code="code")

    async def main():
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as web:
            transport = hufu_auth.httpx.AsyncTransport(web)
            async with hufu_auth.AsyncClient(BASE, transport=transport) as client:
                with pytest.raises(kind):
                    await client.sign_in_with_wechat(code="code")

    asyncio.run(main())


def test_a_body_that_is_cut_off_is_an_error(server, client):
    server.fault("GET " + PROFILE, cutAfterBytes=250)
    with pytest.raises(errors.Network):
        client.fetch(server.url + PROFILE)


def test_the_wrong_transport_is_named(web):
    with pytest.raises(
        TypeError, match="transport must be a hufu_auth.httpx.Transport, not Client"
    ):
        hufu_auth.Client(BASE, transport=web)
    with pytest.raises(TypeError, match="a hufu_auth.httpx.AsyncTransport, not Transport"):
        hufu_auth.AsyncClient(BASE, transport=hufu_auth.httpx.Transport(web))
    with pytest.raises(TypeError, match="client must be an httpx.Client, not str"):
        hufu_auth.httpx.Transport("web")
    with pytest.raises(TypeError, match="client must be an httpx.AsyncClient, not Client"):
        hufu_auth.httpx.AsyncTransport(web)
