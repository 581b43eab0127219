"""The systems of a code: wx_login, mini_login and authing. Two have no refresh but a new code, unseen."""

import hufu_auth
import pytest
from hufu_auth import errors

from conftest import A_TOKEN_S, SEVEN_DAYS_S
from together import together

WX_LOGIN = "POST /users/wxLogin"
MINI_LOGIN = "POST /api/v1/auth/mini-login"
AUTHING_LOGIN = "POST /api/v3/signin-by-mobile"
AUTHING_REFRESH = "POST /oidc/token"


@pytest.fixture
def wx_login(open_client, hufu_person):
    person = hufu_person.wechat
    return open_client("wx_login", silent_sign_in=True, credential=person.credential_with_data)


@pytest.fixture
def mini_login(open_client, hufu_person):
    return open_client("mini_login", silent_sign_in=True, credential=hufu_person.wechat.credential)


@pytest.fixture
def open_authing(open_client, hufu_person):
    def open_authing(**options):
        return open_client(
            "authing",
            app_key="test-app",
            connection="test-wechat",
            silent_sign_in=True,
            credential=hufu_person.wechat.credential,
            **options,
        )

    return open_authing


def renewed_unseen(client, server, clock, login, url):
    clock.advance(SEVEN_DAYS_S)
    before = server.count(login)
    assert together(10, lambda: client.fetch(server.url + url).status) == [200] * 10
    assert server.count(login) == before + 1


def test_wx_login(wx_login, hufu_server, hufu_person, hufu_clock):
    with pytest.raises(errors.SignedOut):
        wx_login.fetch_profile()
    session = wx_login.sign_in_with_wechat()
    assert 6.9 < session.expires_in_ms / 86_400_000 <= 7
    assert wx_login.fetch_profile().nickname == hufu_person.wechat.nickname
    wx_login.update_profile(nickname="Hua")
    renewed_unseen(wx_login, hufu_server, hufu_clock, WX_LOGIN, "/users/profile")
    # What was changed here is not written over by what WeChat says again.
    assert wx_login.fetch_profile().nickname == "Hua"
    with pytest.raises(errors.Unsupported):
        wx_login.sign_out(scope="global")
    wx_login.sign_out()
    assert wx_login.state == "signed_out"


@pytest.mark.parametrize("genuine", [True, False])
def test_wx_login_checks_the_signature(wx_login, hufu_person, genuine):
    code, data = hufu_person.wechat.login_code(), hufu_person.wechat.open_data()
    given = {
        "code": code,
        "encrypted_data": data.encrypted_data,
        "iv": data.iv,
        "raw_data": data.raw_data,
        "signature": data.signature if genuine else "0" * 40,
    }
    if genuine:
        assert wx_login.sign_in_with_wechat(**given).state == "signed_in"
        return
    with pytest.raises(errors.Refused) as caught:
        wx_login.sign_in_with_wechat(**given)
    assert caught.value.detail == "invalid_user_data"


def test_mini_login(mini_login, open_client, hufu_server, hufu_person, hufu_clock):
    first = mini_login.sign_in_with_wechat(nickname="小华")
    assert first.is_new_user
    assert first.user.nickname == "小华"
    other = open_client("mini_login", credential=hufu_person.wechat.credential)
    second = other.sign_in_with_wechat(nickname="somebody else")
    assert not second.is_new_user
    assert second.user == first.user
    renewed_unseen(mini_login, hufu_server, hufu_clock, MINI_LOGIN, "/api/v1/auth/me")


def test_mini_login_registers_one_user_however_many_come_at_once(open_client, hufu_person):
    def sign_in():
        client = open_client("mini_login", credential=hufu_person.wechat.credential)
        return client.sign_in_with_wechat()

    sessions = together(8, sign_in)
    assert len({session.user.id for session in sessions}) == 1
    assert sum(session.is_new_user for session in sessions) == 1


def test_mini_login_shuts_out_a_banned_user(mini_login, hufu_server):
    mini_login.sign_in_with_wechat()
    hufu_server.ban(hufu_server.audit()[-1].user_id)
    with pytest.raises(errors.UserBanned):
        mini_login.fetch_profile()


@pytest.mark.parametrize("backend, login", [("wx_login", WX_LOGIN), ("mini_login", MINI_LOGIN)])
def test_an_outage_while_a_code_renews_the_session(
    backend, login, request, hufu_clock, hufu_faults
):
    client = request.getfixturevalue(backend)
    client.sign_in_with_wechat()
    hufu_clock.advance(SEVEN_DAYS_S)
    hufu_faults.add(login, status=503)
    with pytest.raises(errors.ServerUnavailable):
        client.fetch_profile()
    assert client.state == "signed_in"


def test_authing_stays_signed_in_over_restarts(open_authing, hufu_server, hufu_clock, tmp_path):
    def start():
        return open_authing(store=hufu_auth.FileStore(tmp_path / "phone", key="5a" * 32))

    client = start()
    client.sign_in_with_wechat()
    bob = client.update_profile(nickname="Bob")
    client.close()
    client = start()
    assert client.fetch_profile().id == bob.id
    hufu_clock.advance(A_TOKEN_S)
    answers = together(20, lambda: client.fetch_profile().nickname)
    assert answers == ["Bob"] * 20
    assert hufu_server.count(AUTHING_LOGIN) == 1
    assert hufu_server.count(AUTHING_REFRESH) == 1
    client.sign_out()
    client.close()
    assert start().session().state == "signed_out"


def test_authing_renews_an_ended_session_by_a_new_code(open_authing, hufu_server, hufu_clock):
    client = open_authing()
    client.sign_in_with_wechat()
    before = client.fetch_profile().id
    hufu_clock.advance(31 * 24 * 3600)
    assert client.fetch_profile().id == before
    assert hufu_server.count(AUTHING_LOGIN) == 2


def test_authing_lives_through_an_outage(open_authing, hufu_clock, hufu_faults):
    client = open_authing()
    client.sign_in_with_wechat()
    hufu_faults.add(AUTHING_REFRESH, status=503, times=3)  # one or two are healed unseen
    hufu_clock.advance(A_TOKEN_S)
    with pytest.raises(errors.ServerUnavailable):
        client.fetch_profile()
    assert client.state == "signed_in"
