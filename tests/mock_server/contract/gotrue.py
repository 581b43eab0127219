"""How clients of Supabase and MemFire call their surface, for the tests of several files."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

NEWER = {"X-Supabase-Api-Version": "2024-01-01"}
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
BEGIN = {"provider": "wechat_qr", "code_challenge": CHALLENGE, "code_challenge_method": "S256"}
PASSWORD = "correct horse battery"
ADA = {"email": "ada@example.com", "password": PASSWORD}


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
