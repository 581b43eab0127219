"""The Authing document's way: a code becomes a token, which opens the profile; the older calls and those of v3."""

from urllib.parse import urlencode

import pytest

from people import WechatHalf

WECHAT = "/connections/social/wechat-miniprogram"
APP = {"x-authing-app-id": "app1", "x-authing-userpool-id": "pool1"}
ME = "query user($id: String) { user(id: $id) { id nickname token } }"
UPDATE = "mutation updateUser($id: String, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { id nickname photo } }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def phone_wish(api, half):
    code = half.code()["code"]
    phone = half.code("phone-codes")
    return {"code": code, "encryptedData": phone["encryptedData"], "iv": phone["iv"]}


def legacy(api, half, path="/auth", expect=200, **changed):
    body = {"code": half.code()["code"], **changed} if path == "/auth" else phone_wish(api, half)
    return api.call(f"POST {WECHAT}{path}", expect, body=body, headers=APP).json()


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def ask(api, query, token, **variables):
    body = {"query": query, "variables": variables}
    return api.call("POST /graphql/v2", 200, body=body, headers=bearer(token)).json()


def mobile_wish(half, scope="openid profile offline_access"):
    payload = {"code": half.code()["code"], "encryptedData": "", "iv": ""}
    return {
        "connection": "wechat_mini_program_code",
        "extIdpConnidentifier": "wechat",
        "wechatMiniProgramCodePayload": payload,
        "options": {"scope": scope},
    }


def v3(api, half, **more):
    body = mobile_wish(half, **more)
    return api.call("POST /api/v3/signin-by-mobile", 200, body=body, headers=APP).json()["data"]


def form(api, name, expect, fields, **headers):
    raw = urlencode(fields).encode()
    return api.call(f"POST {name}", expect, raw=raw, headers=FORM | APP | headers)


def test_the_older_calls(api):
    half = WechatHalf.make(api, phoneNumber="13912345678")
    user = legacy(api, half)["data"]
    assert user["openid"] == half.openid
    assert legacy(api, half, "/auth-by-phone")["data"]["phone"] == "13912345678"
    assert legacy(api, half, "/getphone")["data"]["purePhoneNumber"] == "13912345678"
    changed = ask(api, UPDATE, user["token"], id=user["id"], input={"nickname": "Bob"})
    assert changed["data"]["updateUser"]["nickname"] == "Bob"
    me = ask(api, ME, user["token"])["data"]["user"]
    assert me == {"id": user["id"], "nickname": "Bob", "token": user["token"]}
    query = {"app_id": "app1"}
    api.call("GET /api/v2/logout", 200, query=query, headers=bearer(user["token"]))
    gone = api.call("GET /api/v2/logout", 200, query=query, headers=bearer(user["token"]))
    assert gone.json()["code"] == 2020
    assert ask(api, ME, user["token"])["errors"][0]["message"]["code"] == 2020


@pytest.mark.parametrize(
    "query", ["{ user { id { more } } }", "{ user { nickname { id { x } } } }"]
)
def test_nothing_can_be_chosen_from_a_text(api, query):
    user = legacy(api, WechatHalf.make(api))["data"]
    assert ask(api, query, user["token"])["errors"][0]["message"]["code"] == 400


@pytest.mark.parametrize("path", ["/auth", "/auth-by-phone", "/getphone"])
def test_what_the_older_calls_refuse(api, path):
    half = WechatHalf.make(api)
    bad = api.call(f"POST {WECHAT}{path}", 200, body={}, headers=APP, proper=False).json()
    assert bad["code"] == 400
    assert legacy(api, WechatHalf.make(api, blocked=True), path)["code"] == 403
    for errcode, status, code in ((40029, 200, 400), (45011, 429, 429), (-1, 503, 1000)):
        answer = {"errcode": errcode, "errmsg": "rid"}
        fault = {"route": "GET /wechat/sns/jscode2session", "status": 200, "body": answer}
        api.control("POST /faults", 201, fault)
        assert legacy(api, half, path, status)["code"] == code


def test_a_banned_user(api):
    half = WechatHalf.make(api)
    user, tokens = legacy(api, half)["data"], v3(api, half)
    api.control("POST /users/{user_id}/ban", 200, {}, user_id=user["id"])
    assert legacy(api, half)["code"] == 2005
    assert ask(api, ME, user["token"])["errors"][0]["message"]["code"] == 2005
    headers = {"Authorization": tokens["access_token"]}
    for name in ("GET /api/v3/get-profile", "POST /api/v3/update-profile"):
        body = {} if name.startswith("POST") else None
        assert api.call(name, 403, body=body, headers=headers).json()["apiCode"] == 2005
    wish = mobile_wish(half)
    name = "POST /api/v3/signin-by-mobile"
    assert api.call(name, 403, body=wish, headers=APP).json()["apiCode"] == 2005


def test_v3_signs_in_refreshes_and_ends(api):
    half = WechatHalf.make(api)
    assert "refresh_token" not in v3(api, half, scope="openid")
    tokens = v3(api, half)
    headers = {"Authorization": tokens["access_token"]}
    profile = api.call("GET /api/v3/get-profile", 200, headers=headers).json()["data"]
    body = {"nickname": "Mick"}
    changed = api.call("POST /api/v3/update-profile", 200, body=body, headers=headers).json()
    assert changed["data"]["userId"] == profile["userId"]
    assert changed["data"]["nickname"] == "Mick"
    for bad in ({"photo": "http://evil.example/"}, {"gender": "female"}, {"city": "Shenzhen"}):
        api.call("POST /api/v3/update-profile", 400, body=bad, headers=headers, proper=False)
    body = {"gender": "F"}
    changed = api.call("POST /api/v3/update-profile", 200, body=body, headers=headers).json()
    assert changed["data"]["gender"] == "F"
    grant = {"grant_type": "refresh_token", "redirect_uri": ""}
    fields = grant | {"refresh_token": tokens["refresh_token"]}
    renewed = form(api, "/oidc/token", 200, fields).json()
    assert renewed["refresh_token"] != tokens["refresh_token"]
    other = {"x-authing-app-id": "app2"}
    assert form(api, "/oidc/token", 400, fields, **other).json()["error"] == "invalid_grant"
    ended = {"client_id": "app1", "token": renewed["access_token"]}
    form(api, "/oidc/token/revocation", 200, ended | {"token": "nonsense"})
    form(api, "/oidc/token/revocation", 200, ended)
    form(api, "/oidc/token/revocation", 400, {"client_id": "app1"})
    headers = {"Authorization": renewed["access_token"]}
    assert api.call("GET /api/v3/get-profile", 401, headers=headers).json()["apiCode"] == 2020
    refused = form(api, "/oidc/token", 400, grant | {"refresh_token": renewed["refresh_token"]})
    assert refused.json()["error"] == "invalid_grant"
    form(api, "/oidc/token", 400, {"grant_type": "password"})


def test_what_v3_refuses_at_the_door(api):
    half, name = WechatHalf.make(api), "POST /api/v3/signin-by-mobile"
    api.call(name, 400, body={}, proper=False)
    spent = mobile_wish(half)
    assert "application" in api.call(name, 400, body=spent).json()["message"]
    api.call(name, 200, body=spent, headers=APP)
    assert api.call(name, 400, body=spent, headers=APP).json()["apiCode"] == 400
    for errcode, status in ((40226, 403), (45011, 429), (-1, 503)):
        answer = {"errcode": errcode, "errmsg": "rid"}
        fault = {"route": "GET /wechat/sns/jscode2session", "status": 200, "body": answer}
        api.control("POST /faults", 201, fault)
        api.call(name, status, body=mobile_wish(half), headers=APP)
    id_token = v3(api, half)["id_token"]
    for token in ("", "Bearer", id_token):
        for call in ("GET /api/v3/get-profile", "POST /api/v3/update-profile"):
            body = {} if call.startswith("POST") else None
            api.call(call, 401, body=body, headers={"Authorization": token})


def test_the_key_set_and_where_it_is(api):
    configuration = api.call("GET /oidc/.well-known/openid-configuration", 200).json()
    assert configuration["jwks_uri"] == configuration["issuer"] + "/.well-known/jwks.json"
    key = api.call("GET /oidc/.well-known/jwks.json", 200).json()["keys"][0]
    assert key["alg"] == "ES256"
