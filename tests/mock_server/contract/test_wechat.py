"""The fake WeChat, asked directly: its answers, its numbers for every refusal, and its quirks."""

import hashlib
import hmac
from urllib.parse import parse_qs, urlsplit

import pytest

from people import WEBSITE_APP, WECHAT_APP, WechatHalf

LOGIN = "GET /wechat/sns/jscode2session"
CODE_GRANT = {"grant_type": "authorization_code"}


def ask(api, name, query=None, **more) -> dict:
    return api.call(name, 200, query=query, **more).json()


def exchange(api, code, **changed) -> dict:
    return ask(api, LOGIN, WECHAT_APP | CODE_GRANT | {"js_code": code} | changed)


def app_token(api) -> str:
    return ask(api, "GET /wechat/cgi-bin/token", WECHAT_APP | {"grant_type": "client_credential"})[
        "access_token"
    ]


def test_a_code_is_good_once_for_five_minutes_and_one_app(api):
    half = WechatHalf.make(api)
    code = half.code()["code"]
    first = exchange(api, code)
    assert first["openid"] == half.openid
    assert "errcode" not in first
    assert exchange(api, code)["errcode"] == 40163
    old = half.code()["code"]
    api.control("POST /clock/advance", 200, {"ms": 300_000})
    assert exchange(api, old)["errcode"] == 40029
    api.control("PUT /wechat/apps", 200, {"appId": "wx0000000000000003", "secret": "other"})
    assert (
        exchange(api, half.code()["code"], appid="wx0000000000000003", secret="other")["errcode"]
        == 40029
    )


@pytest.mark.parametrize(
    "changed, errcode",
    [
        ({"appid": "wx1"}, 40013),
        ({"secret": "wrong"}, 40125),
        ({"appid": ""}, 41002),
        ({"secret": ""}, 41004),
        ({"js_code": ""}, 41008),
        ({"js_code": "unknown"}, 40029),
        ({"grant_type": "password"}, 40002),
    ],
)
def test_every_refusal_has_its_number(api, changed, errcode):
    assert exchange(api, WechatHalf.make(api).code()["code"], **changed)["errcode"] == errcode


def test_json_comes_as_text_plain(api):
    answer = api.call(LOGIN, 200, query=WECHAT_APP)
    assert answer.headers["content-type"] == "text/plain"


def test_each_wx_login_replaces_the_session_key(api):
    half = WechatHalf.make(api)
    keys = [exchange(api, half.code()["code"])["session_key"] for _ in range(2)]
    assert keys[0] != keys[1]
    assert exchange(api, half.code(rotateSessionKey=False)["code"])["session_key"] == keys[1]


def test_a_hundred_a_minute_and_no_more(api):
    half = WechatHalf.make(api)
    answers = [exchange(api, half.code()["code"]).get("errcode") for _ in range(101)]
    assert answers == [None] * 100 + [45011]
    api.control("POST /clock/advance", 200, {"ms": 60_000})
    assert "errcode" not in exchange(api, half.code()["code"])


def test_unionids_are_shared_within_an_open_platform_account_only(api):
    api.control(
        "PUT /wechat/apps",
        200,
        {"appId": "wx0000000000000004", "secret": "s", "openPlatform": "other"},
    )
    api.control(
        "PUT /wechat/apps", 200, {"appId": "wx0000000000000005", "secret": "s", "openPlatform": ""}
    )
    half = WechatHalf.make(api)
    seen = {}
    for app_id in (
        WECHAT_APP["appid"],
        WEBSITE_APP["appid"],
        "wx0000000000000004",
        "wx0000000000000005",
    ):
        seen[app_id] = api.control(
            "GET /wechat/people/{person_id}", 200, person_id=half.person_id, query={"appId": app_id}
        )
    assert len({person["openid"] for person in seen.values()}) == 4
    unionids = [person["unionid"] for person in seen.values()]
    assert unionids[0] == unionids[1] != unionids[2]
    assert unionids[3] is None
    nobody = WechatHalf.make(api, unionid=None)
    assert "unionid" not in exchange(api, nobody.code()["code"])


def test_phone_codes(api):
    name = "POST /wechat/wxa/business/getuserphonenumber"
    half, token = WechatHalf.make(api, phoneNumber="13912345678"), {"access_token": app_token(api)}
    code = half.code("phone-codes")["code"]
    assert ask(api, name, token, body={"code": code, "openid": "oSomebodyElse"})["errcode"] == 40003
    info = ask(api, name, token, body={"code": code, "openid": half.openid})["phone_info"]
    assert info["purePhoneNumber"] == "13912345678"
    assert ask(api, name, token, body={"code": code})["errcode"] == 40163
    assert ask(api, name, token, body={"code": "0" * 64})["errcode"] == 40029
    assert ask(api, name, token, raw=b"nonsense")["errcode"] == 47001
    assert ask(api, name, body={"code": code})["errcode"] == 41001
    assert ask(api, name, {"access_token": "x"}, body={"code": code})["errcode"] == 40001


def test_checksession(api):
    half, name = WechatHalf.make(api), "GET /wechat/wxa/checksession"
    query = {
        "access_token": app_token(api),
        "openid": half.openid,
        "sig_method": "hmac_sha256",
        "signature": "x",
    }
    assert ask(api, name, query)["errcode"] == 87007
    key = exchange(api, half.code()["code"])["session_key"]
    assert ask(api, name, query)["errcode"] == 87009
    assert ask(api, name, query | {"sig_method": "md5"})["errcode"] == 87008
    assert ask(api, name, query | {"openid": "o"})["errcode"] == 40003
    signature = hmac.new(key.encode(), b"", hashlib.sha256).hexdigest()
    assert ask(api, name, query | {"signature": signature})["errcode"] == 0


def test_a_new_app_token_leaves_the_old_one_five_minutes(api):
    name = "POST /wechat/wxa/business/getuserphonenumber"
    first = {"access_token": app_token(api)}
    app_token(api)
    assert ask(api, name, first, body={"code": "x"})["errcode"] == 40029
    api.control("POST /clock/advance", 200, {"ms": 301_000})
    assert ask(api, name, first, body={"code": "x"})["errcode"] == 40001
    latest = {"access_token": app_token(api)}
    api.control("POST /clock/advance", 200, {"ms": 7_201_000})
    assert ask(api, name, latest, body={"code": "x"})["errcode"] == 42001
    assert ask(api, "GET /wechat/cgi-bin/token", WECHAT_APP)["errcode"] == 40002


def test_the_stable_token_is_stable(api):
    name, body = (
        "POST /wechat/cgi-bin/stable_token",
        WECHAT_APP | {"grant_type": "client_credential"},
    )
    first = ask(api, name, body=body)
    assert ask(api, name, body=body)["access_token"] == first["access_token"]
    api.control("POST /clock/advance", 200, {"ms": 6_900_000})
    second = ask(api, name, body=body)
    assert second["access_token"] != first["access_token"]
    forced = body | {"force_refresh": True}
    assert ask(api, name, body=forced)["access_token"] != second["access_token"]
    assert ask(api, name, body=forced)["errcode"] == 45009
    assert ask(api, name, raw=b"[]")["errcode"] == 47001


def scan(api, half, **changed):
    query = {
        "appid": WEBSITE_APP["appid"],
        "redirect_uri": "http://127.0.0.1:3000/callback?next=%2F",
        "response_type": "code",
        "scope": "snsapi_login",
        "state": "a b&c",
        "person": half.person_id,
    } | changed
    return query


def test_the_qr_page_asks_in_its_visitors_language(api):
    query = scan(api, WechatHalf.make(api))
    for wish, language, asks in (("zh", "zh-CN", "谁来扫码？"), ("zh-HK", "en", "Who scans?")):
        answer = api.call(
            "GET /wechat/connect/qrconnect", 200, query=query, headers={"Accept-Language": wish}
        )
        assert answer.headers["content-language"] == language
        assert asks in answer.text


def test_the_qr_page_leads_back_with_a_code(api):
    half = WechatHalf.make(api, nickname="<小明>")
    query = scan(api, half)
    page = api.call("GET /wechat/connect/qrconnect", 200, query=query).text
    assert "&lt;小明&gt;" in page
    assert "/wechat/connect/confirm?" in page
    location = api.call("GET /wechat/connect/confirm", 302, query=query).headers["location"]
    back = parse_qs(urlsplit(location).query)
    assert back["state"] == ["a b&c"]
    assert back["next"] == ["/"]
    tokens = ask(
        api,
        "GET /wechat/sns/oauth2/access_token",
        WEBSITE_APP | CODE_GRANT | {"code": back["code"][0]},
    )
    assert tokens["unionid"] == exchange(api, half.code()["code"])["unionid"]


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uri": "https://evil.example/"},
        {"redirect_uri": "javascript:alert(1)"},
        {"appid": WECHAT_APP["appid"]},
        {"scope": "snsapi_userinfo"},
        {"person": "nobody"},
    ],
)
def test_the_qr_page_names_what_it_does_not_like(api, changed):
    answer = api.call(
        "GET /wechat/connect/confirm", 200, query=scan(api, WechatHalf.make(api), **changed)
    )
    assert "参数错误" in answer.text


def test_website_tokens(api):
    half = WechatHalf.make(api, nickname="小明")
    code = half.code("website-codes")["code"]
    name = "GET /wechat/sns/oauth2/access_token"
    tokens = ask(api, name, WEBSITE_APP | CODE_GRANT | {"code": code})
    assert ask(api, name, WEBSITE_APP | CODE_GRANT | {"code": code})["errcode"] == 40163
    assert ask(api, name, WEBSITE_APP | CODE_GRANT)["errcode"] == 41008
    who = {"access_token": tokens["access_token"], "openid": tokens["openid"]}
    assert ask(api, "GET /wechat/sns/userinfo", who)["nickname"] == "小明"
    assert ask(api, "GET /wechat/sns/auth", who)["errcode"] == 0
    assert ask(api, "GET /wechat/sns/auth", who | {"openid": "o"})["errcode"] == 40003
    assert ask(api, "GET /wechat/sns/auth", who | {"access_token": "x"})["errcode"] == 40001


def test_website_tokens_are_renewed_for_thirty_days(api):
    half = WechatHalf.make(api)
    code = half.code("website-codes")["code"]
    tokens = ask(
        api, "GET /wechat/sns/oauth2/access_token", WEBSITE_APP | CODE_GRANT | {"code": code}
    )
    name, query = (
        "GET /wechat/sns/oauth2/refresh_token",
        {
            "appid": WEBSITE_APP["appid"],
            "grant_type": "refresh_token",
            "refresh_token": tokens["refresh_token"],
        },
    )
    assert ask(api, name, query)["access_token"] == tokens["access_token"]
    api.control("POST /clock/advance", 200, {"ms": 7_201_000})
    who = {"access_token": tokens["access_token"], "openid": tokens["openid"]}
    assert ask(api, "GET /wechat/sns/userinfo", who)["errcode"] == 42001
    renewed = ask(api, name, query)
    assert renewed["access_token"] != tokens["access_token"]
    assert renewed["refresh_token"] == tokens["refresh_token"]
    assert ask(api, "GET /wechat/sns/auth", who)["errcode"] == 40001
    assert ask(api, name, query | {"refresh_token": "x"})["errcode"] == 40030
    api.control("POST /clock/advance", 200, {"ms": 30 * 24 * 3600 * 1000})
    assert ask(api, name, query)["errcode"] == 40030
