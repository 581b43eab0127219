"""A page that waits, and who opens what it shows: on another screen, and on the same telephone."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from people import WebHalf, WechatHalf
from test_device import GRANT, post
from test_sessions import refused

WEB = {
    "X-Platform": "web",
    "User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
}


def let_wechat_refuse(api, *calls):
    for call in calls:
        fault = {"route": f"POST /wechat/wxa/{call}", "status": 500, "times": None}
        api.control("POST /faults", 201, fault)


def start(api, code):
    """A page that shows a link which tests can read."""
    let_wechat_refuse(api, "getwxacodeunlimit", "generate_urllink")
    fields = {"client_id": "Tally Tea", "code": code}
    return post(api, "POST /oauth/device_authorization", 200, fields, WEB).json()


def about(api, grant, step, expect=200, **more):
    fields = {"device_code": grant["device_code"], **more}
    answer = post(api, f"POST /oauth/{step}", expect, fields, WEB)
    return answer.json() if answer.content else None


def state(api, grant):
    return about(api, grant, "device_state")["state"]


def token(api, grant, expect=200):
    return about(api, grant, "token", expect, grant_type=GRANT)


def scene_in(link):
    query = parse_qs(urlsplit(link).query)
    return (query.get("scene") or [unquote(query["query"][0]).removeprefix("scene=")])[0]


def scan(api, half, scene, expect=200, **more):
    body = {"scene": scene, **more}
    return api.call("POST /api/scans", expect, body=body, headers=half.headers).json()


def decide(api, half, seen, decision, expect=200, **body):
    name = f"POST /api/scans/{{id}}/{decision}"
    answer = api.call(name, expect, body=body or None, headers=half.headers, id=seen["id"])
    return answer.json() if answer.content else None


def test_another_screen_is_let_in(api):
    mini = WechatHalf.make(api).sign_in()
    grant = start(api, "mini_program")
    assert grant["scan_kind"] == "link"
    seen = scan(api, mini, scene_in(grant["verification_uri_complete"]), openedAs=1011)
    assert (seen["kind"], seen["browser"], seen["sentAs"]) == ("sign_in", "Safari, iPhone", "")
    assert state(api, grant) == "scanned"
    assert decide(api, mini, seen, "approve", number=grant["number"])["state"] == "approved"
    assert about(api, grant, "device_state", since="approved", wait="0")["nickname"]
    token(api, grant)
    assert state(api, grant) == "redeemed"
    decide(api, mini, seen, "deny", 409)


def scan_what_was_opened(api, half, opened):
    """As the mini-program does, with what onLaunch gets."""
    options = opened["options"]
    return scan(api, half, unquote(options["query"]["scene"]), openedAs=options["scene"])


@pytest.mark.parametrize("how", ["scan", "long_press", "album"])
def test_wechat_draws_a_picture_where_it_can(api, how):
    mini = WechatHalf.make(api).sign_in()
    fields = {"client_id": "Tally Tea", "code": "mini_program"}
    grant = post(api, "POST /oauth/device_authorization", 200, fields, WEB).json()
    assert grant["scan_kind"] == "mini_program_code"
    wish = {"picture": grant["picture"], "how": how}
    seen = scan_what_was_opened(api, mini, api.control("POST /wechat/scan", 200, wish))
    assert seen["sentAs"] == ("" if how == "scan" else "picture")
    decide(api, mini, seen, "approve", number=grant["number"])
    token(api, grant)


@pytest.mark.parametrize("opened_as", [1007, 1058, 1286])
def test_what_no_scanner_has_opened_somebody_may_have_sent(api, opened_as):
    """A card, an article, a plain scheme, which anybody can write who knows the scene."""
    mini = WechatHalf.make(api).sign_in()
    scene = scene_in(start(api, "mini_program")["verification_uri_complete"])
    assert scan(api, mini, scene, openedAs=opened_as)["sentAs"] == "link"


def test_wechat_makes_a_link_where_it_can(api):
    mini = WechatHalf.make(api).sign_in()
    fields = {"client_id": "Tally Tea", "code": "link"}
    grant = post(api, "POST /oauth/device_authorization", 200, fields, WEB).json()
    assert grant["open_uri"].startswith("http")
    opened = api.control("POST /wechat/open", 200, {"url": grant["open_uri"]})
    seen = scan_what_was_opened(api, mini, opened)
    assert (seen["kind"], seen["sentAs"]) == ("phone_sign_in", "")


def test_wechat_draws_a_picture_of_a_binding(api):
    web, mini = WebHalf.make(api), WechatHalf.make(api).sign_in()
    body = {"target": "wechat", "code": "mini_program"}
    binding = api.call("POST /api/bind-codes", 201, body=body, headers=web.headers).json()
    assert binding["scanKind"] == "mini_program_code"
    wish = {"picture": binding["picture"]}
    seen = scan_what_was_opened(api, mini, api.control("POST /wechat/scan", 200, wish))
    assert (seen["kind"], seen["id"]) == ("binding", binding["bindingId"])


def test_the_same_telephone_asks_for_a_code(api):
    mini = WechatHalf.make(api).sign_in()
    grant = start(api, "link")
    about(api, grant, "device_return", 400, code="000000")
    seen = scan(api, mini, scene_in(grant["open_uri"]))
    assert seen["kind"] == "phone_sign_in"
    code = decide(api, mini, seen, "approve")["returnCode"]
    assert state(api, grant) == "agreed"
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    assert about(api, grant, "device_return", 422, code=wrong)["attemptsLeft"] == 4
    assert about(api, grant, "device_return", code=code)["nickname"]
    token(api, grant)


def test_five_wrong_codes_end_it(api):
    mini = WechatHalf.make(api).sign_in()
    grant = start(api, "link")
    code = decide(api, mini, scan(api, mini, scene_in(grant["open_uri"])), "approve")["returnCode"]
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(4):
        about(api, grant, "device_return", 422, code=wrong)
    assert about(api, grant, "device_return", 400, code=wrong)["error"] == "access_denied"
    assert token(api, grant, 400)["error"] == "access_denied"


def test_a_second_scanner_is_too_late(api):
    mini, other = WechatHalf.make(api).sign_in(), WechatHalf.make(api).sign_in()
    grant = start(api, "mini_program")
    scene = scene_in(grant["verification_uri_complete"])
    seen = scan(api, mini, scene, openedAs=1048)
    assert seen["sentAs"] == "picture"
    assert scan(api, other, scene, 410)["error"] == "scan_used"
    decide(api, other, seen, "approve", 400, number=grant["number"])
    decide(api, other, seen, "deny", 400)
    for left in (2, 1):
        wrong = f"{(int(grant['number']) + 1) % 100:02}"
        assert decide(api, mini, seen, "approve", 422, number=wrong)["attemptsLeft"] == left
    assert decide(api, mini, seen, "approve", 409, number=wrong)["error"] == "binding_ended"


def test_a_denial_and_a_page_that_gives_up(api):
    mini = WechatHalf.make(api).sign_in()
    grant = start(api, "mini_program")
    seen = scan(api, mini, scene_in(grant["verification_uri_complete"]))
    decide(api, mini, seen, "deny", 204)
    assert state(api, grant) == "denied"
    grant = start(api, "mini_program")
    about(api, grant, "device_close", 204)
    assert state(api, grant) == "over"
    scan(api, mini, scene_in(grant["verification_uri_complete"]), 400)


def test_a_borrowed_session_has_to_be_fresh(api):
    web = WebHalf.make(api)
    grant = start(api, "mini_program")
    headers = web.stale_headers()
    body = {"scene": scene_in(grant["verification_uri_complete"])}
    seen = api.call("POST /api/scans", 200, body=body, headers=headers).json()
    name = "POST /api/scans/{id}/approve"
    refused(
        api,
        name,
        403,
        "reauth_required",
        body={"number": grant["number"]},
        headers=headers,
        id=seen["id"],
    )


def issue(api, half):
    let_wechat_refuse(api, "getwxacodeunlimit")
    body = {"target": "wechat", "code": "mini_program"}
    return api.call("POST /api/bind-codes", 201, body=body, headers=half.headers).json()


def test_a_binding_is_scanned(api):
    web, mini = WebHalf.make(api), WechatHalf.make(api).sign_in()
    scene = scene_in(issue(api, web)["url"])
    seen = scan(api, mini, scene)
    assert (seen["kind"], seen["state"]) == ("binding", "pending")
    assert seen["binding"]["preview"]["nickname"] == "A***"
    assert scan(api, mini, scene)["id"] == seen["id"]
    other = WechatHalf.make(api).sign_in()
    scan(api, other, scene, 410)
    answer = api.call(
        "POST /api/bindings/{id}/accept", 200, headers=mini.headers, id=seen["id"]
    ).json()
    confirm = {"number": answer["number"]}
    api.call(
        "POST /api/bindings/{id}/confirm", 200, body=confirm, headers=web.headers, id=seen["id"]
    )
    mini.refresh()
    again = scan(api, mini, scene_in(issue(api, web)["url"]))
    assert again["binding"] == {"state": "already_linked"}
    # Somebody else has a WeChat of their own already.
    scan(api, other, scene_in(issue(api, web)["url"]), 409)


def test_a_binding_that_needs_a_merge_keeps_its_scene(api):
    web, mini = WebHalf.make(api), WechatHalf.make(api).sign_in()
    api.call("PUT /api/user/profile", 200, body={"nickname": "Mei"}, headers=mini.headers)
    scene = scene_in(issue(api, web)["url"])
    assert scan(api, mini, scene, 422)["error"] == "identity_already_exists"
    merge = {"bindCode": scene, "platform": "web", "survivor": "issuer"}
    api.call("POST /api/users/merge", 202, body=merge, headers=mini.headers)


@pytest.mark.parametrize("scene", ["x", "h1s" + "A" * 22, "h1b" + "A" * 22])
def test_guessing_scenes_ends_soon(api, scene):
    mini = WechatHalf.make(api).sign_in()
    for _ in range(5):
        assert scan(api, mini, scene, 400)["error"] == "user_code_invalid"
    scan(api, mini, scene, 429)


def test_nothing_is_drawn_for_who_asks_for_nothing(api):
    """As if the field were left out (RFC 6749, 3.1)."""
    grant = start(api, "")
    assert grant["scan_kind"] == "page" and "picture" not in grant
    hits = [each["hits"] for each in api.control("GET /faults")["faults"]]
    assert hits == [0, 0]


def test_forms_that_are_no_good(api):
    post(api, "POST /oauth/device_authorization", 400, {"client_id": "x", "code": "fax"}, WEB)
    assert about(api, {"device_code": "x"}, "device_state", 400)["error"] == "invalid_grant"
    for step in ("device_return", "device_close"):
        assert about(api, {"device_code": "x"}, step, 400, code="1")["error"] == "expired_token"
