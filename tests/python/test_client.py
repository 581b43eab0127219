"""The blocking client against the mock server."""

import logging
import time

import hufu_auth
import pytest


@pytest.fixture
def person(server):
    return server.add_person()


@pytest.fixture
def client(server, person):
    with hufu_auth.Client(
        server.url,
        platform="miniprogram",
        credential=lambda kind, fresh: server.code_of(person),
    ) as client:
        yield client


PROFILE = "/api/user/profile"
REFRESH = "POST /api/auth/refresh"


def test_somebody_signs_in_and_out(server, person):
    with hufu_auth.Client(server.url, platform="miniprogram") as client:
        session = client.sign_in_with_wechat(code=server.code_of(person), nickname="Ann")
        assert (session.state, session.is_new_user) == ("signed_in", True)
        assert session.user == client.user()
        assert client.state == "signed_in"
        headers = client.authorize(server.url + PROFILE)
        assert headers["X-Platform"] == "miniprogram"
        assert headers["Authorization"] == "Bearer " + client.access_token().token
        client.sign_out()
        assert client.state == "signed_out"
        assert client.authorize(server.url + PROFILE) is None
        with pytest.raises(hufu_auth.SignInAgain) as caught:
            client.access_token()
        assert caught.value.code == "signed_out"


def test_why_somebody_is_signed_out(server, client):
    assert client.session().ended is None
    client.sign_in_with_wechat()
    assert client.session().ended is None
    gone = {"status": 401, "times": None}
    server.fault("GET " + PROFILE, body="{}", **gone)
    server.fault(REFRESH, body='{"error":"session_not_found"}', **gone)
    with pytest.raises(hufu_auth.SignInAgain):
        client.fetch(server.url + PROFILE)
    ended = client.session().ended
    assert isinstance(ended, hufu_auth.SessionEnd)
    assert (ended.cause, ended.code, ended.rule) == ("refused", "session_expired", "C4")
    assert (ended.http_status, ended.server_code) == (401, "session_not_found")
    assert abs(ended.at_ms / 1000 - time.time()) < 60
    assert ended.message_in("en").startswith("The server ended the session")
    assert ended.message_in("zh_CN.UTF-8").startswith("服务器结束了会话")


def test_without_a_code_the_host_is_asked(client):
    assert client.sign_in_with_wechat().state == "signed_in"


def test_a_host_that_says_no(server):
    def refuse(kind, fresh):
        raise hufu_auth.HostFailure("declined")

    with hufu_auth.Client(server.url, platform="miniprogram", credential=refuse) as client:
        with pytest.raises(hufu_auth.TellUser) as caught:
            client.sign_in_with_wechat()
        assert caught.value.code == "declined"


def test_a_host_that_breaks(server, caplog):
    def breaks(kind, fresh):
        raise RuntimeError("secret-in-a-message")

    with hufu_auth.Client(server.url, platform="miniprogram", credential=breaks) as client:
        with pytest.raises(hufu_auth.FixProgram) as caught:
            client.sign_in_with_wechat()
    assert caught.value.code == "host_fault"
    assert "RuntimeError" in str(caught.value)
    assert "secret-in-a-message" not in str(caught.value) + caplog.text


def test_a_signed_request(server, client):
    client.sign_in_with_wechat()
    answer = client.fetch(server.url + PROFILE)
    assert (answer.status, answer.ok) == (200, True)
    assert answer.json()["id"] == client.user().id
    assert answer.headers["content-type"].startswith("application/json")
    changed = client.fetch(server.url + PROFILE, method="PUT", json={"nickname": "Bea"})
    assert changed.json()["nickname"] == "Bea"
    assert client.fetch_profile().nickname == "Bea"


def test_an_ended_token_is_renewed_once_and_the_request_sent_again(server, client):
    client.sign_in_with_wechat()
    server.pass_time(minutes=60)
    assert client.fetch(server.url + PROFILE).status == 200
    assert server.count(REFRESH) == 1
    assert server.count("GET " + PROFILE) == 2


def test_nothing_goes_to_another_origin(client):
    with pytest.raises(hufu_auth.errors.OriginRefused):
        client.fetch("https://elsewhere.example.com/")
    with pytest.raises(hufu_auth.errors.OriginRefused):
        client.authorize("https://elsewhere.example.com/")


def test_the_profile(client):
    client.sign_in_with_wechat()
    profile = client.update_profile(nickname="Cleo")
    assert profile.nickname == "Cleo"
    assert profile.identities[0].provider == "wechat"


def test_a_limit_is_told_with_its_time(server, client):
    client.sign_in_with_wechat()
    server.fault("GET " + PROFILE, status=429, retryAfter=7, body="{}")
    with pytest.raises(hufu_auth.RetryLater) as caught:
        client.fetch_profile()
    error = caught.value
    assert (error.code, error.action, error.http_status) == ("rate_limited", "retry", 429)
    assert error.retry_after_ms == 7000
    assert error.message.endswith("(7 s)")


def test_a_request_has_its_time(server, client):
    client.sign_in_with_wechat()
    server.fault("GET " + PROFILE, hang=True)
    with pytest.raises(hufu_auth.errors.Timeout):
        client.fetch(server.url + PROFILE, timeout_ms=200)


def test_events_are_told_and_can_be_left(client):
    told = []
    stop = client.on_event(told.append)
    client.sign_in_with_wechat()
    client.update_profile(nickname="Dora")
    deadline = time.monotonic() + 30
    while len(told) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    stop()
    client.sign_out()
    assert [event.kind for event in told] == ["initial_session", "signed_in", "user_updated"]
    assert told[1].state == "signed_in"
    assert told[2].user.nickname == "Dora"


def test_the_two_halves_become_one(server, client):
    user = server.control("POST", "/clerk/users", firstName="Eve", email="eve@example.com")

    def clerk(kind, fresh):
        body = {"userId": user["userId"]}
        return server.control("POST", "/clerk/session-tokens", **body)["token"]

    client.sign_in_with_wechat()
    with hufu_auth.Client(server.url, platform="web", session="borrowed", credential=clerk) as page:
        code = page.create_bind_code(target="wechat")
        redeemed = client.redeem_bind_code(bind_code=code.bind_code, platform="web")
        assert redeemed.state == "pending"
        assert redeemed.preview.platform == "web"
        accepted = client.accept_binding(binding_id=redeemed.binding_id)
        waiting = page.wait_for_binding(binding_id=code.binding_id, since="pending")
        assert waiting.state == "accepted"
        done = page.confirm_binding(binding_id=code.binding_id, number=accepted.number)
        assert done.state == "confirmed"
        client.wait_for_binding(binding_id=code.binding_id, since="accepted")
        assert client.fetch_profile().id == page.fetch_profile().id


def test_nothing_secret_is_logged(server, client, caplog):
    caplog.set_level(logging.DEBUG, logger="hufu_auth")
    client.sign_in_with_wechat()
    token = client.access_token()
    server.fault("GET " + PROFILE, status=503, body="{}")
    with pytest.raises(hufu_auth.RetryLater):
        client.fetch_profile()
    assert "fetch_profile: server_unavailable" in caplog.text
    assert token.token not in caplog.text
    assert token.token not in repr(token)


def test_a_closed_client_says_so(server):
    client = hufu_auth.Client(server.url)
    client.close()
    client.close()
    for call in (client.session, client.access_token, lambda: client.fetch(server.url)):
        with pytest.raises(hufu_auth.errors.Cancelled, match="closed"):
            call()
