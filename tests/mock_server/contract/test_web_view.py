"""A mini-program opens a page in its web-view, and the page is signed in."""

from urllib.parse import parse_qs, urlsplit

from people import WebHalf, WechatHalf
from test_sessions import refused

ISSUE = "POST /api/web-view-tickets"
LOOK = "POST /api/web-view-tickets/look"
REDEEM = "POST /api/web-view-tickets/redeem"
ORIGIN = "http://localhost:3000"
WEB = {"X-Platform": "web"}


def opened(api, half, path="/orders?of=May", **more) -> dict:
    wish = {"url": ORIGIN + path, **more}
    address = urlsplit(api.call(ISSUE, 201, body=wish, headers=half.headers).json()["url"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{ORIGIN}/auth/arrive"
    fields = parse_qs(address.fragment)
    assert fields["to"] == [path]
    return {"ticket": fields["ticket"][0], "origin": ORIGIN, "path": path}


def test_a_page_arrives(api):
    half = WechatHalf.make(api).sign_in()
    arrival = opened(api, half)
    user = half.session["user"]
    seen = api.call(LOOK, 200, body=arrival, headers=WEB).json()
    assert (seen["userId"], seen["nickname"]) == (user["id"], user["nickname"])
    session = api.call(REDEEM, 200, body=arrival, headers=WEB | {"Origin": ORIGIN}).json()
    headers = WEB | {"Authorization": f"Bearer {session['token']}"}
    assert api.call("GET /api/user/profile", 200, headers=headers).json()["id"] == user["id"]
    refused(api, REDEEM, 400, "ticket_invalid", body=arrival, headers=WEB)
    refused(api, LOOK, 400, "ticket_invalid", body=arrival, headers=WEB)
    # What the mini-program ends is over here, too.
    api.call("POST /api/auth/logout", 204, headers=half.headers)
    refused(api, "GET /api/user/profile", 401, "session_not_found", headers=headers)


def test_only_a_mini_program_opens_pages_and_only_ours(api):
    half, web = WechatHalf.make(api).sign_in(), WebHalf.make(api)
    wish = {"url": f"{ORIGIN}/"}
    refused(api, ISSUE, 400, "invalid_request", body=wish, headers=web.headers)
    elsewhere = {"url": "https://elsewhere.example/"}
    refused(api, ISSUE, 403, "origin_not_allowed", body=elsewhere, headers=half.headers)
    foreign = WEB | {"Origin": "https://elsewhere.example"}
    for name in (LOOK, REDEEM):
        body = opened(api, half)
        refused(api, name, 403, "origin_not_allowed", body=body, headers=foreign)


def test_guesses_are_limited_and_a_good_ticket_is_good(api):
    half = WechatHalf.make(api).sign_in()
    arrival = opened(api, half)
    guess = arrival | {"ticket": "A" * 22}
    for _ in range(60):
        refused(api, LOOK, 400, "ticket_invalid", body=guess, headers=WEB)
    refused(api, LOOK, 429, "rate_limited", body=guess, headers=WEB)
    refused(api, REDEEM, 429, "rate_limited", body=guess, headers=WEB)
    api.call(REDEEM, 200, body=arrival, headers=WEB)
    wish = {"url": f"{ORIGIN}/"}
    for _ in range(59):
        api.call(ISSUE, 201, body=wish, headers=half.headers)
    refused(api, ISSUE, 429, "rate_limited", body=wish, headers=half.headers)
