"""The control surface: clock, counters, faults, and what it refuses."""

import http.client
import time

import pytest

from people import WebHalf, WechatHalf
from test_sessions import MINI, refused

PROFILE = "GET /api/user/profile"


def test_the_clock_moves_and_comes_back(api):
    before = api.control("GET /clock")
    assert before["offsetMs"] == 0
    after = api.control("POST /clock/advance", 200, {"ms": 3_600_000})
    assert after["offsetMs"] == 3_600_000
    assert 3_600_000 <= after["nowMs"] - before["nowMs"] < 3_660_000
    assert api.control("POST /clock/advance", 200, {"ms": -3_600_000})["offsetMs"] == 0
    for bad in ({}, {"ms": "1"}, {"ms": 1.5}, {"ms": 2**63}, {"ms": True}):
        refused(api, "POST /_control/clock/advance", 400, "invalid_request", body=bad, proper=False)


def test_what_passed_is_counted_without_secrets(api):
    half = WechatHalf.make(api).sign_in()
    api.call(PROFILE, 200, headers=half.headers)
    api.call(PROFILE, 401, headers=MINI)
    api.send("GET", "/no/such/path")
    counters = api.control("GET /counters")
    assert counters["routes"][PROFILE] == {"requests": 2, "statuses": {"200": 1, "401": 1}}
    assert counters["routes"]["unmatched"]["requests"] == 1
    assert counters["total"] == sum(route["requests"] for route in counters["routes"].values())
    answer = api.call("GET /_control/requests", 200, query={"route": PROFILE})
    assert half.session["token"] not in answer.text
    first, second = answer.json()["requests"]
    assert first["authorization"].startswith("Bearer sha256:")
    assert second["authorization"] == ""
    assert (
        api.control("GET /requests", 200, query={"after": second["number"]})["requests"][0]["route"]
        == "unmatched"
    )
    refused(api, "GET /_control/requests", 400, "invalid_request", query={"after": "x"})
    api.control("DELETE /counters", 204)
    assert api.control("GET /counters") == {"total": 0, "routes": {}}


def test_the_audit_log_can_be_read_on(api):
    WechatHalf.make(api).sign_in().refresh()
    entries = api.control("GET /audit")["entries"]
    assert [entry["event"] for entry in entries] == ["signed_in", "refreshed"]
    rest = api.control("GET /audit", 200, query={"after": entries[0]["number"], "limit": 5})[
        "entries"
    ]
    assert rest == entries[1:]
    refused(api, "GET /_control/audit", 400, "invalid_request", query={"after": "-1"})


def test_faults_come_after_and_times(api):
    half = WechatHalf.make(api).sign_in()
    fault = api.control(
        "POST /faults",
        201,
        {"route": PROFILE, "status": 503, "retryAfter": 7, "after": 1, "times": 2, "body": {}},
    )
    statuses = [api.send("GET", "/api/user/profile", headers=half.headers).status for _ in range(5)]
    assert statuses == [200, 503, 503, 200, 200]
    assert api.control("GET /faults")["faults"][0]["hits"] == 2
    api.control("DELETE /faults/{fault_id}", 204, fault_id=fault["faultId"])
    refused(
        api, "DELETE /_control/faults/{fault_id}", 404, "fault_not_found", fault_id=fault["faultId"]
    )
    api.control(
        "POST /faults",
        201,
        {"route": "*", "status": 500, "body": "<html>", "contentType": "text/html", "times": None},
    )
    answer = api.send("GET", "/api/user/profile", headers=half.headers)
    assert (answer.status, answer.headers["content-type"], answer.text) == (
        500,
        "text/html",
        "<html>",
    )
    api.control("DELETE /faults", 204)
    api.call(PROFILE, 200, headers=half.headers)


def spoiled(api, half, **fault):
    api.control("POST /faults", 201, {"route": PROFILE, **fault})
    return api.send("GET", "/api/user/profile", headers=half.headers)


def test_every_kind_of_fault(api):
    half = WechatHalf.make(api).sign_in()
    begun = time.monotonic()
    assert spoiled(api, half, delayMs=120).status == 200
    assert time.monotonic() - begun >= 0.12
    moved = spoiled(api, half, redirect="https://elsewhere.example/")
    assert (moved.status, moved.headers["location"]) == (302, "https://elsewhere.example/")
    assert spoiled(api, half, contentType="text/html").headers["content-type"] == "text/html"
    assert len(spoiled(api, half, status=200, hugeBodyBytes=3_000_000).content) == 3_000_000
    assert spoiled(api, half, dripMs=1, status=200, body="{}").text == "{}"
    # The second cut is inside the status line, the third inside the body.
    for broken in (
        {"reset": True},
        {"cutAfterBytes": 5},
        {"cutAfterBytes": 250},
        {"lostAnswer": True},
    ):
        with pytest.raises((http.client.HTTPException, ConnectionError)):
            spoiled(api, half, **broken)
    assert api.control("GET /counters")["routes"][PROFILE]["statuses"]["0"] == 4
    assert api.control("GET /faults")["faults"][-1]["lostAnswer"] is True


def test_a_lost_answer_leaves_its_effects(api):
    half = WechatHalf.make(api).sign_in()
    api.control("POST /faults", 201, {"route": "POST /api/auth/refresh", "lostAnswer": True})
    body = {"refreshToken": half.session["refreshToken"]}
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        api.send("POST", "/api/auth/refresh", body=body, headers=MINI)
    assert api.control("GET /audit")["entries"][-1]["event"] == "refreshed"
    half.refresh()
    assert api.control("GET /audit")["entries"][-1]["event"] == "refresh_repeated"


def test_faults_that_make_no_sense(api):
    for bad in (
        {"route": PROFILE},
        {"route": "GET /nothing", "reset": True},
        {"status": 500},
        {"route": PROFILE, "status": 42},
        {"route": PROFILE, "times": 0, "reset": True},
        {"route": PROFILE, "contentType": "a\r\nb: c"},
        {"route": PROFILE, "reset": "yes"},
        {"route": PROFILE, "delayMs": -1},
    ):
        refused(api, "POST /_control/faults", 400, "invalid_request", body=bad, proper=False)


def test_reset_forgets_everybody(api):
    half = WechatHalf.make(api).sign_in()
    code = half.code()["code"]
    api.control("POST /clock/advance", 200, {"ms": 1000})
    api.control("POST /reset", 204)
    assert api.control("GET /clock")["offsetMs"] == 0
    assert api.control("GET /audit")["entries"] == []
    assert api.control("GET /counters")["total"] == 0
    refused(api, PROFILE, 401, "session_not_found", headers=half.headers)
    refused(
        api, "POST /api/wechat/login", 400, "wechat_code_invalid", body={"code": code}, headers=MINI
    )
    refused(
        api,
        "GET /_control/wechat/people/{person_id}",
        404,
        "person_not_found",
        person_id=half.person_id,
    )


UNKNOWN = [
    ("POST /_control/users/{user_id}/ban", {}, "user_not_found", {"user_id": "x"}),
    ("PUT /_control/wechat/people/{person_id}", {}, "person_not_found", {"person_id": "x"}),
    ("POST /_control/wechat/people", {"appId": "x"}, "app_not_found", {}),
    ("POST /_control/clerk/sessions", {"userId": "x"}, "clerk_user_not_found", {}),
    ("POST /_control/clerk/session-tokens", {"userId": "x"}, "clerk_user_not_found", {}),
    ("POST /_control/clerk/session-tokens", {"sessionId": "x"}, "clerk_session_not_found", {}),
    *[
        (f"POST /_control/wechat/{kind}", {"personId": "x"}, "person_not_found", {})
        for kind in ("login-codes", "website-codes", "phone-codes", "open-data")
    ],
]


@pytest.mark.parametrize("name, body, code, path", UNKNOWN)
def test_who_does_not_exist_is_404(api, name, body, code, path):
    refused(api, name, 404, code, body=body, **path)


def takes_json(contract, method: str, pattern: str) -> bool:
    body = contract.document["paths"][pattern][method.lower()].get("requestBody", {})
    return "application/json" in body.get("content", {})


def test_every_call_with_a_body_refuses_a_bad_one(api, contract):
    half = WechatHalf.make(api)
    path = {"user_id": "x", "person_id": half.person_id}
    calls = [
        (method, pattern)
        for method, pattern in contract.operations()
        if pattern.startswith("/_control/") and takes_json(contract, method, pattern)
    ]
    assert len(calls) > 10
    for method, pattern in calls:
        for raw in (b"[]", b"{", b'{"a":1,"a":2}', b"\xff", b"null"):
            headers = {"Content-Type": "application/json"}
            refused(
                api, f"{method} {pattern}", 400, "invalid_request", raw=raw, headers=headers, **path
            )
        refused(
            api,
            f"{method} {pattern}",
            400,
            "invalid_request",
            raw=b"{}",
            headers={"Content-Type": "text/plain"},
            **path,
        )


def test_no_web_page_and_no_other_name_reaches_control(api, contract):
    # (not everywhere can a body be had right as well: the guard comes first, whatever is asked)
    path = {"user_id": "x", "person_id": "x", "fault_id": "x", "message_id": "x"}
    for method, pattern in contract.operations():
        if not pattern.startswith("/_control/"):
            continue
        for headers in (
            {"Origin": "https://evil.example"},
            {"Host": "rebound.example"},
            {"Origin": "null"},
        ):
            refused(api, f"{method} {pattern}", 403, "control_is_local", headers=headers, **path)


def test_clerk_sessions_age(api):
    web = WebHalf.make(api)
    token = {"userId": web.user_id}
    api.control("POST /clock/advance", 200, {"ms": 11 * 60_000})
    assert api.control("POST /clerk/session-tokens", 201, token)["claims"]["fva"] == [11, -1]
    session = api.control("POST /clerk/sessions", 201, token)
    fresh = api.control("POST /clerk/session-tokens", 201, {"sessionId": session["sessionId"]})
    assert fresh["claims"]["fva"] == [0, -1]
    for bad in (
        {"userId": web.user_id, "version": 3},
        {"userId": web.user_id, "fva": [1]},
        {"userId": web.user_id, "claims": 7},
        {"userId": web.user_id, "signedBy": "nobody"},
        {"userId": web.user_id, "organization": "x"},
        {},
    ):
        refused(
            api,
            "POST /_control/clerk/session-tokens",
            400,
            "invalid_request",
            body=bad,
            proper=False,
        )
