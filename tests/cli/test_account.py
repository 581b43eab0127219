"""An account of GoTrue's kind: codes and links that come by mail, passwords, what belongs to it, a second factor."""

import base64
import hmac
import json
import re
import struct
import time

import pytest
from accounts import MAIL, PASSWORD, answered

from contract import Contract
from people import WechatHalf
from server import Api, RunningServer


def totp(secret: str, ahead: int = 0) -> str:
    """RFC 6238, of the key that an app was told; `ahead`: the code after this one, for each is good once."""
    moment = struct.pack(">Q", int(time.time()) // 30 + ahead)
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, moment, "sha1")
    (number,) = struct.unpack_from(">I", digest, digest[-1] & 15)
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"


def test_a_code_by_mail_in_place_of_a_password(gotrue, mails):
    gotrue.run("logout")
    status, out, err = answered(gotrue, ("login", "--otp", "--email", MAIL, "--json"), mails, MAIL)
    assert status == 0, err
    assert json.loads(out)["event"] == "signed_in"
    assert gotrue.run("account", "--json").json["email"] == MAIL


def test_the_whole_link_is_as_good_as_the_code(gotrue, mails, api):
    gotrue.run("logout")
    status, _, err = answered(gotrue, ("login", "--otp", "--email", MAIL), mails, MAIL)
    assert status == 0, err
    gotrue.run("logout")
    api.control("POST /clock/advance", 200, {"ms": 61_000})
    again = gotrue.start("login", "--otp", "--email", MAIL)
    again.stderr.readline()
    out, err = again.communicate(mails(MAIL)[0]["link"] + "\n")
    assert again.returncode == 0, err
    gotrue.run("logout")
    # Spent; what is neither a code nor a link is told apart from what is wrong.
    sent = ("login", "--otp", "--sent", "--email", MAIL)
    assert gotrue.run(*sent, "--json", given=mails(MAIL)[0]["link"], status=4).error["code"]
    assert "neither a code" in gotrue.run(*sent, given="https://x.example/", status=2).err


def test_who_has_no_account_gets_one_only_when_asked(gotrue, mails):
    words = ("login", "--otp", "--email", "new@example.com")
    assert gotrue.run(*words, "--json", status=4).error["code"] == "user_not_found"
    status, _, err = answered(gotrue, (*words, "--sign-up"), mails, "new@example.com")
    assert status == 0, err


@pytest.mark.parametrize(
    "words, other",
    [
        (("--otp",), "--email"),
        (("--sign-up",), "--email"),
        (("--sent", "--email", MAIL), "--otp"),
    ],
)
def test_options_that_go_together(home, words, other):
    assert f"goes with {other}" in home.run("login", *words, status=2).err


def test_a_forgotten_password(gotrue, mails):
    gotrue.run("logout")
    words = ("password", "forgot", "--email", MAIL)
    status, out, err = answered(gotrue, words, mails, MAIL, "quite another one")
    assert status == 0, err
    assert "The password is changed." in out and "Signed in as" in out
    assert "quite another one" not in out + err
    gotrue.run("logout")
    old = ("login", "--email", MAIL)
    assert gotrue.run(*old, "--json", given=PASSWORD, status=4).error["code"] == "wrong_password"
    gotrue.run(*old, given="quite another one\n")


def test_a_new_password_is_typed_twice_at_a_terminal(gotrue):
    setting = gotrue.on_terminal("password", "set")
    setting.see("New password: ")
    setting.type("quite another one\n")
    setting.see("once more: ")
    setting.type("quite another two\n")
    setting.see("not the same")
    assert setting.end() == 2
    assert "another" not in setting.screen
    gotrue.run("password", "set", given="quite another one\n")
    gotrue.run("logout")
    gotrue.run("login", "--email", MAIL, given="quite another one\n")


def test_a_server_that_asks_again_before_a_new_password(gotrue, mails, api):
    api.control("POST /clock/advance", 200, {"ms": 3_600_000 * 25})
    setting = gotrue.start("password", "set")
    setting.stdin.write("quite another one\n")
    setting.stdin.flush()
    said = setting.stderr.readline()
    assert "on its way to the address of this account" in said, said
    out, err = setting.communicate(mails(MAIL)[0]["code"] + "\n")
    assert setting.returncode == 0, err


def test_metadata_and_a_new_address(gotrue, mails):
    data = json.dumps({"shop": "茶", "deep": {"a": [1, None]}}, ensure_ascii=False)
    told = gotrue.run("account", "set", "--data", data, "--json").json
    assert told["user_metadata"]["shop"] == "茶"
    assert told["user_metadata"]["deep"] == {"a": [1, None]}
    assert "say what to set" in gotrue.run("account", "set", status=2).err
    assert gotrue.run("account", "set", "--data", "[1]", status=2).err
    changed = gotrue.run("account", "set", "--email", "hua@example.net")
    assert "hufu account confirm --email hua@example.net" in changed.err
    for to in (MAIL, "hua@example.net"):
        gotrue.run("account", "confirm", "--email", to, given=mails(to)[0]["code"])
    assert gotrue.run("account", "--json").json["email"] == "hua@example.net"


def test_the_ways_in(gotrue):
    (only,) = gotrue.run("identities", "--json").json["identities"]
    assert (only["provider"], only["email"]) == ("email", MAIL)
    assert only["identity_id"] in gotrue.run("identities").out
    refused = gotrue.run("identities", "unlink", only["identity_id"], "--json", status=4)
    assert refused.error["code"] == "last_identity"


def test_one_more_way_in_and_away_again(gotrue, api):
    WechatHalf.make(api, nickname="Hua")
    gotrue.install_browser()
    assert gotrue.run("identities", "link", "wechat_qr", "--json").json["event"] == "linked"
    ways = {
        each["provider"]: each["identity_id"]
        for each in gotrue.run("identities", "--json").json["identities"]
    }
    assert set(ways) == {"email", "wechat_qr"}
    gotrue.run("identities", "unlink", ways["wechat_qr"])
    # The session that came by it has ended with it (B14).
    gotrue.run("login", "--email", MAIL, given=PASSWORD + "\n")
    (only,) = gotrue.run("identities", "--json").json["identities"]
    assert only["provider"] == "email"


def test_a_provider_by_its_name(at, api):
    WechatHalf.make(api, nickname="Hua")
    at.install_browser()
    words = ("login", "--provider", "wechat_qr", "--backend", "gotrue", "--app-key", "anon")
    assert at.run(*words, "--json").json["user"]["nickname"] == "Hua"


def test_a_second_factor(gotrue, api):
    assert gotrue.run("factors", "--json").json == {"factors": []}
    assert "hufu factors enroll" in gotrue.run("factors", "verify", status=2).err
    enrolling = gotrue.start("factors", "enroll", "--name", "phone", "--json")
    made = json.loads(enrolling.stdout.readline())
    assert made["event"] == "factor_enrolled" and made["uri"].startswith("otpauth://totp/")
    out, err = enrolling.communicate(totp(made["secret"]) + "\n")
    assert enrolling.returncode == 0, err
    assert json.loads(out)["assurance"] == "aal2"

    gotrue.run("logout")
    signed_in = gotrue.run("login", "--email", MAIL, given=PASSWORD + "\n")
    assert "hufu factors verify" in signed_in.err
    status = gotrue.run("status", "--json").json
    assert (status["assurance"], status["assurance_to_reach"]) == ("aal1", "aal2")
    wrong = gotrue.run("factors", "verify", "--json", given="000000\n", status=4)
    assert wrong.error["code"] == "credential_invalid"
    gotrue.run("factors", "verify", given=totp(made["secret"], ahead=1) + "\n")
    assert gotrue.run("status", "--json").json["assurance"] == "aal2"
    gotrue.run("factors", "remove", made["id"])
    assert gotrue.run("factors", "--json").json == {"factors": []}


def test_the_key_of_a_factor_is_drawn_on_a_terminal(gotrue):
    enrolling = gotrue.on_terminal("factors", "enroll")
    secret = enrolling.see(r"type its key there: ([A-Z2-7]+)")[1]
    assert enrolling.screen.count("\x1b[30;107m") > 15
    code = totp(secret)
    enrolling.see("Code that the app shows: ")
    enrolling.type(code + "\n")
    enrolling.see("The second factor is right.")
    assert enrolling.end() == 0
    assert code not in enrolling.screen


def test_who_signs_up_types_the_code_at_a_terminal(home, server_program):
    server = RunningServer(server_program, "--email-confirmation", "on")
    try:
        home.environment["HUFU_SERVER"] = server.url
        words = ("login", "--email", MAIL, "--sign-up", "--backend", "gotrue", "--app-key", "anon")
        signing_up = home.on_terminal(*words)
        signing_up.see("Password: ")
        signing_up.type(PASSWORD + "\n")
        signing_up.see(f"Code, or the whole link, of the message to {MAIL}: ")
        inbox = Api(server.url, Contract()).control("GET /inbox", query={"to": MAIL})
        signing_up.type(inbox["messages"][0]["code"] + "\n")
        signing_up.see("Signed in as")
        assert signing_up.end() == 0
    finally:
        server.stop()


def test_the_session_of_another_program_is_taken_over(gotrue, api):
    body = {"email": MAIL, "password": PASSWORD}
    path = "/auth/v1/token?grant_type=password"
    tokens = api.send("POST", path, body=body, headers={"apikey": "anon"}).json()
    given = f"{tokens['access_token']}\n{tokens['refresh_token']}\n"
    words = ("login", "--tokens", "--profile", "other", "--backend", "gotrue", "--app-key", "anon")
    done = gotrue.run(*words, "--json", given=given)
    assert done.json["user"]["id"] == tokens["user"]["id"]
    assert tokens["refresh_token"] not in done.out + done.err
    assert gotrue.run("whoami", "--profile", "other", "--json").json["id"] == tokens["user"]["id"]


def test_no_secret_is_shown(gotrue, mails):
    for words in (("account",), ("identities",), ("factors",), ("status",)):
        for form in ((), ("--json",)):
            done = gotrue.run(*words, *form)
            assert not re.search(r"eyJ|hrt1_|correct horse", done.out + done.err), words
