"""`hufu login` shows WeChat's own code where the server has one, and tells how far the phone is."""

import base64
import json
import re
import urllib.request
from pathlib import Path

import pytest

from contract import Contract
from people import WebHalf, WechatHalf
from server import Api, RunningServer


@pytest.fixture
def person(api) -> WechatHalf:
    return WechatHalf.make(api, nickname="Hua").sign_in(userInfo={"nickName": "Hua"})


def scan(api, person, picture: bytes, how="scan") -> dict:
    """WeChat's scanner opens the mini-program, which asks what it was opened for."""
    wish = {"picture": base64.b64encode(picture).decode(), "how": how}
    options = api.control("POST /wechat/scan", 200, wish)["options"]
    body = {"scene": options["query"]["scene"], "openedAs": options["scene"]}
    return api.call("POST /api/scans", 200, body=body, headers=person.headers).json()


def decide(api, person, scanned: dict, decision: str, status: int, **body) -> None:
    path = f"POST /api/scans/{{id}}/{decision}"
    api.call(path, status, id=scanned["id"], body=body or None, headers=person.headers)


def number_on(login) -> str:
    return login.see(r"number that it asks for (\d\d)")[1]


def test_a_picture_is_opened_scanned_and_gone(at, api, viewer, person):
    login = at.on_terminal("login", "--client-name", "my laptop")
    login.see("Scan the picture with WeChat, or open ")
    number = number_on(login)
    (folder_mode, folder), (mode, file) = (
        line.split(" ", 1) for line in (viewer / "about").read_text().splitlines()
    )
    assert (folder_mode, mode) == ("700", "600")
    scanned = scan(api, person, (viewer / "seen").read_bytes())
    assert (scanned["kind"], scanned["client"]) == ("sign_in", "my laptop")
    login.see(rf"Scanned\. Go on on the phone, and type {number} there\.")
    decide(api, person, scanned, "approve", 200, number=number)
    login.see("Signed in as Hua")
    assert login.end() == 0
    assert not Path(file).exists() and not Path(folder).exists()
    # It stands in the picture, and nowhere in letters.
    assert "\x1b[30;107m" not in login.screen


def test_the_phone_declines(at, api, viewer, person):
    login = at.on_terminal("login")
    number_on(login)
    decide(api, person, scan(api, person, (viewer / "seen").read_bytes()), "deny", 204)
    login.see("declined")
    assert login.end() == 4


def test_a_terminal_that_draws_pictures_shows_it_itself(at, api, viewer, person):
    at.environment["TERM_PROGRAM"] = "WezTerm"
    login = at.on_terminal("login")
    drawn = login.see(r"\x1b\]1337;File=inline=1;height=\d+:([A-Za-z0-9+/=]+)\x07")[1]
    number = number_on(login)
    scanned = scan(api, person, base64.b64decode(drawn), "album")
    assert scanned["sentAs"] == "picture"
    decide(api, person, scanned, "approve", 200, number=number)
    login.see("Signed in as Hua")
    assert login.end() == 0
    assert not (viewer / "seen").exists()


@pytest.mark.parametrize("option", ["--device", "--no-open"])
def test_nothing_is_opened_for_who_wants_text(at, api, viewer, option):
    login = at.on_terminal("login", option)
    login.see("Scan this with the mini-program, or open http")
    number_on(login)
    login.type("\x03")
    login.end()
    assert "\x1b[30;107m" in login.screen
    assert not (viewer / "seen").exists()


@pytest.mark.parametrize("option, asked", [("--device", 0), ("--no-open", 1)])
def test_wechat_is_asked_for_no_picture_that_nobody_sees(at, api, option, asked):
    calls = let_wechat_draw_nothing(api)
    login = at.start("login", option, "--json")
    shown = json.loads(login.stdout.readline())
    assert shown["picture"] == "" and calls() == asked
    login.kill()
    login.communicate()


def test_programs_are_told_the_same(at, api, viewer, person, tmp_path):
    picture = tmp_path / "code.jpg"
    login = at.start("login", "--json", "--picture", str(picture))
    shown = json.loads(login.stdout.readline())
    assert (shown["event"], shown["state"]) == ("show_code", "pending")
    assert shown["scan_kind"] == "mini_program_code"
    with urllib.request.urlopen(shown["picture"]) as data:
        assert data.read() == picture.read_bytes()
    scanned = scan(api, person, picture.read_bytes())
    assert json.loads(login.stdout.readline()) == {"event": "sign_in_state", "state": "scanned"}
    decide(api, person, scanned, "approve", 200, number=shown["number"])
    out, err = login.communicate()
    assert login.returncode == 0, err
    assert [json.loads(line)["event"] for line in out.splitlines()][-1] == "signed_in"
    assert not (viewer / "seen").exists()
    # The handle, with which one could ask for the session, is told to nobody.
    assert "sign_in" not in shown


def let_wechat_draw_nothing(api):
    """How often it was asked for a picture from then on."""
    route = "POST /wechat/wxa/getwxacodeunlimit"
    api.control("POST /faults", 201, {"route": route, "status": 500, "times": None})
    return lambda: api.control("GET /faults")["faults"][0]["hits"]


@pytest.fixture
def with_a_rule(home, server_program):
    """A server for whose ordinary link the console has a rule, and to which WeChat gives no picture."""
    server = RunningServer(server_program, "--wechat-link-rule", "/m/")
    api = Api(server.url, Contract())
    let_wechat_draw_nothing(api)
    home.environment["HUFU_SERVER"] = server.url
    yield api
    server.stop()


def test_an_ordinary_link_where_wechat_draws_nothing(home, with_a_rule):
    api = with_a_rule
    person = WechatHalf.make(api, nickname="Hua").sign_in(userInfo={"nickName": "Hua"})
    login = home.on_terminal("login")
    link = login.see(r"Scan this with WeChat: (\S+)")[1]
    assert "\x1b[30;107m" in login.screen
    scene = re.search(r"scene=(\S+)", link)[1]
    number = number_on(login)
    body = {"scene": scene, "openedAs": 1011}
    scanned = api.call("POST /api/scans", 200, body=body, headers=person.headers).json()
    login.see("Scanned")
    decide(api, person, scanned, "approve", 200, number=number)
    login.see("Signed in as Hua")
    assert login.end() == 0


MINUTE_MS = 61_000


def test_an_ordinary_link_is_another_each_minute(home, with_a_rule):
    """It is drawn again; what was drawn two minutes ago opens nothing (B18)."""
    api = with_a_rule
    person = WechatHalf.make(api, nickname="Hua").sign_in(userInfo={"nickName": "Hua"})
    login = home.on_terminal("login")
    scenes = []
    for count in (1, 2, 3):
        link = login.see(r"Scan this with WeChat: (\S+)")[1]
        scenes.append(re.search(r"scene=(\S+)", link)[1])
        number = number_on(login)
        if count < 3:
            api.control("POST /clock/advance", body={"ms": MINUTE_MS})
    drawn = re.findall(r"(?:\x1b\[30;107m.*\r\n)+", login.screen)
    assert len(drawn) == len(set(drawn)) == len(set(scenes)) == 3
    person.refresh()
    look = "POST /api/scans"
    api.call(look, 400, body={"scene": scenes[0]}, headers=person.headers)
    seen = api.call(look, 200, body={"scene": scenes[2]}, headers=person.headers).json()
    decide(api, person, seen, "approve", 200, number=number)
    login.see("Signed in as Hua")
    assert login.end() == 0


def test_a_binding_by_wechats_code(at, api, viewer, person):
    web = WebHalf.make(api, firstName="Ada")
    token = web.headers["Authorization"].removeprefix("Bearer ")
    at.run("login", "--clerk-token", "-", "--profile", "page", given=token)
    issuer = at.on_terminal("bind", "wechat", "--profile", "page")
    issuer.see("Enter this code in the other half: ")
    scanned = scan(api, person, (viewer / "seen").read_bytes())
    assert scanned["kind"] == "binding"
    path = "POST /api/bindings/{id}/accept"
    accepted = api.call(path, 200, id=scanned["id"], body={}, headers=person.headers).json()
    issuer.see("The number that it shows: ")
    issuer.type(accepted["number"] + "\n")
    issuer.see("The two accounts are one")
    assert issuer.end() == 0
    assert "\x1b[30;107m" not in issuer.screen


def test_the_link_of_a_bind_code_is_drawn_anew_each_minute(home, with_a_rule):
    api = with_a_rule
    person = WechatHalf.make(api).sign_in()
    token = WebHalf.make(api, firstName="Ada").token(expiresIn=600)
    home.run("login", "--clerk-token", "-", given=token)
    issuer = home.start("bind", "wechat", "--json")
    shown = json.loads(issuer.stdout.readline())
    assert shown["scan_kind"] == "link"
    api.control("POST /clock/advance", 200, {"ms": 60_000})
    again = json.loads(issuer.stdout.readline())
    assert again["event"] == "code" and again["url"] != shown["url"]
    assert again["expires_in_ms"] <= 240_000
    changes = {"url", "expires_in_ms"}
    assert {key for key in shown if shown[key] != again[key]} == changes
    api.control("POST /clock/advance", 200, {"ms": 60_000})
    third = json.loads(issuer.stdout.readline())
    open_scan = "POST /api/scans"
    body = {"scene": re.search(r"scene=(\S+)", shown["url"])[1], "openedAs": 1011}
    api.call(open_scan, 400, body=body, headers=person.headers)
    body["scene"] = re.search(r"scene=(\S+)", third["url"])[1]
    assert api.call(open_scan, 200, body=body, headers=person.headers).json()["kind"] == "binding"
    issuer.kill()
    issuer.communicate()
