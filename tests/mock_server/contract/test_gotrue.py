"""The surface that clients of Supabase and MemFire talk to: every operation, every documented answer."""

import re
from base64 import b64decode
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from people import WECHAT_APP, WechatHalf
from server import Api, RunningServer

NEWER = {"X-Supabase-Api-Version": "2024-01-01"}
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
BEGIN = {"provider": "wechat_qr", "code_challenge": CHALLENGE, "code_challenge_method": "S256"}
PASSWORD = "correct horse battery"
ADA = {"email": "ada@example.com", "password": PASSWORD}
BODIES = {
    "POST /auth/v1/signup": {},
    "POST /auth/v1/token": {"refresh_token": "x"},
    "PUT /auth/v1/user": {},
    "POST /auth/v1/wechat_mini/unlimited_qrcode": {"scene": "a=1"},
}
QUERIES = {
    "POST /auth/v1/token": {"grant_type": "refresh_token"},
    "GET /auth/v1/user/identities/authorize": BEGIN,
}


def refused(api, name, expect, code, **more):
    headers = NEWER | more.pop("headers", {})
    answer = api.call(f"{name}", expect, headers=headers, **more)
    assert answer.json()["code"] == code
    return answer


def bearer(session):
    return NEWER | {"Authorization": f"Bearer {session['access_token']}"}


def sign_up(api, **wish):
    return api.call("POST /auth/v1/signup", 200, body=ADA | wish, headers=NEWER).json()


def token(api, grant_type, body, expect=200, **more):
    return api.call(
        "POST /auth/v1/token",
        expect,
        query={"grant_type": grant_type},
        body=body,
        headers=NEWER,
        **more,
    ).json()


def code_of(half, kind="login-codes"):
    return {"code": half.code(kind)["code"]}


def scan(api, half, page_url):
    """Presses the person's link on WeChat's page; the parameters of the callback."""
    parts = urlsplit(page_url)
    page = api.call("GET /wechat/connect/qrconnect", 200, query=flat(parts.query))
    links = [unescape(link) for link in re.findall(r'href="([^"]+)"', page.text)]
    link = next(link for link in links if link.endswith(f"person={half.person_id}"))
    answer = api.call("GET /wechat/connect/confirm", 302, query=flat(urlsplit(link).query))
    return flat(urlsplit(answer.headers["location"]).query)


def flat(query):
    return {name: values[0] for name, values in parse_qs(query).items()}


def land(api, callback):
    answer = api.call("GET /auth/v1/callback", 302, query=callback)
    return flat(urlsplit(answer.headers["location"]).query)


def begin(api):
    return api.call("GET /auth/v1/authorize", 302, query=BEGIN).headers["location"]


def operations(contract, status):
    return [
        f"{method.upper()} {pattern}"
        for pattern, item in contract.document["paths"].items()
        for method, operation in item.items()
        if "gotrue" in operation["tags"] and status in operation["responses"]
    ]


def ask(api, name, expect, headers):
    return api.call(
        name,
        expect,
        body=BODIES.get(name),
        query=QUERIES.get(name),
        headers=headers,
        identity_id="x",
    )


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
    refused(api, name, 422, "identity_not_found", headers=bearer(session), identity_id="x")
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
    assert b64decode(picture).startswith(b"\x89PNG")
    refused(api, name, 400, "validation_failed", body={"scene": "a=1", "page": "/pages/index"})
    refused(api, name, 400, "validation_failed", body={"scene": "x" * 33}, proper=False)
    body = {"grant_type": "client_credential"} | WECHAT_APP
    access = api.call("POST /wechat/cgi-bin/stable_token", 200, body=body).json()["access_token"]
    name = "POST /wechat/wxa/getwxacodeunlimit"
    api.call(name, 200, query={"access_token": access}, body={"scene": "a=1"})
    answer = api.call(name, 200, query={"access_token": access}, body={"scene": ""})
    assert answer.json()["errcode"] == 40169


def test_wishes_that_are_no_good(api):
    session = sign_up(api)
    refused(api, "POST /auth/v1/signup", 422, "user_already_exists", body=ADA)
    weak = refused(
        api,
        "POST /auth/v1/signup",
        422,
        "weak_password",
        body={"email": "b@example.com", "password": "x"},
    )
    assert weak.json()["weak_password"] == {"reasons": ["length"]}
    refused(
        api,
        "POST /auth/v1/signup",
        400,
        "bad_json",
        raw=b"{",
        headers={"Content-Type": "application/json"},
    )
    older = api.call("POST /auth/v1/signup", 400, body={"email": "b"})
    assert (older.json()["code"], older.json()["error_code"]) == (400, "validation_failed")
    refused(
        api,
        "PUT /auth/v1/user",
        422,
        "same_password",
        body={"password": PASSWORD},
        headers=bearer(session),
    )
    refused(
        api,
        "PUT /auth/v1/user",
        400,
        "validation_failed",
        body={"email": "b"},
        headers=bearer(session),
    )
    refused(
        api,
        "POST /auth/v1/logout",
        400,
        "validation_failed",
        query={"scope": "x"},
        headers=bearer(session),
    )
    half = {"provider": "wechat_qr", "code_challenge": CHALLENGE}
    refused(api, "GET /auth/v1/authorize", 400, "validation_failed", query=half)
    assert token(api, "magic", ADA, 400)["code"] == "invalid_credentials"
    malformed = token(api, "refresh_token", {"refresh_token": "x"}, 400)
    assert malformed == {"code": "validation_failed", "message": "Refresh token is not valid"}


def test_linking_what_is_somebody_elses(api):
    half = WechatHalf.make(api)
    session = sign_up(api)
    page = api.call(
        "GET /auth/v1/user/identities/authorize", 302, query=BEGIN, headers=bearer(session)
    ).headers["location"]
    code = land(api, scan(api, half, page))["code"]
    own = land(api, scan(api, half, begin(api)))["code"]
    token(api, "pkce", {"auth_code": own, "code_verifier": VERIFIER})
    answer = token(api, "pkce", {"auth_code": code, "code_verifier": VERIFIER}, 422)
    assert answer["code"] == "identity_already_exists"


def test_without_being_anybody(api, running):
    assert api.call("GET /auth/v1/settings", 200).json()["external"]["wechat_qr"]
    api.call("GET /auth/v1/health", 200)
    keys = api.call("GET /auth/v1/.well-known/jwks.json", 200).json()["keys"]
    assert [key["alg"] for key in keys] == (["ES256"] if running.publishes_keys else [])


def test_without_a_token_or_with_a_bad_one(api, contract):
    names = [
        name for name in operations(contract, "401") if contract_of(contract, name)["security"]
    ]
    assert len(names) == 7
    query = BEGIN | {"code": "x"}
    for name in names:
        more = {"query": query, "body": BODIES.get(name), "identity_id": "x"}
        assert api.call(name, 401, headers=NEWER, **more).json()["code"] == "no_authorization"
        refused(api, name, 403, "bad_jwt", headers={"Authorization": "Bearer a.b.c"}, **more)


def contract_of(contract, name):
    method, pattern = name.split(" ")
    return contract.document["paths"][pattern][method.lower()]


def test_pages_of_other_origins(api, contract):
    for name in operations(contract, "403"):
        answer = ask(api, name, 403, NEWER | {"Origin": "https://evil.example"})
        assert answer.json()["message"] == "This origin may not call"


def test_without_the_projects_key(program, contract):
    server = RunningServer(program, environment={"NEXT_PUBLIC_SUPABASE_ANON_KEY": "the-anon-key"})
    try:
        api = Api(server.url, contract)
        for name in operations(contract, "401"):
            assert ask(api, name, 401, NEWER).json()["message"] == "No API key found in request"
        api.call("GET /auth/v1/settings", 200, headers={"apikey": "the-anon-key"})
        api.call("GET /auth/v1/.well-known/jwks.json", 200)
    finally:
        assert server.stop() == 0


def test_wechat_away(api):
    half = WechatHalf.make(api)
    session = sign_up(api)
    for route in ("GET /wechat/sns/jscode2session", "POST /wechat/cgi-bin/stable_token"):
        api.control("POST /faults", 201, {"route": route, "status": 500, "body": "", "times": None})
    for name in ("login", "bind_account", "bind_phone"):
        refused(
            api,
            f"GET /auth/v1/wechat_mini/{name}",
            503,
            "unexpected_failure",
            query=code_of(half),
            headers=bearer(session),
        )
    refused(
        api,
        "POST /auth/v1/wechat_mini/unlimited_qrcode",
        503,
        "unexpected_failure",
        body={"scene": "a"},
    )


@pytest.mark.parametrize(
    ("name", "allowed", "more"),
    [
        ("GET /auth/v1/authorize", 60, {"query": BEGIN}),
        ("GET /auth/v1/user/identities/authorize", 60, {"query": BEGIN}),
        ("POST /auth/v1/signup", 29, {"body": {}}),
        ("POST /auth/v1/wechat_mini/unlimited_qrcode", 30, {"body": {"scene": "a", "width": 280}}),
        (
            "POST /auth/v1/token",
            150,
            {"query": {"grant_type": "refresh_token"}, "body": {"refresh_token": "x"}},
        ),
        ("GET /auth/v1/wechat_mini/login", 150, {"query": {"code": "x"}}),
    ],
)
def test_too_often(api, name, allowed, more):
    headers = bearer(sign_up(api))
    for _ in range(allowed):
        answer = api.send(
            name.split(" ")[0],
            name.split(" ")[1]
            + "?"
            + "&".join(f"{k}={v}" for k, v in more.get("query", {}).items()),
            body=more.get("body"),
            headers=headers,
        )
        assert answer.status != 429
    refused(api, name, 429, "over_request_rate_limit", headers=headers, **more)
