"""The hapi document's way: a code and encrypted data become a JWT, sent with and without a scheme."""

import pytest

from people import WechatHalf
from test_sessions import refused as refused_everywhere

LOGIN = "POST /users/wxLogin"
SIGNED_IN = ["GET /users/profile", "PUT /users/profile", "POST /users/logout"]


def refused(api, name, expect, code, **more):
    answer = api.call(name, expect, **more)
    assert answer.json()["code"] == code
    assert answer.json()["statusCode"] == expect
    return answer


def wish(api, half, **changed):
    """The code first, then the data: in this order the data is encrypted with the key of the code."""
    code = half.code()["code"]
    data = api.control("POST /wechat/open-data", 200, {"personId": half.person_id})
    return {"code": code, "encryptedData": data["encryptedData"], "iv": data["iv"], **changed}


def sign_in(api, half):
    return api.call(LOGIN, 200, body=wish(api, half)).text


def test_the_token_opens_the_profile_in_both_forms(api):
    token = sign_in(api, WechatHalf.make(api, nickname="小明"))
    for value in (token, f"Bearer {token}"):
        user = api.call("GET /users/profile", 200, headers={"Authorization": value}).json()
        assert user["nick_name"] == "小明"
    headers = {"Authorization": token}
    changed = api.call("PUT /users/profile", 200, body={"nick_name": "明"}, headers=headers)
    assert changed.json()["nick_name"] == "明"
    bad = {"nick_name": "\u202e"}
    refused(api, "PUT /users/profile", 400, "invalid_request", body=bad, headers=headers)
    api.call("POST /users/logout", 204, headers=headers)
    refused(api, "GET /users/profile", 401, "session_not_found", headers=headers)


def test_what_is_refused_at_the_door(api):
    half = WechatHalf.make(api)
    body = wish(api, half)
    incomplete = {"code": body["code"]}
    refused(api, LOGIN, 400, "invalid_request", body=incomplete, proper=False)
    forged = body | {"iv": "AAAAAAAAAAAAAAAAAAAAAA=="}
    refused(api, LOGIN, 400, "invalid_user_data", body=forged)
    refused(api, LOGIN, 400, "wechat_code_invalid", body=body)
    blocked = WechatHalf.make(api, blocked=True)
    refused(api, LOGIN, 403, "wechat_blocked", body=wish(api, blocked))


@pytest.mark.parametrize(
    "errcode, status, code", [(45011, 429, "rate_limited"), (-1, 503, "unavailable")]
)
def test_wechat_wants_it_slower_or_is_away(api, errcode, status, code):
    body = wish(api, WechatHalf.make(api))
    answer = {"errcode": errcode, "errmsg": "rid"}
    fault = {"route": "GET /wechat/sns/jscode2session", "status": 200, "body": answer}
    api.control("POST /faults", 201, fault)
    refused(api, LOGIN, status, code, body=body)


def test_without_a_token_and_blocked(api):
    half = WechatHalf.make(api)
    token = sign_in(api, half)
    user_id = api.call("GET /users/profile", 200, headers={"Authorization": token}).json()["id"]
    for name in SIGNED_IN:
        body = {} if name.startswith("PUT") else None
        for value in ("", "Bearer", "Basic x", token[:-2], f"{token} {token}"):
            headers = {"Authorization": value}
            refused(api, name, 401, "invalid_token", body=body, headers=headers)
    api.control("POST /users/{user_id}/ban", 200, {}, user_id=user_id)
    for name in SIGNED_IN:
        body = {} if name.startswith("PUT") else None
        refused(api, name, 403, "user_banned", body=body, headers={"Authorization": token})
    refused(api, LOGIN, 403, "user_banned", body=wish(api, half))


def test_its_token_is_none_elsewhere(api):
    headers = {"Authorization": f"Bearer {sign_in(api, WechatHalf.make(api))}"}
    mini = headers | {"X-Platform": "miniprogram"}
    refused_everywhere(api, "GET /api/user/profile", 401, "invalid_token", headers=mini)
    assert api.call("GET /api/v1/auth/me", 401, headers=headers).json()["error"] == "invalid_token"
