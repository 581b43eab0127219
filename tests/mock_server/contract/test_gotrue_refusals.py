"""What the surface of Supabase and MemFire refuses: every documented answer."""

import pytest

from gotrue import (
    ADA,
    BEGIN,
    CHALLENGE,
    NEWER,
    PASSWORD,
    VERIFIER,
    bearer,
    begin,
    code_of,
    land,
    refused,
    scan,
    sign_up,
    token,
)
from people import WechatHalf
from server import Api, RunningServer

BODIES = {
    "POST /auth/v1/signup": {},
    "POST /auth/v1/token": {"refresh_token": "x"},
    "POST /auth/v1/otp": {"email": "ada@example.com"},
    "POST /auth/v1/magiclink": {"email": "ada@example.com"},
    "POST /auth/v1/recover": {"email": "ada@example.com"},
    "POST /auth/v1/resend": {"type": "signup", "email": "ada@example.com"},
    "POST /auth/v1/verify": {"type": "email", "token_hash": "x"},
    "PUT /auth/v1/user": {},
    "POST /auth/v1/admin/users": {},
    "POST /auth/v1/admin/generate_link": {"type": "signup", "email": "x@example.com"},
    "POST /auth/v1/invite": {"email": "x@example.com"},
    "PUT /auth/v1/admin/users/{user_id}": {},
    "POST /auth/v1/wechat_mini/unlimited_qrcode": {"scene": "a=1"},
    "POST /auth/v1/factors": {"factor_type": "totp"},
    "POST /auth/v1/factors/{factor_id}/verify": {
        "challenge_id": "00000000-0000-4000-8000-000000000000",
        "code": "123456",
    },
}
# What paths name, whichever of it they do.
NAMED = {
    name: "x"
    for name in (
        "identity_id",
        "user_id",
        "factor_id",
        "passkey_id",
        "authorization_id",
        "client_id",
    )
}
QUERIES = {
    "POST /auth/v1/token": {"grant_type": "refresh_token"},
    "GET /auth/v1/user/identities/authorize": BEGIN,
}


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
        **NAMED,
    )


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
    assert len(names) > 7
    query = BEGIN | {"code": "x"}
    for name in names:
        more = {"query": query, "body": BODIES.get(name), **NAMED}
        assert api.call(name, 401, headers=NEWER, **more).json()["code"] == "no_authorization"
        refused(api, name, 403, "bad_jwt", headers={"Authorization": "Bearer a.b.c"}, **more)


def test_without_a_captcha(api):
    api.control("PUT /oddities", 200, {"captcha": True})
    refused(api, "POST /auth/v1/signup", 400, "captcha_failed", body=ADA)
    assert token(api, "password", ADA, 400)["code"] == "captcha_failed"
    solved = {"gotrue_meta_security": {"captcha_token": "XXXX.DUMMY.TOKEN.XXXX"}}
    api.call("POST /auth/v1/signup", 200, body=ADA | solved, headers=NEWER)


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
