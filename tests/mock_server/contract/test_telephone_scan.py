"""The telephone of the fake WeChat scans a mini-program's code, and follows links, pressed as a browser does."""

import re
from urllib.parse import quote, urlsplit

from pages import Page
from people import WECHAT_APP, WebHalf, WechatHalf
from test_device import GRANT, post
from test_scans import WEB, scene_in, start
from test_telephone import get, press

CLIENT = {"client_id": "Tally Tea"}


def begin(api, code: str) -> dict:
    fields = CLIENT | {"code": code}
    return post(api, "POST /oauth/device_authorization", 200, fields, WEB).json()


def about(api, grant, step, expect=200, **more):
    fields = {"device_code": grant["device_code"], **more}
    return post(api, f"POST /oauth/{step}", expect, fields, WEB).json()


def telephone(api, button="Take it", nickname="Mei", expect=200, **what: str) -> Page:
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in what.items())
    typed = {"nickname": nickname} if button == "Take it" else {}
    return press(api, get(api, f"/_control/telephone?{query}"), button, expect, **typed)


def test_the_code_on_the_screen_is_scanned(api):
    WechatHalf.make(api, nickname="<Hua> & Co")
    grant = begin(api, "mini_program")
    assert grant["picture"].startswith("data:image/jpeg;base64,/9j/")
    question = telephone(api, "<Hua> & Co")
    assert "Tally Tea" in question.text and "came as a picture" not in question.text
    assert about(api, grant, "device_state")["state"] == "scanned"
    wrong = "11" if grant["number"] != "11" else "12"
    again = press(api, question, "Approve", number=wrong)
    assert "not the number" in again.text
    done = press(api, again, "Approve", number=grant["number"])
    assert "Approved" in done.text
    assert about(api, grant, "token", grant_type=GRANT)["access_token"]


def test_a_code_that_came_as_a_picture_warns(api):
    begin(api, "mini_program")
    question = telephone(api, how="album")
    assert "came as a picture. Did somebody send it to you?" in question.text


def test_a_code_that_came_as_a_link_warns(api):
    app = {"appId": WECHAT_APP["appid"], "secret": WECHAT_APP["secret"]}
    api.control("PUT /wechat/apps", 200, app | {"plainPages": ["pages/launch/launch"]})
    scene = scene_in(start(api, "mini_program")["verification_uri_complete"])
    query = f"appid={WECHAT_APP['appid']}&path=pages/launch/launch&query=scene%3D{scene}"
    question = telephone(api, url=f"weixin://dl/business/?{query}")
    assert "Did somebody send you a link or a card?" in question.text


def test_a_second_telephone_is_too_late_and_a_no_is_a_no(api):
    grant = begin(api, "mini_program")
    question = telephone(api)
    late = telephone(api, nickname="Bo", expect=410)
    assert "used this code already" in late.text
    assert "Denied" in press(api, question, "Deny").text
    assert about(api, grant, "token", 400, grant_type=GRANT)["error"] == "access_denied"
    page = press(api, question, "Approve", 400, number=grant["number"])
    assert "too old" in page.text


def test_a_link_on_one_phone_ends_with_a_code_to_type(api):
    grant = begin(api, "link")
    landing = get_link(api, grant["open_uri"])
    [wechat, on_telephone] = landing.links
    assert wechat.startswith("weixin://dl/business/?t=")
    question = press(api, get(api, on_telephone), "Take it", nickname="Mei")
    assert "Safari" in question.text
    agreed = press(api, question, "Approve")
    [code] = re.findall(r"\b\d{6}\b", agreed.text.partition("Approved")[2])
    assert "tell it to nobody" in agreed.text
    assert about(api, grant, "device_state")["state"] == "agreed"
    assert about(api, grant, "token", 400, grant_type=GRANT)["error"] == "authorization_pending"
    assert about(api, grant, "device_return", code=code)["nickname"] == "Mei"
    assert about(api, grant, "token", grant_type=GRANT)["access_token"]


def get_link(api, link: str) -> Page:
    ticket = urlsplit(link).path.rpartition("/")[2]
    return Page(api.call("GET /wechat/link/{ticket}", 200, ticket=ticket).text)


def test_an_ordinary_link_is_scanned(api):
    fault = {"route": "POST /wechat/wxa/getwxacodeunlimit", "status": 500, "times": None}
    api.control("POST /faults", 201, fault)
    grant = begin(api, "mini_program")
    assert grant["scan_kind"] == "link"
    link = grant["verification_uri_complete"]
    parts = urlsplit(link)
    page = Page(api.call("GET /m/", 200, query=[tuple(parts.query.split("="))]).text)
    [on_telephone] = page.links
    assert "Tally Tea" not in page.text
    question = press(api, get(api, on_telephone), "Take it", nickname="Mei")
    assert "Approved" in press(api, question, "Approve", number=grant["number"]).text


def test_a_binding_is_joined(api):
    web = WebHalf.make(api)
    wish = {"target": "wechat", "code": "mini_program"}
    made = api.call("POST /api/bind-codes", 201, body=wish, headers=web.headers).json()
    assert made["picture"].startswith("data:image/jpeg")
    question = telephone(api)
    assert "An account on the web" in question.text
    agreed = press(api, question, "Approve")
    assert "the two are one" in agreed.text
    WechatHalf.make(api, nickname="Bo")
    again = api.call("POST /api/bind-codes", 201, body=wish, headers=web.headers).json()
    assert again["bindCode"] != made["bindCode"]
    assert "Denied" in press(api, telephone(api, "Bo"), "Deny").text


def test_what_opens_nothing(api):
    for what in ({}, {"content": "https://example.com/"}, {"url": "weixin://dl/business/?t=x"}):
        page = telephone(api, expect=400, **what)
        assert "opens no mini-program" in page.text
    page = press(api, get(api, "/_control/telephone"), "Take it", 400)
    assert "opens no mini-program" in page.text
    far = {"Origin": "https://example.com"}
    api.call("GET /_control/telephone", 403, headers=far)
    for step in ("open", "decide"):
        api.call(f"POST /_control/telephone/{step}", 403, raw=b"", headers=far)
