"""The telephone of the fake WeChat, pressed as a browser does: pages, links and forms."""

from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from pages import Page
from people import WechatHalf
from test_device import ask, start

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def get(api, target: str) -> Page:
    """By the route's name, so that the page is checked against the document."""
    parts = urlsplit(target)
    return Page(api.call(f"GET {parts.path}", 200, query=parse_qsl(parts.query)).text)


def press(api, page: Page, button: str, expect: int = 200, **typed: str) -> Page:
    form = page.forms[0]
    raw = urlencode(form.pressed(button, **typed)).encode()
    headers = {**FORM, "Origin": api.url}
    return Page(api.call(f"POST {form.action}", expect, raw=raw, headers=headers).text)


def asked(api, grant, button: str, **typed: str) -> Page:
    """From the page behind verification_uri to the question."""
    page = get(api, grant["verification_uri_complete"].removeprefix(api.url))
    [link] = page.links
    return press(api, get(api, link), button, **typed)


def events(api) -> list[str]:
    return [each["event"] for each in api.control("GET /audit", query={"after": 0})["entries"]]


def test_somebody_known_approves(api):
    hua = WechatHalf.make(api, nickname="<Hua> & Co").sign_in()
    grant = start(api)
    question = asked(api, grant, "<Hua> & Co")
    assert "hufu-cli" in question.text and "desktop" in question.text
    assert "device_approved" not in events(api)
    done = press(api, question, "Approve", number=grant["number"])
    assert "Approved" in done.text
    tokens = ask(api, grant)
    headers = {"X-Platform": "desktop", "Authorization": f"Bearer {tokens['access_token']}"}
    mine = api.call("GET /api/user/profile", 200, headers=headers).json()["id"]
    assert mine == api.call("GET /api/user/profile", 200, headers=hua.headers).json()["id"]


def test_somebody_new_denies(api):
    grant = start(api)
    question = asked(api, grant, "Take it", nickname="Mei")
    assert "Mei" in question.text
    assert "Denied" in press(api, question, "Deny").text
    assert ask(api, grant, 400)["error"] == "access_denied"


def test_a_wrong_number_asks_again(api):
    grant = start(api)
    question = asked(api, grant, "Take it", nickname="Mei")
    for wrong in (f"{(int(grant['number']) + 1) % 100:02}", ""):
        question = press(api, question, "Approve", number=wrong)
        assert "not the number" in question.text
        assert ask(api, grant, 400)["error"] != "access_denied"
    assert "Approved" in press(api, question, "Approve", number=grant["number"]).text


def test_a_press_counts_once_and_only_from_its_page(api):
    grant = start(api)
    question = asked(api, grant, "Take it", nickname="Mei")
    press(api, question, "Approve", number=grant["number"])
    again = press(api, question, "Deny", 400)
    assert "too old" in again.text
    # Another page has no ticket, and what it makes up is none.
    other = asked(api, start(api), "Take it", nickname="Li")
    other.forms[0].fields["ticket"] = "AAAA"
    assert "too old" in press(api, other, "Approve", 400, number="00").text
    assert events(api).count("device_approved") == 1
    assert "device_denied" not in events(api)


@pytest.mark.parametrize("fields", [{}, {"nickname": ""}, {"person": "x"}, {"nickname": "x" * 99}])
def test_a_telephone_has_an_owner(api, fields):
    raw = urlencode({"user_code": start(api)["user_code"], **fields}).encode()
    answer = api.call("POST /_control/device/look", 400, raw=raw, headers=FORM)
    assert "Choose who has the telephone" in answer.text
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"


def in_chinese(api, name: str, expect: int = 200, **request) -> str:
    headers = {**request.pop("headers", {}), "Accept-Language": "zh-CN, en;q=0.8"}
    answer = api.call(name, expect, headers=headers, **request)
    assert answer.headers["content-language"] == "zh-CN"
    assert '<html lang="zh-CN">' in answer.text
    return answer.text


def test_all_pages_speak_the_language_of_their_visitor(api):
    code = {"user_code": start(api)["user_code"]}
    assert "在小程序中输入" in in_chinese(api, "GET /device")
    assert "批准" in in_chinese(api, "GET /device", query=code)
    assert "这是谁的手机？" in in_chinese(api, "GET /_control/device", query=code)

    def press_in_chinese(step: str, fields: dict, expect: int = 200) -> str:
        name = f"POST /_control/device/{step}"
        return in_chinese(api, name, expect, raw=urlencode(fields).encode(), headers=FORM)

    assert "请选择手机的主人" in press_in_chinese("look", code, 400)
    assert "此代码无效" in press_in_chinese("look", {"user_code": "BCDFG", "nickname": "Mei"}, 400)
    question = Page(press_in_chinese("look", {**code, "nickname": "Mei"}))
    assert "请求以 Mei 的身份登录" in question.text
    question = Page(press_in_chinese("decide", question.forms[0].pressed("批准", number="")))
    assert "与设备上显示的不一致" in question.text
    denied = question.forms[0].pressed("拒绝")
    assert "已拒绝" in press_in_chinese("decide", denied)
    assert "此页面已失效" in press_in_chinese("decide", denied, 400)


def test_a_code_that_is_none(api):
    page = Page(api.call("GET /_control/device", 200, query={"user_code": "BCDFG-HJKLM"}).text)
    assert "not valid" in press(api, page, "Take it", 400, nickname="Mei").text


def test_what_was_shown_is_forgotten_by_a_reset(api):
    question = asked(api, start(api), "Take it", nickname="Mei")
    api.control("POST /reset", 204)
    assert "too old" in press(api, question, "Deny", 400).text


def test_without_the_fake_people_there_is_no_telephone(server_without_control):
    page = Page(server_without_control.send("GET", "/device?user_code=BCDFG-HJKLM").text)
    assert page.links == [] and page.forms == []
    for method, path in (("GET", ""), ("POST", "/look"), ("POST", "/decide")):
        assert server_without_control.send(method, f"/_control/device{path}").status == 404
