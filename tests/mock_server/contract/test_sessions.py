"""Sign in, refresh, profile, sign out; and every way these can be refused."""

from people import CLERK_SECRET, WebHalf, WechatHalf

MINI = {"X-Platform": "miniprogram"}
SESSION_CALLS = ["GET /api/user/profile", "POST /api/auth/logout"]


def refused(api, name, expect, code, **more):
    answer = api.call(name, expect, **more)
    assert answer.json()["error"] == code
    return answer


def test_a_mini_program_user_signs_in_reads_and_changes_the_profile(api):
    half = WechatHalf.make(api, nickname="小明").sign_in()
    assert half.session["isNewUser"] is True
    profile = api.call("GET /api/user/profile", 200, headers=half.headers).json()
    assert profile["platform"] == "miniprogram"
    assert [identity["provider"] for identity in profile["identities"]] == ["wechat"]
    changed = api.call(
        "PUT /api/user/profile", 200, body={"nickname": "明"}, headers=half.headers
    ).json()
    assert changed["nickname"] == "明"
    assert half.sign_in().session["isNewUser"] is False


def test_open_data_that_wechat_signed_gives_the_name(api):
    half = WechatHalf.make(api, nickname="小红")
    code = half.code()["code"]
    data = api.control("POST /wechat/open-data", 200, {"personId": half.person_id})
    body = {
        "code": code,
        **{
            name: data[name] for name in ("rawData", "signature", "encryptedData", "iv", "userInfo")
        },
    }
    session = api.call("POST /api/wechat/login", 200, body=body, headers=MINI).json()
    assert session["user"]["nickname"] == "小红"


def test_open_data_encrypted_before_the_code_is_refused(api):
    half = WechatHalf.make(api)
    half.code()
    data = api.control("POST /wechat/open-data", 200, {"personId": half.person_id})
    body = {"code": half.code()["code"], "encryptedData": data["encryptedData"], "iv": data["iv"]}
    refused(api, "POST /api/wechat/login", 400, "invalid_user_data", body=body, headers=MINI)


def test_a_web_user_is_known_by_a_clerk_token_of_either_version(api):
    half = WebHalf.make(api)
    ids = set()
    for wish in (
        {"version": 1},
        {"version": 2},
        {"azp": "http://localhost:3000"},
        {"organization": {"id": "org_1"}},
    ):
        headers = {"X-Platform": "web", "Authorization": f"Bearer {half.token(**wish)}"}
        ids.add(api.call("GET /api/user/profile", 200, headers=headers).json()["id"])
    assert len(ids) == 1


def test_refresh_gives_the_next_generation_and_its_errors_are_told_apart(api):
    half = WechatHalf.make(api).sign_in()
    first = half.session["refreshToken"]
    second = half.refresh().session["refreshToken"]
    assert first != second
    wrong = {"X-Platform": "desktop"}
    refused(
        api,
        "POST /api/auth/refresh",
        401,
        "invalid_token",
        body={"refreshToken": second},
        headers=wrong,
    )
    refused(
        api,
        "POST /api/auth/refresh",
        400,
        "invalid_grant",
        body={"refreshToken": "nonsense"},
        headers=MINI,
    )
    refused(
        api, "POST /api/auth/refresh", 400, "invalid_request", body={}, headers=MINI, proper=False
    )
    half.refresh()
    api.control("POST /clock/advance", 200, {"ms": 11_000})
    refused(
        api,
        "POST /api/auth/refresh",
        400,
        "refresh_token_already_used",
        body={"refreshToken": first},
        headers=MINI,
    )
    refused(api, "GET /api/user/profile", 401, "session_not_found", headers=half.headers)


def test_a_session_grows_too_old(api):
    half = WechatHalf.make(api).sign_in()
    api.control("POST /clock/advance", 200, {"ms": 31 * 24 * 3600 * 1000})
    refused(api, "GET /api/user/profile", 401, "invalid_token", headers=half.headers)
    body = {"refreshToken": half.session["refreshToken"]}
    refused(api, "POST /api/auth/refresh", 400, "session_expired", body=body, headers=MINI)


def test_signing_out_ends_the_session(api):
    for scope in (None, "local", "others", "global"):
        half = WechatHalf.make(api).sign_in()
        api.call(
            "POST /api/auth/logout",
            204,
            headers=half.headers,
            query={"scope": scope} if scope else None,
        )
    refused(api, "POST /api/auth/logout", 401, "session_not_found", headers=half.headers)
    half = WechatHalf.make(api).sign_in()
    refused(
        api,
        "POST /api/auth/logout",
        400,
        "invalid_request",
        headers=half.headers,
        query={"scope": "all"},
    )


def test_wechat_codes_that_are_no_good(api):
    half = WechatHalf.make(api)
    code = half.code()["code"]
    api.call("POST /api/wechat/login", 200, body={"code": code}, headers=MINI)
    for bad in (code, "unknown"):
        refused(
            api,
            "POST /api/wechat/login",
            400,
            "wechat_code_invalid",
            body={"code": bad},
            headers=MINI,
        )
    api.control("PUT /wechat/people/{person_id}", 200, {"blocked": True}, person_id=half.person_id)
    body = {"code": half.code()["code"]}
    refused(api, "POST /api/wechat/login", 403, "wechat_blocked", body=body, headers=MINI)


def test_wechat_wants_it_slower(api):
    half = WechatHalf.make(api)
    fault = {
        "route": "GET /wechat/sns/jscode2session",
        "status": 200,
        "contentType": "text/plain",
        "body": {"errcode": 45011, "errmsg": "api minute-quota reach limit"},
    }
    api.control("POST /faults", 201, fault)
    body = {"code": half.code()["code"]}
    refused(api, "POST /api/wechat/login", 429, "rate_limited", body=body, headers=MINI)
    half.sign_in()


def test_an_upstream_that_is_away_is_503_and_signs_nobody_out(api):
    half = WechatHalf.make(api)
    api.control("POST /faults", 201, {"route": "GET /wechat/sns/jscode2session", "reset": True})
    body = {"code": half.code()["code"]}
    refused(api, "POST /api/wechat/login", 503, "unavailable", body=body, headers=MINI)


def test_a_banned_user_is_told_so(api):
    half = WechatHalf.make(api).sign_in()
    user_id = half.session["user"]["id"]
    api.control("POST /users/{user_id}/ban", 200, {}, user_id=user_id)
    for name in SESSION_CALLS:
        refused(api, name, 403, "user_banned", headers=half.headers)
    refused(
        api,
        "PUT /api/user/profile",
        403,
        "user_banned",
        body={"nickname": "x"},
        headers=half.headers,
    )
    body = {"refreshToken": half.session["refreshToken"]}
    refused(api, "POST /api/auth/refresh", 400, "user_banned", body=body, headers=MINI)
    refused(
        api,
        "POST /api/wechat/login",
        403,
        "user_banned",
        body={"code": half.code()["code"]},
        headers=MINI,
    )
    api.control("POST /users/{user_id}/ban", 200, {"banned": False}, user_id=user_id)
    api.call("GET /api/user/profile", 200, headers=half.headers)


def test_tokens_that_are_not_to_be_believed(api):
    web = WebHalf.make(api)
    lies = [
        {"signedBy": "impostor"},
        {"expiresIn": -3600},
        {"claims": {"iss": "https://clerk.example.com"}},
        {"claims": {"sub": None}},
        {"claims": {"nbf": 4102444800}},
        {"claims": {"sts": "pending"}},
    ]
    for lie in lies:
        headers = {"X-Platform": "web", "Authorization": f"Bearer {web.token(**lie)}"}
        refused(api, "GET /api/user/profile", 401, "invalid_token", headers=headers)
    for authorization in (
        None,
        "",
        "Bearer",
        "Basic YTpi",
        "Bearer null",
        "Bearer a.b.c",
        "Bearer " + "A" * 9000,
    ):
        headers = {"X-Platform": "web"} | (
            {"Authorization": authorization} if authorization is not None else {}
        )
        refused(api, "GET /api/user/profile", 401, "invalid_token", headers=headers)
    mini = {"X-Platform": "miniprogram", "Authorization": f"Bearer {web.token()}"}
    refused(api, "GET /api/user/profile", 401, "invalid_token", headers=mini)


def test_clerk_changes_its_keys(api):
    web = WebHalf.make(api)
    api.call("GET /api/user/profile", 200, headers=web.headers)
    keys = api.control("POST /clerk/keys/rotate", 200, {"keepOld": False})
    assert keys["published"] == [keys["current"]]
    api.control("POST /clock/advance", 200, {"ms": 61_000})
    api.call("GET /api/user/profile", 200, headers=web.headers)


def test_after_a_reset_the_first_keys_are_good_again(api):
    web = WebHalf.make(api)
    api.control("POST /clerk/keys/rotate", 200, {"keepOld": False})
    api.call("GET /api/user/profile", 200, headers=web.headers)
    api.control("POST /reset", 204)
    api.call("GET /api/user/profile", 200, headers=WebHalf.make(api).headers)


def test_our_own_keys_are_published_without_their_private_half(api, running):
    keys = api.call("GET /.well-known/jwks.json", 200).json()["keys"]
    assert [key["alg"] for key in keys] == (["ES256"] if running.publishes_keys else [])
    assert not any("d" in key for key in keys)


def test_the_profile_refuses_what_no_profile_should_have(api):
    half = WechatHalf.make(api).sign_in()
    for bad in (
        {"nickname": ""},
        {"nickname": "a\u202eb"},
        {"nickname": 7},
        {"avatarUrl": "javascript:alert(1)"},
    ):
        refused(
            api,
            "PUT /api/user/profile",
            400,
            "invalid_request",
            body=bad,
            headers=half.headers,
            proper=False,
        )
    refused(
        api, "PUT /api/user/profile", 401, "invalid_token", body={"nickname": "x"}, headers=MINI
    )


def test_clerk_says_json_to_the_letter(api):
    """@clerk/backend 3.20 takes "application/json; charset=utf-8" for text."""
    web = WebHalf.make(api)
    name = "GET /clerk/v1/users/{user_id}"
    for user_id, status in ((web.user_id, 200), ("user_nobody", 404)):
        answer = api.call(name, status, headers=CLERK_SECRET, user_id=user_id)
        assert answer.headers["content-type"] == "application/json"


def test_clerk_answers_who_has_its_secret(api):
    web = WebHalf.make(api, username="ada", lastName="Lovelace")
    assert (
        api.call(
            "GET /clerk/v1/users/{user_id}", 200, headers=CLERK_SECRET, user_id=web.user_id
        ).json()["id"]
        == web.user_id
    )
    nobody = api.call(
        "GET /clerk/v1/users/{user_id}", 404, headers=CLERK_SECRET, user_id="user_nobody"
    ).json()
    assert nobody["errors"][0]["code"] == "resource_not_found"
    public = api.call("GET /clerk/.well-known/jwks.json", 200).json()
    assert api.call("GET /clerk/v1/jwks", 200, headers=CLERK_SECRET).json() == public
    for headers in ({}, {"Authorization": "Bearer sk_test_wrong"}):
        api.call("GET /clerk/v1/jwks", 401, headers=headers)
        api.call("GET /clerk/v1/users/{user_id}", 401, headers=headers, user_id=web.user_id)
