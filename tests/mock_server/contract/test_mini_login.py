"""The mini-login document's way: the first sign-in registers, the token opens what is one's own."""

import pytest

from people import WechatHalf

LOGIN = "POST /api/v1/auth/mini-login"
SIGNED_IN = ["GET /api/v1/auth/me", "PUT /api/v1/auth/me", "POST /api/v1/auth/logout"]


def refused(api, name, expect, code, **more):
    answer = api.call(name, expect, **more)
    assert answer.json()["error"] == code
    assert answer.json()["code"] == expect
    return answer


def sign_in(api, half, **more):
    return api.call(LOGIN, 200, body={"code": half.code()["code"], **more}).json()


def bearer(session):
    return {"Authorization": f"Bearer {session['token']}"}


def test_the_first_sign_in_registers_and_the_second_does_not(api):
    half = WechatHalf.make(api)
    info = {"nickName": "小明", "avatarUrl": "https://thirdwx.qlogo.cn/mmopen/x/132"}
    first = sign_in(api, half, userInfo=info)
    assert first["isNewUser"] is True
    assert first["user"]["nickname"] == "小明"
    second = sign_in(api, half)
    assert second["isNewUser"] is False
    assert second["user"] == first["user"]
    assert api.call("GET /api/v1/auth/me", 200, headers=bearer(second)).json() == first["user"]


def test_what_the_token_opens(api):
    headers = bearer(sign_in(api, WechatHalf.make(api)))
    changed = api.call("PUT /api/v1/auth/me", 200, body={"nickname": "明"}, headers=headers).json()
    assert changed["nickname"] == "明"
    assert changed["avatar"] is None
    bad = {"avatar": "http://thirdwx.qlogo.cn/x"}
    refused(api, "PUT /api/v1/auth/me", 400, "invalid_request", body=bad, headers=headers)
    api.call("POST /api/v1/auth/logout", 204, headers=headers)
    refused(api, "GET /api/v1/auth/me", 401, "session_not_found", headers=headers)


def test_what_is_refused_at_the_door(api):
    half = WechatHalf.make(api)
    code = half.code()["code"]
    refused(api, LOGIN, 400, "invalid_request", body={}, proper=False)
    api.call(LOGIN, 200, body={"code": code})
    refused(api, LOGIN, 400, "wechat_code_invalid", body={"code": code})
    blocked = {"code": WechatHalf.make(api, blocked=True).code()["code"]}
    refused(api, LOGIN, 403, "wechat_blocked", body=blocked)


@pytest.mark.parametrize(
    "errcode, status, code", [(45011, 429, "rate_limited"), (-1, 503, "unavailable")]
)
def test_wechat_wants_it_slower_or_is_away(api, errcode, status, code):
    answer = {"errcode": errcode, "errmsg": "rid"}
    fault = {"route": "GET /wechat/sns/jscode2session", "status": 200, "body": answer}
    api.control("POST /faults", 201, fault)
    refused(api, LOGIN, status, code, body={"code": WechatHalf.make(api).code()["code"]})


def test_without_a_token_and_disabled(api):
    half = WechatHalf.make(api).sign_in()
    session = sign_in(api, half)
    for name in SIGNED_IN:
        body = {} if name.startswith("PUT") else None
        for value in ("", session["token"], f"Basic {session['token']}"):
            headers = {"Authorization": value}
            refused(api, name, 401, "invalid_token", body=body, headers=headers)
    api.control("POST /users/{user_id}/ban", 200, {}, user_id=half.session["user"]["id"])
    for name in SIGNED_IN:
        body = {} if name.startswith("PUT") else None
        refused(api, name, 403, "user_banned", body=body, headers=bearer(session))
    refused(api, LOGIN, 403, "user_banned", body={"code": half.code()["code"]})
