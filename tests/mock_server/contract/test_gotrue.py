"""The surface that clients of Supabase and MemFire talk to: every operation."""

import re
from base64 import b64decode
from html import unescape
from urllib.parse import urlsplit

from gotrue import (
    ADA,
    BEGIN,
    NEWER,
    VERIFIER,
    bearer,
    begin,
    code_of,
    flat,
    land,
    refused,
    scan,
    sign_up,
    token,
)
from people import WECHAT_APP, WechatHalf


def test_with_a_password(api):
    session = sign_up(api, data={"full_name": "Ada"})
    assert session["user"]["user_metadata"]["full_name"] == "Ada"
    again = token(api, "password", ADA)
    assert again["user"]["id"] == session["user"]["id"]
    user = api.call("GET /auth/v1/user", 200, headers=bearer(again)).json()
    assert user["app_metadata"] == {"provider": "email", "providers": ["email"]}
    renewed = token(api, "refresh_token", {"refresh_token": again["refresh_token"]})
    for scope in ("others", "local"):
        api.call("POST /auth/v1/logout", 204, query={"scope": scope}, headers=bearer(renewed))
    token(api, "refresh_token", {"refresh_token": renewed["refresh_token"]}, 400)


def test_anonymous_and_then_somebody(api):
    session = api.call(
        "POST /auth/v1/signup", 200, body={"data": {"cart": 1}}, headers=NEWER
    ).json()
    assert session["user"]["is_anonymous"]
    user = api.call("PUT /auth/v1/user", 200, body=ADA, headers=bearer(session)).json()
    assert not user["is_anonymous"]
    assert user["user_metadata"]["cart"] == 1


def test_by_the_qr_code(api):
    half = WechatHalf.make(api, nickname="小明")
    url = api.call(
        "GET /auth/v1/authorize", 200, query=BEGIN | {"skip_http_redirect": "true"}
    ).json()["url"]
    callback = scan(api, half, url)
    code = land(api, callback)["code"]
    assert land(api, callback)["error_code"] == "flow_state_already_used"
    body = {"auth_code": code, "code_verifier": VERIFIER}
    wrong = {"auth_code": code, "code_verifier": "w" * 43}
    assert token(api, "pkce", wrong, 400)["code"] == "bad_code_verifier"
    session = token(api, "pkce", body)
    assert session["user"]["user_metadata"]["full_name"] == "小明"
    assert token(api, "pkce", body, 404)["code"] == "flow_state_not_found"


def test_without_a_challenge(api):
    half = WechatHalf.make(api)
    url = api.call("GET /auth/v1/authorize", 302, query={"provider": "wechat_qr"}).headers[
        "location"
    ]
    answer = api.call("GET /auth/v1/callback", 302, query=scan(api, half, url))
    session = flat(urlsplit(answer.headers["location"]).fragment)
    user = api.call("GET /auth/v1/user", 200, headers=bearer(session)).json()
    assert user["app_metadata"]["provider"] == "wechat_qr"


def test_who_declines_comes_back_with_an_error(api):
    parts = urlsplit(begin(api))
    page = api.call("GET /wechat/connect/qrconnect", 200, query=flat(parts.query))
    link = next(unescape(link) for link in re.findall(r'href="([^"]+)"', page.text))
    answer = api.call("GET /wechat/connect/decline", 302, query=flat(urlsplit(link).query))
    callback = flat(urlsplit(answer.headers["location"]).query)
    assert "code" not in callback
    assert land(api, callback)["error"] == "access_denied"
    api.call("GET /wechat/connect/decline", 200, query={"appid": "x"})


def test_a_flow_that_took_too_long(api):
    half = WechatHalf.make(api)
    code = land(api, scan(api, half, begin(api)))["code"]
    api.control("POST /clock/advance", 200, {"ms": 300_000})
    body = {"auth_code": code, "code_verifier": VERIFIER}
    assert token(api, "pkce", body, 422)["code"] == "flow_state_expired"


def test_a_flow_of_somebody_blocked(api):
    half = WechatHalf.make(api)
    callback = scan(api, half, begin(api))
    user = api.call(
        "GET /auth/v1/wechat_mini/login", 200, query=code_of(half), headers=NEWER
    ).json()["user"]
    code = land(api, callback)["code"]
    api.control("POST /users/{user_id}/ban", 200, {}, user_id=user["id"])
    assert (
        token(api, "pkce", {"auth_code": code, "code_verifier": VERIFIER}, 403)["code"]
        == "user_banned"
    )
    refused(api, "GET /auth/v1/wechat_mini/login", 403, "user_banned", query=code_of(half))


def test_identities(api):
    half = WechatHalf.make(api)
    session = sign_up(api)
    name = "GET /auth/v1/user/identities/authorize"
    page = api.call(name, 302, query=BEGIN, headers=bearer(session)).headers["location"]
    skipping = BEGIN | {"skip_http_redirect": "true"}
    assert api.call(name, 200, query=skipping, headers=bearer(session)).json()["url"]
    refused(api, name, 400, "validation_failed", query={"provider": "x"}, headers=bearer(session))
    code = land(api, scan(api, half, page))["code"]
    session = token(api, "pkce", {"auth_code": code, "code_verifier": VERIFIER})
    email, wechat = session["user"]["identities"]
    name = "DELETE /auth/v1/user/identities/{identity_id}"
    nobody = "00000000-0000-4000-8000-000000000000"
    refused(api, name, 422, "identity_not_found", headers=bearer(session), identity_id=nobody)
    session = token(api, "password", ADA)
    api.call(name, 200, headers=bearer(session), identity_id=wechat["identity_id"])
    refused(
        api,
        name,
        422,
        "single_identity_not_deletable",
        headers=bearer(session),
        identity_id=email["identity_id"],
    )


def test_after_ten_minutes_how_one_signs_in_stays(api):
    half = WechatHalf.make(api)
    session = sign_up(api)
    query = code_of(half)
    user = api.call(
        "GET /auth/v1/wechat_mini/bind_account", 200, query=query, headers=bearer(session)
    ).json()
    assert user["wechat_id"] == half.openid
    api.control("POST /clock/advance", 200, {"ms": 601_000})
    for name, more in (
        ("PUT /auth/v1/user", {"body": {"password": "another good one"}}),
        ("GET /auth/v1/wechat_mini/bind_account", {"query": code_of(half)}),
        ("GET /auth/v1/user/identities/authorize", {"query": BEGIN}),
        ("DELETE /auth/v1/user/identities/{identity_id}", {}),
    ):
        identity = user["identities"][0]["identity_id"]
        refused(
            api,
            name,
            400,
            "reauthentication_needed",
            headers=bearer(session),
            identity_id=identity,
            **more,
        )


def test_memfire(api):
    half = WechatHalf.make(api)
    session = api.call(
        "GET /auth/v1/wechat_mini/login", 200, query=code_of(half), headers=NEWER
    ).json()
    assert session["user"]["wechat_id"] == half.openid
    name = "GET /auth/v1/wechat_mini/bind_phone"
    user = api.call(name, 200, query=code_of(half, "phone-codes"), headers=bearer(session)).json()
    assert user["phone"] == "8613800138000"
    other = sign_up(api)
    for name in ("login", "bind_phone", "bind_account"):
        name = f"GET /auth/v1/wechat_mini/{name}"
        refused(api, name, 400, "validation_failed", headers=bearer(other))
        refused(api, name, 400, "invalid_credentials", query={"code": "x"}, headers=bearer(other))
    name = "GET /auth/v1/wechat_mini/bind_account"
    refused(api, name, 422, "identity_already_exists", query=code_of(half), headers=bearer(other))


def test_mini_program_codes(api):
    name = "POST /auth/v1/wechat_mini/unlimited_qrcode"
    wish = {
        "scene": "a=1",
        "page": "pages/index/index",
        "width": 280,
        "line_color": {"r": 0, "g": 0, "b": 0},
    }
    picture = api.call(name, 200, body=wish, headers=NEWER).json()["imgBase64"]
    assert b64decode(picture).startswith(b"\xff\xd8")
    refused(api, name, 400, "validation_failed", body={"scene": "a=1", "page": "/pages/index"})
    refused(api, name, 400, "validation_failed", body={"scene": "x" * 33}, proper=False)
    body = {"grant_type": "client_credential"} | WECHAT_APP
    access = api.call("POST /wechat/cgi-bin/stable_token", 200, body=body).json()["access_token"]
    name = "POST /wechat/wxa/getwxacodeunlimit"
    api.call(name, 200, query={"access_token": access}, body={"scene": "a=1"})
    answer = api.call(name, 200, query={"access_token": access}, body={"scene": ""})
    assert answer.json()["errcode"] == 40169
