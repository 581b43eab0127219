"""Attempts to get into an account by way of a device, by somebody who holds an old token of its owner, or once held one."""

from gotrue import PASSWORD, VERIFIER, bearer, begin, land, scan, sign_up, token
from people import WebHalf, WechatHalf
from test_device import DESKTOP, ask, start
from test_sessions import refused

DAY_MS = 24 * 3600 * 1000
STALE_MS = 11 * 60 * 1000
APPROVE = "POST /api/device/{user_code}/approve"


def approve(api, headers, grant, expect=200):
    return api.call(
        APPROVE,
        expect,
        body={"number": grant["number"]},
        headers=headers,
        user_code=grant["user_code"],
    )


def device_of(tokens):
    return DESKTOP | {"Authorization": f"Bearer {tokens['access_token']}"}


def move_clock(api, by_ms):
    api.control("POST /clock/advance", 200, {"ms": by_ms})


def test_a_device_is_no_fresher_than_who_let_it_in(api):
    """The whole take-over: a stale token, a device of one's own, then what needs a fresh sign-in."""
    victim = WechatHalf.make(api).sign_in()
    move_clock(api, STALE_MS)
    victim.refresh()
    stolen = victim.headers
    bind = {"body": {"target": "web"}}
    unbind = {"provider": "wechat"}
    refused(api, "POST /api/bind-codes", 403, "reauth_required", headers=stolen, **bind)
    grant = start(api)
    approve(api, stolen, grant)
    device = device_of(ask(api, grant))
    assert api.call("GET /api/user/profile", 200, headers=device).json()["id"]
    refused(api, "POST /api/bind-codes", 403, "reauth_required", headers=device, **bind)
    name = "DELETE /api/identities/{provider}"
    refused(api, name, 403, "reauth_required", headers=device, **unbind)


def test_a_device_lives_no_longer_than_the_session_that_let_it_in(api):
    owner = WechatHalf.make(api).sign_in()
    for _ in range(8):
        move_clock(api, 22 * DAY_MS)
        owner.refresh()
    grant = start(api)
    approve(api, owner.headers, grant)
    tokens = ask(api, grant)
    move_clock(api, 5 * DAY_MS)
    body = {"refreshToken": tokens["refresh_token"]}
    refused(api, "POST /api/auth/refresh", 400, "session_expired", body=body, headers=DESKTOP)


def test_a_borrowed_session_has_to_be_fresh(api):
    """Clerk's tokens come from a session that is not ours: how long it lives nobody here knows."""
    web = WebHalf.make(api)
    grant = start(api)
    more = {"body": {"number": grant["number"]}, "user_code": grant["user_code"]}
    refused(api, APPROVE, 403, "reauth_required", headers=web.stale_headers(), **more)
    assert ask(api, grant, 400)["error"] == "authorization_pending"
    approve(api, web.headers, grant)
    move_clock(api, STALE_MS)  # beyond the grant's life as well
    grant = start(api)
    refused(
        api,
        APPROVE,
        403,
        "reauth_required",
        headers=web.stale_headers(),
        body={"number": grant["number"]},
        user_code=grant["user_code"],
    )


def sign_out_everywhere(api, owner, _):
    api.call("POST /api/auth/logout", 204, query={"scope": "global"}, headers=owner.headers)


def sign_out_others(api, owner, _):
    api.call("POST /api/auth/logout", 204, query={"scope": "others"}, headers=owner.headers)


def ban_and_forgive(api, owner, user_id):
    api.control("POST /users/{user_id}/ban", 200, {"banned": True}, user_id=user_id)
    api.control("POST /users/{user_id}/ban", 200, {"banned": False}, user_id=user_id)


def test_nothing_that_was_approved_outlives_what_shuts_everybody_out(api):
    """The owner notices, and shuts everybody out; the device that the attacker let in has not come yet."""
    for shut_out in (sign_out_everywhere, sign_out_others, ban_and_forgive):
        owner = WechatHalf.make(api).sign_in()
        attacker = WechatHalf(api, owner.person_id, owner.openid).sign_in()
        user_id = owner.session["user"]["id"]
        grant = start(api)
        approve(api, attacker.headers, grant)
        shut_out(api, owner, user_id)
        assert ask(api, grant, 400)["error"] == "access_denied", shut_out.__name__


def test_a_device_comes_too_late_once_who_approved_has_signed_out(api):
    owner = WechatHalf.make(api).sign_in()
    grant = start(api)
    approve(api, owner.headers, grant)
    api.call("POST /api/auth/logout", 204, headers=owner.headers)
    assert ask(api, grant, 400)["error"] == "access_denied"
    web = WebHalf.make(api)
    grant = start(api)
    approve(api, web.headers, grant)
    api.call("POST /api/auth/logout", 204, headers=web.headers)
    assert ask(api, grant, 400)["error"] == "access_denied"


def test_another_password_shuts_out_the_devices_too(api):
    """One person on two surfaces, joined by WeChat: the password is changed on the one, the device was let in on the other."""
    person = WechatHalf.make(api)
    owner = sign_up(api)
    code = {"code": person.code()["code"]}
    api.call("GET /auth/v1/wechat_mini/bind_account", 200, query=code, headers=bearer(owner))
    attacker = person.sign_in()
    grant = start(api)
    approve(api, attacker.headers, grant)
    body = {"password": PASSWORD + " again"}
    api.call("PUT /auth/v1/user", 200, body=body, headers=bearer(owner))
    assert ask(api, grant, 400)["error"] == "access_denied"


def test_a_scan_from_before_opens_nothing_afterwards(api):
    """The code of a way over WeChat's QR code that is out and not redeemed: the attacker's browser has its verifier."""
    owner = WechatHalf.make(api)

    def code() -> dict:
        landed = land(api, scan(api, owner, begin(api)))
        return {"auth_code": landed["code"], "code_verifier": VERIFIER}

    session = token(api, "pkce", code())
    waiting = code()
    api.call("POST /auth/v1/logout", 204, query={"scope": "global"}, headers=bearer(session))
    assert token(api, "pkce", waiting, 404)["code"] == "flow_state_not_found"
    token(api, "pkce", code())


def test_devices_that_ask_too_often(api):
    for _ in range(60):
        start(api)
    answer = api.call(
        "POST /oauth/device_authorization",
        429,
        raw=b"client_id=hufu-cli",
        headers=DESKTOP | {"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert 0 < int(answer.headers["retry-after"]) <= 300


def test_what_has_expired_is_swept_away(api):
    owner = WechatHalf.make(api).sign_in()
    start(api)
    api.call("POST /api/bind-codes", 201, body={"target": "web"}, headers=owner.headers)
    assert api.control("POST /sweep")["removed"] == {}
    move_clock(api, 20 * DAY_MS)
    owner.refresh()
    removed = api.control("POST /sweep")["removed"]
    assert {"device_grants": 1, "bindings": 1}.items() <= removed.items()
    assert "sessions" not in removed
    owner.refresh()
    move_clock(api, 181 * DAY_MS)
    removed = api.control("POST /sweep")["removed"]
    assert removed["sessions"] == 1
    assert api.control("GET /audit")["entries"] == []
