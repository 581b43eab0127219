"""A person at the window: by the keyboard alone, seen by a camera, heard by a screen reader."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from screen import wait_until

from people import WebHalf, WechatHalf


def scanned(api, screen, picture: str) -> dict:
    """What WeChat's scanner opens the mini-program with, held to the code on the screen."""
    [content] = screen.qr_codes(picture)
    return api.control("POST /wechat/scan", 200, {"content": content})["options"]


def sign_in(api, screen, window, phone, picture):
    """As a telephone does it: the mini-program's code is read off the screen by its camera."""
    number = window.text_after("Number that the phone asks for")
    window.wait_until_heard("Code of the mini-program")
    width = window.width()
    options = scanned(api, screen, picture)
    body = {"scene": options["query"]["scene"], "openedAs": options["scene"]}
    seen = api.call("POST /api/scans", 200, body=body, headers=phone.headers).json()
    window.wait_until_heard("Scanned. Go on on the phone")
    assert window.text_after("Type this number there") == number
    screen.picture(f"{picture}-scanned")
    api.call(
        "POST /api/scans/{id}/approve",
        200,
        id=seen["id"],
        body={"number": number},
        headers=phone.headers,
    )
    window.wait_until_heard("Profile", "Picture of Hua")
    # It does not change under the person's eyes.
    assert (width, window.width()) == (460, 460)


def step(api, half, binding: str, name: str, **body) -> dict:
    path = f"POST /api/bindings/{{id}}/{name}"
    return api.call(path, 200, id=binding, headers=half.headers, body=body).json()


def profile_of(api, half) -> dict:
    return api.call("GET /api/user/profile", 200, headers=half.headers).json()


def events(api) -> list[str]:
    return [each["event"] for each in api.control("GET /audit", query={"after": 0})["entries"]]


def test_sign_in_edit_restart_and_join_by_our_code(api, screen, start):
    phone = WechatHalf.make(api, nickname="Hua").sign_in(userInfo={"nickName": "Hua"})
    window = start()
    sign_in(api, screen, window, phone, "1-sign-in")
    screen.picture("2-profile")

    window.press("alt+n", "ctrl+a")
    window.type("Hua Li")
    window.press("Return")
    window.wait_until_heard("Picture of Hua Li", "Saved.")
    assert profile_of(api, phone)["nickname"] == "Hua Li"

    # The session outlives the program, even one that is killed.
    window.process.kill()
    window.process.wait()
    window = start()
    window.wait_until_heard("Picture of Hua Li", "WeChat")
    assert events(api).count("device_approved") == 1

    # The other half scans the code that the window shows.
    window.press("alt+b", "alt+c")
    window.wait_until_heard("Waiting for the other side")
    [secret] = screen.qr_codes("3-bind-code")
    assert any(re.fullmatch(r"Good for \d+ minutes", each) for each in window.heard())
    web = WebHalf.make(api, firstName="Ada")
    body = {"bindCode": secret, "platform": "wechat"}
    found = api.call("POST /api/bind-account", 202, body=body, headers=web.headers).json()
    number = step(api, web, found["bindingId"], "accept")["number"]
    window.wait_until_heard("Number that the other side shows")
    window.type(f"{(int(number) + 1) % 100:02}")
    window.press("Return")
    window.wait_until_heard("That is not the number that it shows. Look again.")
    screen.picture("4-wrong-number")
    window.press("alt+u", "ctrl+a")
    window.type(number)
    window.press("Return")
    window.wait_until_heard("WeChat and the web are one person here.")
    screen.picture("5-joined")
    assert profile_of(api, web)["id"] == profile_of(api, phone)["id"]


def test_join_by_their_code_and_sign_out(api, screen, start):
    phone = WechatHalf.make(api, nickname="Hua").sign_in(userInfo={"nickName": "Hua"})
    web = WebHalf.make(api, firstName="Ada")
    window = start()
    sign_in(api, screen, window, phone, "1-sign-in")
    body = {"target": "wechat"}
    issued = api.call("POST /api/bind-codes", 201, body=body, headers=web.headers).json()
    window.press("alt+b", "alt+s")
    window.type(issued["bindCode"].lower())
    window.press("Return")
    window.wait_until_heard("Join only an account of your own.")
    screen.picture("6-whose-code")
    window.press("alt+j")
    number = window.text_after("Type this number on the other side")
    screen.picture("7-number")
    step(api, web, issued["bindingId"], "confirm", number=number)
    window.wait_until_heard("WeChat and the web are one person here.")
    mine = profile_of(api, web)["identities"]
    assert {each["provider"] for each in mine} == {"wechat", "clerk"}

    window.press("alt+p")
    window.wait_until_heard("Web account")
    # Nobody leaves by a slip of the hand.
    window.press("alt+o")
    window.wait_until_heard("Sign out on this computer?")
    screen.picture("8-sure")
    window.press("alt+c")
    wait_until(lambda: "Sign out on this computer?" not in window.heard())
    assert "signed_out" not in events(api)
    window.press("alt+o")
    window.wait_until_heard("Sign out on this computer?")
    window.press("alt+o")
    window.wait_until_heard("Scan to sign in", "Waiting for the phone")
    # Here it is over at once; the server hears of it while the next code is asked for.
    wait_until(lambda: {"signed_out", "device_started"} <= set(events(api)[-2:]))
    # What was signed out stays so.
    window.end()
    start().wait_until_heard("Scan to sign in")


def let_wechat_draw_nothing(api):
    route = "POST /wechat/wxa/getwxacodeunlimit"
    api.control("POST /faults", 201, {"route": route, "status": 500, "times": None})


def test_a_device_that_is_denied_asks_again(api, screen, start):
    let_wechat_draw_nothing(api)
    phone = WechatHalf.make(api, nickname="Hua").sign_in(userInfo={"nickName": "Hua"})
    window = start(GTK_THEME="Adwaita:dark")
    code = window.text_after("Code")
    # The grant lives for ten minutes.
    assert {"Good for 9 minutes", "Good for 10 minutes"} & set(window.heard())
    assert screen.qr_codes("8-dark") == [f"{api.url}/device?user_code={code}"]
    path = "POST /api/device/{user_code}/deny"
    api.call(path, 204, user_code=code, headers=phone.headers)
    window.wait_until_heard("Show a new code")
    screen.picture("9-denied")
    window.press("alt+s")
    window.wait_until_heard("Waiting for the phone")
    assert window.text_after("Code") != code


def another_code(screen, picture: str, known: list[str]) -> str:
    """The first that is drawn and none of those."""
    found = []

    def is_there() -> bool:
        found[:] = set(screen.qr_codes(picture)) - set(known)
        return bool(found)

    wait_until(is_there)
    return found[0]


@pytest.mark.parametrize("api", [("--wechat-link-rule", "/m/")], indirect=True)
def test_an_ordinary_link_is_another_each_minute(api, screen, start):
    """It is drawn again; what was drawn two minutes ago opens nothing (B18)."""
    let_wechat_draw_nothing(api)
    phone = WechatHalf.make(api, nickname="Hua").sign_in(userInfo={"nickName": "Hua"})
    window = start()
    number = window.text_after("Number that the phone asks for")
    drawn = screen.qr_codes("15-link")
    for minute in (1, 2):
        api.control("POST /clock/advance", body={"ms": 61_000})
        drawn.append(another_code(screen, f"16-link-{minute}", drawn))
    first, _, last = (parse_qs(urlsplit(each).query)["scene"][0] for each in drawn)
    phone.refresh()
    look = "POST /api/scans"
    api.call(look, 400, body={"scene": first}, headers=phone.headers)
    seen = api.call(look, 200, body={"scene": last}, headers=phone.headers).json()
    window.wait_until_heard("Scanned. Go on on the phone")
    path = "POST /api/scans/{id}/approve"
    api.call(path, 200, id=seen["id"], body={"number": number}, headers=phone.headers)
    window.wait_until_heard("Profile", "Picture of Hua")


def test_a_code_that_another_phone_has_scanned(api, screen, start):
    other = WechatHalf.make(api, nickname="Eve").sign_in()
    window = start()
    code = window.text_after("Code")
    options = scanned(api, screen, "14-scanned-by-another")
    body = {"scene": options["query"]["scene"], "openedAs": options["scene"]}
    api.call("POST /api/scans", 200, body=body, headers=other.headers)
    window.wait_until_heard("Not your phone? Show a new code")
    window.press("alt+s")
    window.wait_until_heard("Code of the mini-program")
    assert window.text_after("Code") != code


def test_the_server_is_away(api, screen, start):
    api.control("POST /faults", 201, {"route": "*", "status": 503, "times": None})
    window = start()
    window.wait_until_heard("Show a new code")
    screen.picture("10-away")
    api.control("DELETE /faults", 204)
    window.press("alt+s")
    window.wait_until_heard("Waiting for the phone")


def test_it_speaks_chinese_to_whoever_does(api, screen, start):
    window = start(LANG="zh_CN.UTF-8")
    number = window.text_after("手机上要输入的数字")
    heard = window.heard()
    # As long as WeChat's code may be shown.
    assert any(re.fullmatch(r"有效时间 (4|5) 分钟", each) for each in heard)
    assert not [each for each in heard if re.search(r"[a-z]{3} [a-z]", each)], "nothing in English"
    screen.picture("11-sign-in-zh")
    phone = WechatHalf.make(api, nickname="小华").sign_in(userInfo={"nickName": "小华"})
    path, code = "POST /api/device/{user_code}/approve", window.text_after("代码")
    api.call(path, 200, user_code=code, body={"number": number}, headers=phone.headers)
    window.wait_until_heard("头像：小华", "微信")
    screen.picture("12-profile-zh")
    window.press("alt+b", "alt+c")
    window.wait_until_heard("等待另一端")
    screen.picture("13-bind-code-zh")
