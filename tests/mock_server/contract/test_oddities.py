"""What real servers do and this one when it is asked to: the switches, and the answers that they change."""

import pytest

from gotrue import ADA, NEWER, PASSWORD, bearer, code_of, token
from gotrue import refused as gotrue_refused
from people import WechatHalf
from test_authing import APP, legacy, mobile_wish
from test_sessions import MINI, refused
from test_wx_login import refused as hapi_refused
from test_wx_login import wish

SIGN_UP = "POST /auth/v1/signup"


def switch(api, **oddities):
    return api.control("PUT /oddities", 200, oddities)


def confirm(api, email, kind="signup"):
    """Types the code of the newest mail of this kind."""
    messages = api.call("GET /_control/inbox", 200, query={"to": email}).json()["messages"]
    code = next(message["code"] for message in messages if message["kind"] == kind)
    body = {
        "email": email,
        "token": code,
        "type": kind.removesuffix("_current").removesuffix("_new"),
    }
    return api.call("POST /auth/v1/verify", 200, body=body, headers=NEWER).json()


def test_the_switches(api):
    before = api.control("GET /oddities", 200)
    assert switch(api, signUps=False) == before | {"signUps": False}
    for bad in ({"signUps": 0}, {"signups": True}, {"expiresIn": "never"}):
        refused(api, "PUT /_control/oddities", 400, "invalid_request", body=bad, proper=False)
    api.control("POST /reset", 204)
    assert api.control("GET /oddities", 200) == before
    page = {"Origin": "https://evil.example"}
    for name in ("GET /_control/oddities", "PUT /_control/oddities"):
        refused(api, name, 403, "control_is_local", headers=page)
    keys = api.control("GET /gotrue/keys", 200)
    assert keys["anonKey"].count(".") == keys["serviceRoleKey"].count(".") == 2
    refused(api, "GET /_control/gotrue/keys", 403, "control_is_local", headers=page)


def test_an_address_to_be_confirmed(api):
    switch(api, emailConfirmation=True)
    user = api.call(SIGN_UP, 200, body=ADA, headers=NEWER).json()
    assert user["identities"] and "access_token" not in user
    assert token(api, "password", ADA, 400)["code"] == "email_not_confirmed"
    assert confirm(api, ADA["email"])["user"]["id"] == user["id"]
    session = token(api, "password", ADA)
    api.control("POST /clock/advance", 200, {"ms": 60_000})
    made_up = api.call(SIGN_UP, 200, body=ADA, headers=NEWER).json()
    assert made_up["id"] != user["id"] and made_up["identities"] == []
    change = {"email": "lovelace@example.com"}
    changed = api.call("PUT /auth/v1/user", 200, body=change, headers=bearer(session)).json()
    assert (changed["email"], changed["new_email"]) == (ADA["email"], change["email"])
    confirm(api, ADA["email"], "email_change_current")
    confirm(api, change["email"], "email_change_new")
    assert token(api, "password", change | {"password": PASSWORD})["user"]["id"] == user["id"]


def test_only_who_has_an_account(api):
    switch(api, signUps=False, anonymousSignIns=False)
    half = WechatHalf.make(api)
    body = {"code": half.code()["code"]}
    refused(api, "POST /api/wechat/login", 403, "user_not_found", body=body, headers=MINI)
    hapi_refused(api, "POST /users/wxLogin", 403, "user_not_found", body=wish(api, half))
    mini = api.call("POST /api/v1/auth/mini-login", 403, body={"code": half.code()["code"]})
    assert mini.json()["error"] == "user_not_found"
    assert legacy(api, half)["code"] == 2004
    name = "POST /api/v3/signin-by-mobile"
    v3 = api.call(name, 403, body=mobile_wish(half), headers=APP)
    assert v3.json()["apiCode"] == 2004
    name = "GET /auth/v1/wechat_mini/login"
    gotrue_refused(api, name, 422, "signup_disabled", query=code_of(half))
    gotrue_refused(api, SIGN_UP, 422, "signup_disabled", body=ADA)
    gotrue_refused(api, SIGN_UP, 422, "anonymous_provider_disabled", body={})
    settings = api.call("GET /auth/v1/settings", 200).json()
    assert settings["disable_signup"] and not settings["external"]["anonymous_users"]


@pytest.mark.parametrize("form, told", [("text", "900"), ("absent", None)])
def test_the_life_of_a_token(api, form, told):
    half = WechatHalf.make(api)
    switch(api, expiresIn=form)
    body = {"code": half.code()["code"]}
    unified = api.send("POST", "/api/wechat/login", body=body, headers=MINI).json()
    assert unified.get("expiresIn") == told
    gotrue = api.send("POST", "/auth/v1/signup", body=ADA, headers=NEWER).json()
    assert gotrue.get("expires_in") == told


def test_a_refresh_token_that_stays(api):
    half = WechatHalf.make(api).sign_in()
    switch(api, refreshTokens="kept")
    body = {"refreshToken": half.session["refreshToken"]}
    for _ in range(2):
        renewed = api.send("POST", "/api/auth/refresh", body=body, headers=MINI)
        assert renewed.status == 200
        assert "refreshToken" not in renewed.json()
