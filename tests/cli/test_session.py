"""What is kept, and what is said about it."""

import os
import stat

from contract import Contract
from people import WechatHalf
from server import Api, RunningServer

SIXTEEN_MINUTES = 16 * 60 * 1000


def test_status(signed_in, api):
    told = signed_in.run("status", "--json").json
    assert told["state"] == "signed_in" and told["user"]["nickname"] == "Hua"
    assert told["server"] == api.url and told["profile"] == "default"
    assert told["directory"] == str(signed_in.folder / ".local/state/hufu")
    text = signed_in.run("status").out
    assert "state    signed_in" in text and "Hua" in text


def test_status_of_nobody(at):
    nobody = at.run("status", "--json", status=3)
    assert nobody.json["state"] == "signed_out"
    assert "hufu login" in nobody.err


def test_whoami_asks_the_server_and_with_cached_does_not(signed_in, api):
    api.control("DELETE /counters", 204)
    assert "Hua" in signed_in.run("whoami", "--cached").out
    assert api.control("GET /counters")["total"] == 0
    assert "signs in by wechat" in signed_in.run("whoami").out
    assert api.control("GET /counters")["total"] == 1


def test_token_is_renewed_once_for_all(signed_in, api):
    first = signed_in.run("token").out.strip()
    assert signed_in.run("token", "--json").json["token"] == first
    api.control("POST /clock/advance", body={"ms": SIXTEEN_MINUTES})
    # The backend's clock ran ahead, ours did not: the 401 leads to one refresh.
    assert signed_in.run("request", "GET", "/api/user/profile").status == 0
    renewed = signed_in.run("token").out.strip()
    assert renewed != first
    together = [signed_in.start("token") for _ in range(8)]
    assert {each.communicate()[0].strip() for each in together} == {renewed}


def test_token_refuses_a_terminal(signed_in):
    refused = signed_in.on_terminal("token")
    refused.see("does not belong on a screen")
    assert refused.end() == 2
    forced = signed_in.on_terminal("token", "--force")
    forced.see(r"ey[\w-]+\.ey")
    assert forced.end() == 0


def test_two_profiles_are_two_people(signed_in, api):
    other = WechatHalf.make(api, nickname="Li").code()["code"]
    signed_in.run("login", "--code", "--nickname", "Li", "--profile", "work", given=other)
    assert "Li" in signed_in.run("whoami", "--profile", "work").out
    assert "Hua" in signed_in.run("whoami").out
    signed_in.environment["HUFU_PROFILE"] = "work"
    assert "Li" in signed_in.run("whoami").out
    assert signed_in.run("--json", "profiles").json["profiles"][1]["profile"] == "work"


def test_a_session_is_shown_to_its_own_server_only(home, server_program):
    """Both are GoTrue at one host, so that both look under one key."""
    servers = [RunningServer(server_program) for _ in range(2)]
    try:
        mine, other = (("--backend", "gotrue", "--server", each.url) for each in servers)
        elsewhere = Api(servers[1].url, Contract())
        home.run("login", "--anonymous", *mine)
        person = home.run("whoami", "--json", *mine).json["id"]
        elsewhere.control("DELETE /counters", 204)
        home.run("whoami", *other, status=3)
        assert elsewhere.control("GET /counters")["total"] == 0
        assert home.run("whoami", "--json", *mine).json["id"] == person
    finally:
        for each in servers:
            each.stop()


def test_logout(signed_in, api):
    person = signed_in.run("whoami", "--json").json["id"]
    signed_in.run("logout")
    signed_in.run("token", status=3)
    signed_in.run("whoami", "--cached", status=3)
    events = api.control("GET /audit", query={"after": 0})["entries"]
    assert [each["event"] for each in events if each["userId"] == person][-1] == "signed_out"


def test_logout_without_the_server(signed_in):
    signed_in.environment["HUFU_SERVER"] = "http://127.0.0.1:1"
    # That is another server: its profile has nobody, and the stored session stays.
    signed_in.run("token", status=3)
    del signed_in.environment["HUFU_SERVER"]
    signed_in.run("token")


def test_a_session_that_the_server_ended(signed_in, api):
    user = signed_in.run("whoami", "--json").json["id"]
    api.control("POST /users/{user_id}/ban", body={}, user_id=user)
    ended = signed_in.run("whoami", "--json", status=3)
    assert ended.error["action"] == "sign_in_again"


def test_the_server_is_away(signed_in, api):
    api.control("POST /faults", 201, {"route": "*", "status": 503, "times": None})
    away = signed_in.run("whoami", "--json", status=5)
    assert away.error["action"] == "retry"
    signed_in.run("whoami", "--cached")


def test_profile_set(signed_in):
    assert signed_in.run("profile", "set", "--nickname", "Hua Li", "--json").json["nickname"] == (
        "Hua Li"
    )
    assert "Hua Li" in signed_in.run("profile", "show").out
    assert "say what to set" in signed_in.run("profile", "set", status=2).err


def test_files_are_private_and_sealed(signed_in):
    token = signed_in.run("token").out.strip().encode()
    for name, content in signed_in.files().items():
        path = signed_in.folder / name
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, name
        assert token not in content, name
    for name in (".local/state/hufu", ".config/hufu/profiles"):
        assert stat.S_IMODE((signed_in.folder / name).stat().st_mode) & 0o022 == 0


def test_files_are_private_under_any_umask(at, api):
    code = WechatHalf.make(api, nickname="Hua").code()["code"]
    at.run("login", "--code", given=code, preexec_fn=lambda: os.umask(0))
    for name in (".local/state/hufu", ".config", ".config/hufu", ".config/hufu/profiles"):
        assert stat.S_IMODE((at.folder / name).stat().st_mode) == 0o700, name


def test_advice_is_for_the_profile(at):
    for words in (["status"], ["whoami"], ["token"]):
        nobody = at.run(*words, "--profile", "work", status=3)
        assert "hufu login --profile work" in nobody.err, words
    assert "hufu login --profile work" in at.run("doctor", "--profile", "work").out


def test_doctor_finds_nothing(signed_in):
    told = signed_in.run("doctor", "--json").json
    assert told["ok"] and {each["part"] for each in told["findings"]} == {
        "store",
        "network",
        "tls",
        "clock",
        "session",
    }


def test_doctor_sees_a_clock_that_is_wrong(signed_in, api):
    api.control("POST /clock/advance", 200, {"ms": 3_600_000})
    told = signed_in.run("doctor", status=1)
    line = next(line for line in told.out.splitlines() if " clock: " in line)
    assert line.startswith("WRONG") and " behind the server's" in line
    seconds = int(line.split(" is ")[1].split(" s ")[0])
    assert 3590 <= seconds <= 3610


def test_a_server_that_wants_to_be_left_alone_says_for_how_long(signed_in, api):
    fault = {"route": "GET /api/user/profile", "status": 429, "retryAfter": 7, "body": "{}"}
    api.control("POST /faults", 201, {**fault, "times": None})
    told = signed_in.run("whoami", status=5)
    assert "try again. (7 s)" in told.err
    error = signed_in.run("whoami", "--json", status=5).error
    assert error["retry_after_ms"] == 7000 and error["message"].endswith("(7 s)")


def test_what_a_server_says_does_not_move_the_cursor(signed_in, api):
    hostile = (
        '{"id": "u", "nickname": "\\u001b[2J\\u009b31mHua\\u202e\\u2067\\r\\n", "identities": []}'
    )
    fault = {"route": "GET /api/user/profile", "status": 200, "body": hostile, "times": None}
    api.control("POST /faults", 201, fault)
    shown = signed_in.run("whoami").out
    assert "Hua" in shown and shown.count("\n") == 1
    assert not any(letter in shown for letter in "\x1b\x9b\r\u202e\u2067")
