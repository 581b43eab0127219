"""Every way in."""

import json
import re
import urllib.request
from pathlib import Path

from people import WebHalf, WechatHalf
from server import RunningServer


def code_of(api, **wish) -> str:
    return WechatHalf.make(api, nickname="Hua", **wish).code()["code"]


def test_by_a_code_of_wechat(at, api):
    done = at.run("login", "--code", "--json", given=code_of(api) + "\n")
    assert done.json["event"] == "signed_in" and done.json["kept"]
    assert done.json["user"]["id"] == at.run("whoami", "--cached", "--json").json["id"]
    assert at.run("profile", "show", "--json").json["identities"][0]["provider"] == "wechat"


def test_what_wechat_has_encrypted_beside_the_code(at, api):
    """As the backend `wx_login` wants it: each on a line of standard input, so that `ps` shows nothing."""
    half = WechatHalf.make(api, nickname="Hua")
    code = half.code()["code"]
    data = api.control("POST /wechat/open-data", 200, {"personId": half.person_id})
    given = f"{code}\n{data['encryptedData']}\n{data['iv']}\n"
    words = ("login", "--code", "--encrypted-data", "--iv", "--backend", "wx_login")
    at.run(*words, given=given)
    assert "Hua" in at.run("whoami").out
    assert "go with --code" in at.run("login", "--iv", "--browser", status=2).err


def test_a_code_that_is_used(at, api):
    code = code_of(api)
    at.run("login", "--code", given=code)
    before = at.files()
    refused = at.run("login", "--code", "--json", given=code, status=4)
    assert refused.error["code"] == "credential_invalid"
    assert code not in refused.err + refused.out
    assert at.files() == before


def test_by_device_with_pipes(at, api):
    person = WechatHalf.make(api, nickname="Hua").sign_in()
    picture = at.folder / "code.svg"
    login = at.start("login", "--device", "--json", "--picture", str(picture))
    shown = json.loads(login.stdout.readline())
    assert shown["event"] == "show_code"
    assert (
        shown["expires_in_ms"] == 600_000
    )  # WeChat was asked for no picture, which may live for five minutes
    assert shown["url"] == f"{api.url}/device?user_code={shown['code']}"
    assert picture.read_text().startswith("<svg ")
    api.call(
        "POST /api/device/{user_code}/approve",
        200,
        user_code=shown["code"],
        body={"number": shown["number"]},
        headers=person.headers,
    )
    out, err = login.communicate()
    assert login.returncode == 0, err
    assert json.loads(out.splitlines()[-1])["event"] == "signed_in"
    assert "\x1b" not in out + err


def test_a_second_hufu_approves(at, api):
    at.run("login", "--code", "--profile", "phone", given=code_of(api))
    login = at.start("login", "--device", "--json", "--client-name", "my laptop")
    shown = json.loads(login.stdout.readline())
    wrong = f"{(int(shown['number']) + 1) % 100:02}\n"
    refused = at.run("approve", shown["code"], "--profile", "phone", given=wrong, status=4)
    assert "my laptop on desktop" in refused.err
    at.run("approve", shown["code"], "--profile", "phone", given=shown["number"] + "\n")
    login.communicate()
    assert login.returncode == 0
    assert at.run("profiles").out.split("  ")[0] == "default"


def test_a_device_that_is_denied(at, api):
    at.run("login", "--code", "--profile", "phone", given=code_of(api))
    login = at.start("login", "--json")
    shown = json.loads(login.stdout.readline())
    at.run("approve", "--deny", shown["code"], "--profile", "phone")
    _, err = login.communicate()
    assert login.returncode == 4
    assert json.loads(err.splitlines()[-1])["error"]["code"] == "declined"


def test_by_the_browser(at, api):
    WechatHalf.make(api, nickname="Hua")
    seen = at.install_browser()
    done = at.run("login", "--browser", "--backend", "gotrue", "--app-key", "anon", "--json")
    assert done.json["user"]["nickname"] == "Hua"
    address, page = seen.read_text().split("\n", 1)
    assert re.match(r"http://127\.0\.0\.1:\d+/auth/callback\?state=[0-9a-f]{32}&code=", address)
    assert "you may close this window" in page
    # The port is closed again.
    try:
        urllib.request.urlopen(address)
        raise AssertionError("the port is still open")
    except OSError:
        pass
    assert at.run("whoami", "--json").json["nickname"] == "Hua"


def test_by_password(at, api):
    words = ("login", "--email", "hua@example.com", "--backend", "gotrue", "--app-key", "anon")
    at.run(*words, "--sign-up", given="correct horse battery\n")
    at.run("logout")
    wrong = at.run(*words, given="wrong\n", status=4)
    assert "wrong" not in wrong.out
    at.run(*words, given="correct horse battery\n")
    at.run("token")


def test_who_signs_up_confirms_the_address_first(home, server_program):
    server = RunningServer(server_program, "--email-confirmation", "on")
    try:
        home.environment["HUFU_SERVER"] = server.url
        words = ("login", "--sign-up", "--backend", "gotrue", "--app-key", "anon")
        done = home.run(
            *words, "--email", "hua@example.com", given="correct horse battery\n", status=4
        )
        assert "Confirm the e-mail sent to hua@example.com" in done.err
        assert "Signed in" not in done.out + done.err
        words += ("--email", "li@example.com", "--json")  # hua has just had a mail
        told = home.run(*words, given="correct horse battery\n", status=4)
        assert "Confirm the e-mail sent to li@example.com" in told.error["message"]
        # Nobody is signed in, and nothing is remembered of a sign-in that was none.
        assert home.run("status", "--json", status=3).json["state"] == "signed_out"
        assert not list(home.folder.glob(".config/hufu/profiles/*"))
    finally:
        server.stop()


def test_where_a_mini_login_server_has_the_profile_is_remembered(at, api):
    half = WechatHalf.make(api, nickname="Hua")
    words = ("login", "--backend", "mini_login", "--code")
    paths = ("--profile-path", "/api/v1/auth/me?full=1", "--sign-out-path", "/api/v1/auth/logout")
    at.run(*words, *paths, given=half.code()["code"])
    assert at.run("whoami", "--json").json["id"]
    missing = at.run("whoami", "--profile-path", "/no/such", "--json").json
    assert missing["nickname"] == at.run("whoami", "--json").json["nickname"]  # as of the sign-in
    at.run("logout")
    for wrong in ("https://evil.example/me", "no/slash", "/a/../b", "/a b", "/a#b"):
        done = at.run(*words, "--profile-path", wrong, given="x", status=2)
        assert "profile_path" in done.err
    assert "sign_out_path" in at.run("status", "--sign-out-path", "//evil", status=2).err


def test_clerks_token_from_a_file_and_from_a_command(at, api):
    web = WebHalf.make(api, firstName="Ada")
    token = at.folder / "token"
    token.write_text(web.headers["Authorization"].removeprefix("Bearer ") + "\n")
    at.run("login", "--clerk-token", str(token))
    mine = at.run("whoami", "--json").json
    assert {each["provider"] for each in mine["identities"]} == {"clerk"}
    at.run("login", "--clerk-command", f"cat {token}")
    assert at.run("whoami", "--json").json["id"] == mine["id"]
    token.unlink()
    assert at.run("whoami", "--json", status=3).error["code"] == "signed_out"


def test_what_is_said_of_a_session_that_clerk_has(at, api):
    web = WebHalf.make(api, firstName="Ada")
    token = at.folder / "token"
    token.write_text(web.headers["Authorization"].removeprefix("Bearer ") + "\n")
    at.run("login", "--clerk-command", f"cat {token}", "--profile", "clerk")
    told = at.run("status", "--profile", "clerk", "--json").json
    assert told["state"] == "signed_in" and told["user"]["nickname"] == "Ada"
    assert "ok    session: somebody is signed in" in at.run("doctor", "--profile", "clerk").out
    token.unlink()
    for words, status in ((["status"], 3), (["whoami"], 3), (["doctor"], 1)):
        gone = at.run(*words, "--profile", "clerk", status=status)
        assert "command for Clerk's tokens has failed" in gone.err + gone.out, words


def test_clerks_token_from_standard_input(at, api):
    web = WebHalf.make(api, firstName="Ada")
    token = web.headers["Authorization"].removeprefix("Bearer ")
    at.run("login", "--clerk-token", "-", given=token + "\n")
    assert at.run("token").out.strip() == token
    # Sealed, not written.
    assert all(token.encode() not in content for content in at.files().values())
    at.run("logout")
    at.run("token", status=3)


def test_what_is_typed_in_secret_is_not_shown(at, api):
    code = code_of(api)
    login = at.on_terminal("login", "--code", "--nickname", "Hua")
    login.see("Code of wx.login: ")
    login.type(code + "\n")
    login.see("Signed in as Hua")
    assert login.end() == 0
    assert code not in login.screen


def test_given_up_at_the_prompt(at):
    login = at.on_terminal("login", "--code")
    login.see("Code of wx.login: ")
    login.type("\x03")
    assert login.end() == 4
    assert Path(at.folder, ".config").exists() is False
