"""The bridges on the command line: who scans, one phone, a web-view. Each secret comes by standard input and goes to no screen."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from people import WechatHalf
from test_secrets import command_line
from test_web_view import LOOK, ORIGIN, REDEEM, WEB

PHONE = ("--profile", "phone")
# How the phone was opened, who asks, what is warned of, the end: as a person reads them.
SAYS = {
    "en": ("my laptop on desktop", "came as a picture", "Approved.", "Denied."),
    "zh-CN": ("desktop 上的 my laptop", "一张图片", "已批准。", "已拒绝。"),
}


@pytest.fixture
def phone(at, api):
    """A second profile, signed in as a mini-program is."""
    code = WechatHalf.make(api, nickname="Hua").code()["code"]
    at.run("login", "--code", "--nickname", "Hua", *PHONE, given=code)
    return at


@pytest.fixture
def desk(at):
    """A screen that shows a code: what runs there, and what it shows."""
    begun = []

    def begin(*more: str):
        login = at.start("login", "--client-name", "my laptop", "--json", *more)
        begun.append(login)
        return login, json.loads(login.stdout.readline())

    yield begin
    for each in begun:
        each.kill()
        each.communicate()


def scene_of(api, shown: dict) -> str:
    """As WeChat's scanner gives it to the mini-program."""
    if shown["picture"]:
        found = api.control("POST /wechat/scan", 200, {"picture": shown["picture"]})
    else:
        found = api.control("POST /wechat/open", 200, {"url": shown["url"]})
    return found["options"]["query"]["scene"]


def end_of(login) -> tuple[int, dict]:
    out, err = login.communicate(timeout=90)
    return login.returncode, json.loads((out if login.returncode == 0 else err).splitlines()[-1])


@pytest.mark.parametrize("language", SAYS)
def test_a_code_is_scanned_and_agreed_to(api, phone, desk, language):
    who, warning, approved, _ = SAYS[language]
    login, shown = desk()
    given = f"{scene_of(api, shown)}\n{shown['number']}\n"
    done = phone.run("scan", "--opened-as", "1047", "--lang", language, *PHONE, given=given)
    assert who in done.err and warning not in done.err
    assert done.out == f"{approved}\n"
    status, told = end_of(login)
    assert (status, told["event"], told["user"]["nickname"]) == (0, "signed_in", "Hua")


@pytest.mark.parametrize("language", SAYS)
def test_a_picture_is_warned_of_and_no_number_declines(api, phone, desk, language):
    _, warning, _, denied = SAYS[language]
    login, shown = desk()
    link = f"https://example.com/m/?scene={scene_of(api, shown)}"
    words = ("scan", "--opened-as", "1049", "--lang", language, *PHONE)
    done = phone.run(*words, given=f"{link}\n\n")
    assert warning in done.err and done.out == f"{denied}\n"
    status, told = end_of(login)
    assert (status, told["error"]["code"]) == (4, "declined")


def test_a_link_is_warned_of(api, phone, desk):
    """1007: a card in a chat of two."""
    _, shown = desk()
    given = f"{scene_of(api, shown)}\n\n"
    warned = phone.run("scan", "--opened-as", "1007", *PHONE, given=given)
    assert "Did somebody send you a link or a card?" in warned.err


def test_it_is_declined_at_once(api, phone, desk):
    login, shown = desk()
    told = phone.run("scan", "--deny", "--json", *PHONE, given=scene_of(api, shown) + "\n")
    events = [json.loads(line) for line in told.out.splitlines()]
    assert [each["event"] for each in events] == ["opened", "denied"]
    assert (events[0]["opened"], events[0]["client_name"]) == ("sign_in", "my laptop")
    assert end_of(login)[0] == 4


def test_a_wrong_number_is_asked_for_again_at_a_terminal(api, phone, desk):
    login, shown = desk()
    scene = scene_of(api, shown)
    scan = phone.on_terminal("scan", *PHONE)
    scan.see("Scene or link: ")
    assert scene.encode() not in command_line(scan.process)
    scan.type(scene + "\n")
    scan.see("The number that it shows")
    scan.type(f"{(int(shown['number']) + 1) % 100:02}\n")
    scan.see("not the number")
    scan.type(shown["number"] + "\n")
    scan.see("Approved")
    assert scan.end() == 0
    assert scene not in scan.screen
    assert end_of(login)[0] == 0


def test_what_cannot_be_scanned(api, phone, desk):
    assert "no scene" in phone.run("scan", *PHONE, given="hello\n", status=2).err
    unknown = phone.run("scan", "--json", *PHONE, given="h1s" + "A" * 22 + "\n", status=4)
    assert unknown.error["code"] == "credential_invalid"
    _, shown = desk()
    scene = scene_of(api, shown)
    assert phone.run("scan", "--json", given=scene, status=3).error["code"] == "signed_out"
    code = WechatHalf.make(api, nickname="Eve").code()["code"]
    phone.run("login", "--code", "--profile", "eve", given=code)
    phone.run("scan", "--profile", "eve", given=scene, status=2)  # looked at, and left
    used = phone.run("scan", "--json", *PHONE, given=scene, status=4)
    assert used.error["code"] == "scan_used"


def opened_on_one_phone(api, home, desk) -> tuple:
    """A sign-in to which somebody has agreed, and the code that they were shown."""
    login, shown = desk("--open-mini-program")
    assert (shown["event"], shown["code"], shown["number"]) == ("open_mini_program", "", "")
    agreed = home.run("scan", "--json", *PHONE, given=scene_of(api, shown) + "\ny\n")
    assert agreed.json["state"] == "agreed"
    return login, agreed.json["return_code"]


def test_on_one_phone_and_back(api, phone, desk):
    login, code = opened_on_one_phone(api, phone, desk)
    out, err = login.communicate(f"{code}\ny\n", timeout=90)
    assert login.returncode == 0, err
    assert json.loads(out.splitlines()[-1])["user"]["nickname"] == "Hua"
    assert code not in out + err


@pytest.mark.parametrize("typed", ["{code}\nn\n", "{wrong}\n"])
def test_who_does_not_go_on_closes_it(api, phone, desk, typed):
    login, code = opened_on_one_phone(api, phone, desk)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    login.communicate(typed.format(code=code, wrong=wrong), timeout=90)
    assert login.returncode == 4
    events = [each["event"] for each in api.control("GET /audit", query={"after": 0})["entries"]]
    assert events[-1] == "device_closed"
    assert phone.run("status", "--json", status=3).json["state"] == "signed_out"


def test_a_web_view_arrives(api, phone):
    words = ("web-view-url", f"{ORIGIN}/orders?of=May", *PHONE)
    address = phone.run(*words).out.strip()
    fields = parse_qs(urlsplit(address).fragment)
    arrival = {"ticket": fields["ticket"][0], "origin": ORIGIN, "path": "/orders?of=May"}
    assert api.call(LOOK, 200, body=arrival, headers=WEB).json()["nickname"] == "Hua"
    api.call(REDEEM, 200, body=arrival, headers=WEB)
    told = phone.run(*words, "--outlives", "--json").json
    assert set(told) == {"url", "expires_in_ms"} and told["expires_in_ms"] <= 60_000
    refused = phone.run("web-view-url", "https://elsewhere.example/", "--json", *PHONE, status=4)
    assert refused.error["code"] == "not_allowed"


def test_a_ticket_does_not_belong_on_a_screen(phone):
    words = ("web-view-url", f"{ORIGIN}/", *PHONE)
    refused = phone.on_terminal(*words)
    refused.see("does not belong on a screen")
    assert refused.end() == 2
    forced = phone.on_terminal(*words, "--force")
    assert re.match(rf"{ORIGIN}/auth/arrive#ticket=", forced.see(r"http\S+")[0])
    assert forced.end() == 0
