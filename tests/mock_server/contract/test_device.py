"""Signing in on a device that has no keyboard to speak of (RFC 8628)."""

from urllib.parse import urlencode

from people import WebHalf
from test_sessions import refused

DESKTOP = {"X-Platform": "desktop"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
GRANT = "urn:ietf:params:oauth:grant-type:device_code"


def post(api, name, expect, fields, headers=DESKTOP):
    return api.call(name, expect, raw=urlencode(fields).encode(), headers=headers | FORM)


def start(api):
    return post(api, "POST /oauth/device_authorization", 200, {"client_id": "hufu-cli"}).json()


def ask(api, grant, expect=200):
    return post(
        api, "POST /oauth/token", expect, {"grant_type": GRANT, "device_code": grant["device_code"]}
    ).json()


def test_a_device_is_approved(api):
    web, grant = WebHalf.make(api), start(api)
    assert ask(api, grant, 400)["error"] == "authorization_pending"
    assert ask(api, grant, 400)["error"] == "slow_down"
    seen = api.call(
        "GET /api/device/{user_code}", 200, headers=web.headers, user_code=grant["user_code"]
    ).json()
    assert (seen["client"], seen["platform"]) == ("hufu-cli", "desktop")
    body = {"number": grant["number"]}
    api.call(
        "POST /api/device/{user_code}/approve",
        200,
        body=body,
        headers=web.headers,
        user_code=grant["user_code"],
    )
    tokens = ask(api, grant)
    headers = DESKTOP | {"Authorization": f"Bearer {tokens['access_token']}"}
    profile = api.call("GET /api/user/profile", 200, headers=headers).json()
    assert profile["id"] == api.call("GET /api/user/profile", 200, headers=web.headers).json()["id"]


def test_a_device_is_denied(api):
    web, grant = WebHalf.make(api), start(api)
    api.call(
        "POST /api/device/{user_code}/deny", 204, headers=web.headers, user_code=grant["user_code"]
    )
    assert ask(api, grant, 400)["error"] == "access_denied"


def test_wrong_numbers_end_it(api):
    web, grant = WebHalf.make(api), start(api)
    body = {"number": f"{(int(grant['number']) + 1) % 100:02}"}
    name = "POST /api/device/{user_code}/approve"
    for expect, code in ((422, "wrong_number"), (422, "wrong_number"), (409, "binding_ended")):
        refused(
            api, name, expect, code, body=body, headers=web.headers, user_code=grant["user_code"]
        )


def test_nobody_approves_in_time(api):
    grant = start(api)
    api.control("POST /clock/advance", 200, {"ms": 601_000})
    assert ask(api, grant, 400)["error"] == "expired_token"


def test_forms_that_are_no_good(api):
    post(api, "POST /oauth/device_authorization", 400, {})
    post(api, "POST /oauth/token", 400, {"grant_type": "password", "device_code": "x"})
    post(api, "POST /oauth/token", 400, {"grant_type": GRANT, "device_code": "x"})
    refused(
        api,
        "POST /oauth/token",
        400,
        "invalid_request",
        body={"grant_type": GRANT},
        headers=DESKTOP,
    )


def test_guessing_user_codes_ends_soon(api):
    web = WebHalf.make(api)
    calls = [
        ("GET /api/device/{user_code}", {}),
        ("POST /api/device/{user_code}/approve", {"body": {"number": "00"}}),
        ("POST /api/device/{user_code}/deny", {}),
    ]
    for _ in range(2):
        for name, more in calls[:2]:
            refused(
                api,
                name,
                400,
                "user_code_invalid",
                headers=web.headers,
                user_code="BCDFG-HJKLM",
                **more,
            )
    refused(
        api, calls[2][0], 400, "user_code_invalid", headers=web.headers, user_code="BCDFG-HJKLM"
    )
    for name, more in calls:
        refused(
            api, name, 429, "rate_limited", headers=web.headers, user_code="BCDFG-HJKLM", **more
        )


def test_the_page_shows_the_code_to_scan(api):
    grant = start(api)
    answer = api.call("GET /device", 200, query={"user_code": grant["user_code"]})
    assert grant["user_code"] in answer.text
    assert "<svg" in answer.text
    assert "<svg" not in api.call("GET /device", 200).text
