"""What an application's own server asks by its key: whether a token counts, who somebody is, and that there is data."""

import http.client
from urllib.parse import urlencode, urlsplit

import pytest

from people import WebHalf, WechatHalf
from server import ASKING_KEY, TELLING_KEY
from test_binding import bind, issue
from test_device import FORM
from test_sessions import refused

OUR_ISSUER = "urn:hufu:backend"
NOBODY = "00000000-0000-4000-8000-000000000000"
INTROSPECT = "POST /oauth/introspect"
LOOK_UP = "POST /api/people/lookup"
HAS_DATA = "POST /api/people/{id}/has-data"


def by_key(key: str) -> dict:
    return {"Authorization": f"Bearer {key}"}


SERVER, TELLING = by_key(ASKING_KEY), by_key(TELLING_KEY)


def introspect(api, token: str) -> dict:
    raw = urlencode({"token": token}).encode()
    return api.call(INTROSPECT, 200, raw=raw, headers=SERVER | FORM).json()


def look_up(api, issuer: str, subject: str) -> dict | None:
    body = {"issuer": issuer, "subject": subject}
    return api.call(LOOK_UP, 200, body=body, headers=SERVER).json()["person"]


def mark(api, user_id: str, has_data: bool) -> None:
    api.call(HAS_DATA, 204, body={"has_data": has_data}, headers=TELLING, id=user_id)


def id_of(api, half) -> str:
    return api.call("GET /api/user/profile", 200, headers=half.headers).json()["id"]


def ask_each(api, key: str | None) -> list[tuple[int, str]]:
    """How each of the three is answered, asked as it should be."""
    headers = {} if key is None else by_key(key)
    asked = {"issuer": OUR_ISSUER, "subject": NOBODY}
    answers = [
        api.send("POST", "/oauth/introspect", raw=b"token=x", headers=headers | FORM),
        api.send("POST", "/api/people/lookup", body=asked, headers=headers),
        api.send(
            "POST", f"/api/people/{NOBODY}/has-data", body={"has_data": True}, headers=headers
        ),
    ]
    for name, answer in zip((INTROSPECT, LOOK_UP, HAS_DATA), answers, strict=True):
        api.contract.check(*name.split(" "), answer)
    return [(answer.status, answer.json().get("error", "")) for answer in answers]


def test_only_who_has_a_key_is_answered_and_what_it_is_good_for(api):
    no_scope = (403, "insufficient_scope")
    assert ask_each(api, ASKING_KEY) == [(200, ""), (200, ""), no_scope]
    assert ask_each(api, TELLING_KEY) == [no_scope, no_scope, (404, "person_not_found")]
    person = WechatHalf.make(api).sign_in().session["token"]
    cut, longer, prefixed = ASKING_KEY[:-1], ASKING_KEY + "x", f"resolve:{ASKING_KEY}"
    for other in (None, "x", cut, longer, ASKING_KEY.upper(), prefixed, person):
        assert ask_each(api, other) == [(401, "invalid_token")] * 3, other


def test_a_token_counts_as_long_as_its_session(api):
    half = WechatHalf.make(api).sign_in()
    token = half.session["token"]
    told = introspect(api, token)
    assert told["active"] is True
    assert told["sub"] == half.session["user"]["id"]
    assert told["exp"] - told["iat"] == 900
    assert told["platform"] == "miniprogram" and "ids" not in told
    web = WebHalf.make(api)
    head, claims, signature = token.split(".")
    for other in (
        "x",
        half.session["refreshToken"],
        web.token(),
        f"{head}.{claims}.AAAA",
        "x" * 9000,
    ):
        assert introspect(api, other) == {"active": False}
    api.call("POST /api/auth/logout", 204, headers=half.headers)
    assert introspect(api, token) == {"active": False}


@pytest.mark.parametrize("end", ["banned", "expired", "of before a link"])
def test_what_does_not_count_is_told_alike(api, end):
    half = WechatHalf.make(api).sign_in()
    token = half.session["token"]
    assert introspect(api, token)["active"] is True
    if end == "banned":
        api.control("POST /users/{user_id}/ban", 200, {}, user_id=half.session["user"]["id"])
    elif end == "expired":
        api.control("POST /clock/advance", 200, {"ms": 901_000})
    else:
        bind(api, WebHalf.make(api), "wechat", half, "web")
    assert introspect(api, token) == {"active": False}


def test_introspection_wants_a_form(api):
    for raw in (b"", b"token=", b"token=x&token=y", b"tok%zz"):
        refused(api, INTROSPECT, 400, "invalid_request", raw=raw, headers=SERVER | FORM)
    body = {"token": "x"}
    refused(api, INTROSPECT, 400, "invalid_request", body=body, headers=SERVER, proper=False)


def test_both_halves_are_looked_up_as_one_with_all_their_ids(api):
    web, mini = WebHalf.make(api), WechatHalf.make(api).sign_in()
    clerk = f"{api.url}/clerk"
    assert look_up(api, clerk, web.user_id) is None, "they have not been here yet"
    ours, absorbed = id_of(api, web), mini.session["user"]["id"]
    assert look_up(api, clerk, web.user_id) == {"id": ours, "ids": [ours]}
    bind(api, web, "wechat", mini, "web")
    one = {"id": ours, "ids": [ours, absorbed]}
    for issuer, subject in ((clerk, web.user_id), (OUR_ISSUER, ours), (OUR_ISSUER, absorbed)):
        assert look_up(api, issuer, subject) == one
    told = introspect(api, mini.refresh().session["token"])
    assert (told["sub"], told["ids"]) == (ours, one["ids"])
    for issuer, subject in (
        ("https://evil.example", web.user_id),
        (OUR_ISSUER, web.user_id),
        (clerk, ours),
        ("mini_login", "1"),
    ):
        assert look_up(api, issuer, subject) is None
    api.control("POST /users/{user_id}/ban", 200, {}, user_id=ours)
    assert look_up(api, clerk, web.user_id) is None


def test_a_lookup_that_is_malformed(api):
    for bad in (
        {},
        {"issuer": "x"},
        {"issuer": "", "subject": "x"},
        {"issuer": ["x"], "subject": "x"},
        {"issuer": "x", "subject": 7},
        {"issuer": "x", "subject": "x" * 513},
        {"issuer": "x", "subject": "x", "more": 1},
    ):
        refused(api, LOOK_UP, 400, "invalid_request", body=bad, headers=SERVER, proper=False)
    for bad in ({}, {"has_data": "true"}, {"has_data": 1}, {"has_data": None}, {"hasData": True}):
        refused(
            api,
            HAS_DATA,
            400,
            "invalid_request",
            body=bad,
            headers=TELLING,
            proper=False,
            id=NOBODY,
        )


def test_b11_whom_an_application_keeps_something_for_is_not_joined_silently(api):
    web, mini = WebHalf.make(api), WechatHalf.make(api).sign_in()
    mark(api, mini.session["user"]["id"], True)
    body = {"bindCode": issue(api, web, "wechat")["bindCode"], "platform": "web"}
    name = "POST /api/bind-account"
    refused(api, name, 422, "identity_already_exists", body=body, headers=mini.headers)
    mark(api, mini.session["user"]["id"], False)
    api.call(name, 202, body=body, headers=mini.headers)
    events = [entry["event"] for entry in api.control("GET /audit")["entries"]]
    assert [one for one in events if one.startswith("data_")] == ["data_marked", "data_unmarked"]


def test_what_an_application_takes_back_is_only_what_it_has_said(api):
    web, mini = WebHalf.make(api), WechatHalf.make(api).sign_in()
    api.call("PUT /api/user/profile", 200, body={"nickname": "Mine"}, headers=mini.headers)
    mark(api, mini.session["user"]["id"], False)
    body = {"bindCode": issue(api, web, "wechat")["bindCode"], "platform": "web"}
    name = "POST /api/bind-account"
    refused(api, name, 422, "identity_already_exists", body=body, headers=mini.headers)


def test_b11_nothing_under_a_former_id_takes_nothing_from_the_one_of_today(api):
    web, mini = WebHalf.make(api), WechatHalf.make(api).sign_in()
    ours, former = id_of(api, web), mini.session["user"]["id"]
    mark(api, ours, True)
    bind(api, web, "wechat", mini, "web")
    mark(api, former, False)
    events = [entry["event"] for entry in api.control("GET /audit")["entries"]]
    assert "data_unmarked" not in events
    mark(api, ours, False)
    events = [entry["event"] for entry in api.control("GET /audit")["entries"]]
    assert "data_unmarked" in events


def test_a_nul_ends_no_id(api):
    ours = WechatHalf.make(api).sign_in().session["user"]["id"]
    body = {"issuer": OUR_ISSUER, "subject": f"{ours}\0more"}
    refused(api, LOOK_UP, 400, "invalid_request", body=body, headers=SERVER, proper=False)
    target = f"/api/people/{ours}%00more/has-data"
    assert api.send("POST", target, body={"has_data": True}, headers=TELLING).status == 404


def hurry(api, target: str, headers: dict) -> None:
    """Asks until it is too much: on one connection, so that a thousand fit into ten seconds on any machine."""
    connection = http.client.HTTPConnection(urlsplit(api.url).netloc, timeout=30)
    status = 0
    while status != 429:
        connection.request("POST", target, headers=headers)
        response = connection.getresponse()
        response.read()
        assert status in (0, 400) and response.status in (400, 429)
        status = response.status
    connection.close()


def test_who_asks_too_often_waits(api):
    """A thousand times in ten seconds of the server's clock; another key is not held up."""
    asked = {"issuer": OUR_ISSUER, "subject": NOBODY}
    hurry(api, "/api/people/lookup", SERVER)
    refused(api, LOOK_UP, 429, "rate_limited", body=asked, headers=SERVER)
    refused(api, INTROSPECT, 429, "rate_limited", raw=b"token=x", headers=SERVER | FORM)
    more = {"body": {"has_data": True}, "headers": TELLING, "id": NOBODY}
    refused(api, HAS_DATA, 404, "person_not_found", **more)
    hurry(api, f"/api/people/{NOBODY}/has-data", TELLING)
    refused(api, HAS_DATA, 429, "rate_limited", **more)
    api.control("POST /clock/advance", 200, {"ms": 10_000})
    api.call(LOOK_UP, 200, body=asked, headers=SERVER)
