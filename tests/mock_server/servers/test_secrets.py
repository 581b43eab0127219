"""V11: what must not be found anywhere is not in the database, not in a log, not in the record of --record; and the record tells the rest."""

import json
import os
import stat
import subprocess
import time
from urllib.parse import urlencode

import pytest
from group import accept, issue

import gotrue
import test_authing
import test_mini_login
import test_scans
import test_wx_login
from people import WebHalf, WechatHalf
from server import Api, RunningServer
from test_device import DESKTOP, FORM, GRANT

MINI = {"X-Platform": "miniprogram"}
ENVIRONMENT = {
    "JWT_SECRET": "canary of the key that signs and derives",
    "WECHAT_APP_SECRET": "canary-of-the-app-secret-of-wechat",
    "CLERK_SECRET_KEY": "sk_test_canary-of-the-key-of-clerk",
    "HUFU_WEBHOOK_SECRET": "whsec_Y2FuYXJ5LW9mLXRoZS1zZWNyZXQtb2Ytd2ViaG9va3M=",
    "HUFU_SERVER_KEYS": "canary-of-the-key-of-an-application-s-server",
}
# Nobody listens there: what is to be told stays where it is kept.
NOBODY = {"HUFU_WEBHOOK_URL": "http://127.0.0.1:9/hook"}


class Canaries(dict):
    """Name → secret. A spelling that somebody may store counts as well."""

    def add(self, name: str, secret: str) -> str:
        assert len(secret) >= 8, f"{name} is too short to be looked for"
        self[name] = secret
        if "-" in secret and len(secret) == 11:  # a typed code
            self[f"{name}, as it is normalised"] = secret.replace("-", "")
        return secret

    def session(self, name: str, session: dict) -> None:
        self.add(f"{name}: access token", session["token"])
        self.add(f"{name}: its signature", session["token"].rpartition(".")[2])
        self.add(f"{name}: refresh token", session["refreshToken"])
        self.add(f"{name}: its hash", session["refreshToken"].rpartition(".")[2])

    def found_in(self, text: str) -> list[str]:
        return [name for name, secret in self.items() if secret in text]


def live(api: Api, canaries: Canaries, personal: Canaries) -> None:
    """Goes through everything a client can do; what has to stay secret is remembered."""
    half = WechatHalf.make(api, phoneNumber="13955550123", nickname="小黄")
    personal.add("openid", half.openid)
    personal.add("phone number", "13955550123")
    app = {"appid": "wx0000000000000001", "secret": ENVIRONMENT["WECHAT_APP_SECRET"]}
    query = app | {"js_code": half.code()["code"], "grant_type": "authorization_code"}
    answer = api.call("GET /wechat/sns/jscode2session", 200, query=query).json()
    canaries.add("session_key", answer["session_key"])
    query = app | {"grant_type": "client_credential"}
    answer = api.call("GET /wechat/cgi-bin/token", 200, query=query).json()
    canaries.add("access token of the app at WeChat", answer["access_token"])

    body = {"code": canaries.add("login code", half.code()["code"])}
    data = api.control("POST /wechat/open-data", 200, {"personId": half.person_id})
    for name in ("encryptedData", "iv", "signature"):
        body[name] = canaries.add(name, data[name])
    body["rawData"] = data["rawData"]
    half.session = api.call("POST /api/wechat/login", 200, body=body, headers=MINI).json()
    canaries.session("first session", half.session)
    half.refresh()
    canaries.session("refreshed session", half.session)
    code = canaries.add("phone code", half.code("phone-codes")["code"])
    api.call("POST /api/user/phone", 200, body={"code": code}, headers=half.headers)

    web = WebHalf.make(api, email="canary@example.com")
    token = canaries.add("token of Clerk", web.token())
    headers = {"X-Platform": "web", "Authorization": f"Bearer {token}"}
    api.call("GET /api/user/profile", 200, headers=headers)
    binding = issue(api, web, "wechat")
    canaries.add("bind code", binding["bindCode"])
    canaries.add("QR secret", binding["qr"])
    other = WechatHalf.make(api).sign_in()
    body = {"bindCode": binding["bindCode"], "platform": "web"}
    api.call("POST /api/bind-account", 202, body=body, headers=other.headers)
    number = accept(api, other, binding["bindingId"])
    name = "POST /api/bindings/{id}/confirm"
    body = {"number": number}
    api.call(name, 200, id=binding["bindingId"], body=body, headers=web.headers)
    canaries.session("linked session", other.refresh().session)

    form = urlencode({"client_id": "hufu"}).encode()
    name = "POST /oauth/device_authorization"
    grant = api.call(name, 200, raw=form, headers=DESKTOP | FORM).json()
    user_code = canaries.add("user code", grant["user_code"])
    form = urlencode(
        {"grant_type": GRANT, "device_code": canaries.add("device code", grant["device_code"])}
    ).encode()
    body = {"number": grant["number"]}
    name = "POST /api/device/{user_code}/approve"
    api.call(name, 200, body=body, headers=half.headers, user_code=user_code)
    answer = api.call("POST /oauth/token", 200, raw=form, headers=DESKTOP | FORM).json()
    canaries.session("session of the device", answer)

    server = {"Authorization": f"Bearer {ENVIRONMENT['HUFU_SERVER_KEYS']}"}
    form = urlencode({"token": other.session["token"]}).encode()
    told = api.call("POST /oauth/introspect", 200, raw=form, headers=server | FORM).json()
    assert told["active"] is True
    body = {"has_data": True}
    api.call("POST /api/people/{id}/has-data", 204, body=body, headers=server, id=told["sub"])
    body = {"issuer": told["iss"], "subject": personal.add("subject", told["sub"])}
    api.call("POST /api/people/lookup", 200, body=body, headers=server)

    astray = {
        "Authorization": f"Basic {canaries.add('password of a stray Authorization', 'Y2FuYXJ5OmNhbmFyeQ')}",
        "Cookie": f"session={canaries.add('cookie', 'canary-of-a-cookie')}",
        "X-Api-Key": canaries.add("header that nobody knows", "canary-of-an-unknown-header"),
        **MINI,
    }
    secret = canaries.add("secret in the query", "canary-in-the-query")
    api.send("GET", f"/api/user/profile?code={secret}&state={secret}", headers=astray)
    api.send("GET", f"/{canaries.add('secret in a wrong path', 'canary-in-the-path')}")
    secret = canaries.add("secret in a body that is no JSON", "canary-in-a-broken-body")
    api.send("POST", "/api/auth/refresh", raw=f'{{"refreshToken":"{secret}'.encode(), headers=MINI)
    body = {"refreshToken": canaries.add("refresh token that never was", "hrt1_canary.1.canary")}
    api.send("POST", "/api/auth/refresh", body=body, headers=MINI)


def live_by_scans(api: Api, canaries: Canaries) -> None:
    """What screens show and links hold."""
    half = WechatHalf.make(api).sign_in()
    screen = test_scans.start(api, "mini_program")
    canaries.add("device code of a screen", screen["device_code"])
    scene = test_scans.scene_in(screen["verification_uri_complete"])
    seen = test_scans.scan(api, half, canaries.add("scene", scene))
    test_scans.decide(api, half, seen, "approve", number=screen["number"])
    canaries.session("session of the screen", test_scans.token(api, screen))
    page = test_scans.start(api, "link")
    canaries.add("device code on a telephone", page["device_code"])
    scene = canaries.add("scene of a link", test_scans.scene_in(page["open_uri"]))
    code = test_scans.decide(api, half, test_scans.scan(api, half, scene), "approve")["returnCode"]
    test_scans.about(api, page, "device_return", code=code)
    canaries.session("session on the telephone", test_scans.token(api, page))
    web = WebHalf.make(api, email="canary3@example.com")
    scene = test_scans.scene_in(test_scans.issue(api, web)["url"])
    canaries.add("scene of a binding", scene)
    canaries.add("its secret", scene.removeprefix("h1b"))
    test_scans.scan(api, half, scene)


def live_elsewhere(api: Api, canaries: Canaries) -> None:
    """The same on the other four surfaces."""

    def jwt(name: str, token: str) -> str:
        canaries.add(f"{name}: access token", token)
        canaries.add(f"{name}: its signature", token.rpartition(".")[2])
        return token

    password = canaries.add("password at GoTrue", "canary-of-a-password")
    session = gotrue.sign_up(api, email="canary2@example.com", password=password)
    jwt("GoTrue", session["access_token"])
    token = canaries.add("GoTrue: refresh token", session["refresh_token"])
    session = gotrue.token(api, "refresh_token", {"refresh_token": token})
    jwt("GoTrue, refreshed", session["access_token"])
    canaries.add("GoTrue, refreshed: refresh token", session["refresh_token"])
    half = WechatHalf.make(api)
    callback = gotrue.scan(api, half, gotrue.begin(api))
    code = canaries.add("GoTrue: code of PKCE", gotrue.land(api, callback)["code"])
    body = {"auth_code": code, "code_verifier": canaries.add("verifier", gotrue.VERIFIER)}
    session = gotrue.token(api, "pkce", body)
    jwt("GoTrue by PKCE", session["access_token"])
    canaries.add("GoTrue by PKCE: refresh token", session["refresh_token"])

    body = test_wx_login.wish(api, WechatHalf.make(api))
    canaries.add("wxLogin: code", body["code"])
    canaries.add("wxLogin: encrypted data", body["encryptedData"])
    jwt("wxLogin", api.call("POST /users/wxLogin", 200, body=body).text)

    jwt("mini-login", test_mini_login.sign_in(api, WechatHalf.make(api))["token"])

    half = WechatHalf.make(api, phoneNumber="13900001111")
    jwt("Authing, older", test_authing.legacy(api, half)["data"]["token"])
    session = test_authing.v3(api, half)
    jwt("Authing", session["access_token"])
    canaries.add("Authing: refresh token", session["refresh_token"])


def wait_for_the_look_up_at_clerk(api: Api) -> None:
    """It runs behind the answers."""
    end = time.monotonic() + 10
    while not api.control("GET /counters", 200)["routes"].get("GET /clerk/v1/users/{user_id}"):
        assert time.monotonic() < end, "nobody was looked up at Clerk"
        time.sleep(0.01)


@pytest.fixture(params=["postgresql", "sqlite"])
def told(request, program, contract, postgres, database, tmp_path):
    """Canaries, and by name every text in which none of them may be."""
    record = tmp_path / "record.jsonl"
    file = tmp_path / "hufu.db"
    on_postgres = request.param == "postgresql"
    url = postgres.url(database) if on_postgres else f"sqlite://{file}"
    log_begins = postgres.log.stat().st_size
    flags = ("--limits", "off", "--record", str(record))
    links = ("--wechat-link-rule", "/m/", "--wechat-plain-scheme", "on")
    server = RunningServer(program, *links, *flags, database=url, environment=ENVIRONMENT | NOBODY)
    canaries, personal = Canaries(), Canaries()
    for name, secret in ENVIRONMENT.items():
        canaries.add(name, secret)
    live(Api(server.url, contract), canaries, personal)
    live_by_scans(Api(server.url, contract), canaries)
    live_elsewhere(Api(server.url, contract), canaries)
    wait_for_the_look_up_at_clerk(Api(server.url, contract))
    texts = {}
    server.process.terminate()
    texts["what the server said"] = "".join(server.process.communicate(timeout=10))
    if on_postgres:
        texts["a dump of PostgreSQL"] = postgres.dump(database)
        with postgres.log.open() as log:
            log.seek(log_begins)
            texts["PostgreSQL's log with all statements"] = log.read()
    else:
        files = [path for path in tmp_path.iterdir() if path.name.startswith("hufu.db")]
        texts["the files of SQLite"] = "".join(
            path.read_bytes().decode("latin-1") for path in files
        )
    return canaries, personal, texts, record


def test_no_secret_is_written_down_anywhere(told):
    canaries, personal, texts, record = told
    assert len(canaries) >= 60
    for where, text in texts.items():
        assert canaries.found_in(text) == [], where
    # Who it is about has to be stored, and so shows that the looking finds what is there.
    assert personal["openid"] in "".join(texts.values())
    content = record.read_text()
    assert Canaries(canaries | personal).found_in(content) == []


def test_the_record_tells_what_happened(told):
    *_, record = told
    assert stat.S_IMODE(os.stat(record).st_mode) == 0o600
    lines = [json.loads(line) for line in record.read_text().splitlines()]
    assert all(
        set(line)
        == {
            *("atMs", "requestId", "method", "path", "query", "requestHeaders", "requestBody"),
            *("status", "responseHeaders", "responseBody"),
        }
        for line in lines
    )
    ours = [line for line in lines if line["path"].startswith("/api/")]
    login = next(line for line in ours if line["path"] == "/api/wechat/login")
    assert (login["method"], login["status"]) == ("POST", 200)
    assert login["requestHeaders"]["X-Platform"] == "miniprogram"
    assert login["responseBody"]["success"] is True
    assert login["responseBody"]["expiresIn"] == 900
    refresh = next(line for line in ours if line["path"] == "/api/auth/refresh")
    assert refresh["requestBody"]["refreshToken"] == login["responseBody"]["refreshToken"]
    assert refresh["requestBody"]["refreshToken"].startswith("masked:")
    assert refresh["responseBody"]["refreshToken"] != refresh["requestBody"]["refreshToken"]
    token = refresh["responseBody"]["token"]
    phone = next(line for line in ours if line["path"] == "/api/user/phone")
    assert phone["requestHeaders"]["Authorization"] == f"Bearer {token}"
    assert phone["responseHeaders"]["Cache-Control"] == "no-store"
    refused = [line for line in ours if line["status"] == 401]
    assert refused[0]["responseBody"]["error"] == "invalid_token"
    approve = next(line for line in ours if line["path"].endswith("/approve"))
    assert approve["path"].startswith("/api/device/masked:")
    upstream = next(line for line in lines if line["path"] == "/wechat/sns/jscode2session")
    assert set(upstream["query"]) == {"appid", "secret", "js_code", "grant_type"}
    assert upstream["query"]["grant_type"] == "authorization_code"
    assert any(line["status"] == 404 and line["path"] == "" for line in lines)


def test_a_record_that_cannot_be_written_is_said_at_once(program, tmp_path):
    ended = subprocess.run(
        [str(program), "--port", "0", "--record", str(tmp_path / "no" / "such" / "folder")],
        capture_output=True,
        text=True,
        timeout=10,
    )
    assert ended.returncode == 2 and "--record" in ended.stderr
