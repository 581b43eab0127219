"""Why was I signed out? What `hufu doctor --why`, `status` and `doctor` say after each end."""

import json
import re
import time

import pytest

from people import WechatHalf

MOMENT = r"\d{4}-\d\d-\d\d \d\d:\d\d"


def why(home) -> dict:
    return home.run("doctor", "--why", "--json").json


def test_nobody_was_here(at):
    assert why(at) == {"state": "signed_out", "ended": None}
    assert "nothing tells of a session before" in at.run("doctor", "--why").out


def test_somebody_is_here(signed_in):
    assert why(signed_in) == {"state": "signed_in", "ended": None}
    assert signed_in.run("doctor", "--why").out == "Somebody is signed in: no session has ended.\n"


def test_signed_out(signed_in):
    before = time.time() * 1000
    signed_in.run("logout")
    ended = why(signed_in)["ended"]
    assert ended["cause"] == "sign_out" and ended["rule"] == "C9" and ended["code"] is None
    assert before - 1 <= ended["at_ms"] <= time.time() * 1000
    first, second, third = signed_in.run("doctor", "--why").out.splitlines()
    assert re.fullmatch(rf"The session ended at {MOMENT}\.", first)
    assert second == ended["message"] and second.startswith("Somebody signed out")
    assert third == "Rule C9"


def test_the_server_has_ended_it(signed_in, api):
    user = signed_in.run("whoami", "--json").json["id"]
    api.control("POST /users/{user_id}/ban", body={}, user_id=user)
    api.control("POST /clock/advance", body={"ms": 16 * 60 * 1000})
    signed_in.run("whoami", status=3)
    ended = why(signed_in)["ended"]
    assert (ended["cause"], ended["code"], ended["rule"]) == ("refused", "user_banned", "C4")
    assert ended["http_status"] == 400 and ended["server_code"] == "user_banned"
    # That it is signed out afterwards changes nothing of that.
    signed_in.run("logout")
    assert why(signed_in)["ended"] == ended
    assert "Rule C4, error user_banned, HTTP 400" in signed_in.run("doctor", "--why").out


REFUSALS = {
    "invalid_grant": ("refused", "C4"),
    "refresh_token_not_found": ("refused", "C4"),
    "session_expired": ("refused", "C4"),
    "session_not_found": ("refused", "C4"),
    "refresh_token_already_used": ("token_reused", "R3"),
}


@pytest.mark.parametrize("refusal", REFUSALS)
def test_each_refusal_for_good(signed_in, api, refusal):
    api.control("POST /clock/advance", body={"ms": 16 * 60 * 1000})
    fault = {"route": "POST /api/auth/refresh", "status": 400, "times": None}
    api.control("POST /faults", 201, {**fault, "body": json.dumps({"error": refusal})})
    signed_in.run("whoami", status=3)
    ended = why(signed_in)["ended"]
    assert (ended["cause"], ended["rule"]) == REFUSALS[refusal]
    assert (ended["server_code"], ended["http_status"]) == (refusal, 400)


@pytest.mark.parametrize("status", [500, 503, 429, 403])
def test_trouble_that_passes_is_no_end(signed_in, api, status):
    api.control("POST /clock/advance", body={"ms": 16 * 60 * 1000})
    fault = {"route": "POST /api/auth/refresh", "status": status, "times": None}
    api.control("POST /faults", 201, {**fault, "body": "<h1>Sorry</h1>"})
    signed_in.run("whoami", status=None)
    assert why(signed_in) == {"state": "signed_in", "ended": None}


def test_status_and_doctor_lead_there(signed_in):
    signed_in.run("logout")
    status = signed_in.run("status", status=3).out
    assert re.search(rf"^ended    {MOMENT}, see hufu doctor --why$", status, re.MULTILINE)
    assert signed_in.run("status", "--json", status=3).json["ended"]["cause"] == "sign_out"
    assert "why: hufu doctor --why" in signed_in.run("doctor").out


def test_in_chinese(signed_in):
    signed_in.run("logout")
    signed_in.environment["LANG"] = "zh_CN.UTF-8"
    first, second, third = signed_in.run("doctor", "--why").out.splitlines()
    assert re.fullmatch(rf"会话于 {MOMENT} 结束。", first)
    assert "退出了登录" in second and third == "规则 C9"


def test_a_sign_in_makes_an_end_of_it(signed_in, api):
    signed_in.run("logout")
    code = WechatHalf.make(api, nickname="Hua").code()["code"]
    signed_in.run("login", "--code", given=code)
    assert why(signed_in) == {"state": "signed_in", "ended": None}
    assert not [name for name in signed_in.files() if "ended" in name]
