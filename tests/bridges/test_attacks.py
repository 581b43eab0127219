"""What somebody gains who sends a code or a link to another, opens it twice, or opens what is not theirs: nothing."""

import pytest

from people import WechatHalf
from test_device import FORM, post
from test_scans import WEB, about, decide, scan, scene_in, start, state, token

LIFE_MS = 300_000
PREVIEWERS = (
    "Mozilla/5.0 (compatible; Slackbot-LinkExpanding 1.0; +https://api.slack.com/robots)",
    "facebookexternalhit/1.1",
    "Mozilla/5.0 (compatible; Barracuda Sentinel (EE))",
    "WhatsApp/2.23.20.0",
)


def wrong(digits: str) -> str:
    return f"{(int(digits) + 1) % 10 ** len(digits):0{len(digits)}}"


@pytest.fixture
def victim(api) -> WechatHalf:
    return WechatHalf.make(api).sign_in()


# ---- forwarded ----------------------------------------------------------------------------------


def test_a_forwarded_picture_ends_at_the_number(api, victim):
    """The attacker's page shows a number; the victim, who has the picture only, does not see it."""
    grant = start(api, "mini_program")
    seen = scan(api, victim, scene_in(grant["verification_uri_complete"]), openedAs=1049)
    assert seen["sentAs"] == "picture" and seen["client"] == "Tally Tea"
    decide(api, victim, seen, "approve", 422)  # without a number: one of the three tries
    assert state(api, grant) == "scanned"
    decide(api, victim, seen, "approve", 422, number=wrong(grant["number"]))
    decide(api, victim, seen, "approve", 409, number=wrong(grant["number"]))
    decide(api, victim, seen, "approve", 409, number=grant["number"])
    assert token(api, grant, 400)["error"] == "access_denied"


def test_a_forwarded_link_gains_nothing_without_the_return_code(api, victim):
    """The attacker begins on a phone, the victim taps the link and agrees: the code is on the victim's phone."""
    grant = start(api, "link")
    seen = scan(api, victim, scene_in(grant["open_uri"]))
    assert seen["browser"] == "Safari, iPhone"  # where it was begun: not on this phone
    code = decide(api, victim, seen, "approve")["returnCode"]
    assert state(api, grant) == "agreed"
    assert "nickname" not in about(api, grant, "device_state")
    assert token(api, grant, 400)["error"] == "authorization_pending"
    for _ in range(4):
        about(api, grant, "device_return", 422, code=wrong(code))
    assert about(api, grant, "device_return", 400, code=wrong(code))["error"] == "access_denied"
    about(api, grant, "device_return", 400, code=code)
    assert token(api, grant, 400)["error"] == "access_denied"


def test_a_return_code_belongs_to_the_page_that_began(api, victim):
    own, attackers = start(api, "link"), start(api, "link")
    code = decide(api, victim, scan(api, victim, scene_in(own["open_uri"])), "approve")[
        "returnCode"
    ]
    about(api, attackers, "device_return", 400, code=code)
    assert token(api, attackers, 400)["error"] == "authorization_pending"
    assert about(api, own, "device_return", code=code)["nickname"]


def test_no_code_that_is_typed_goes_round_the_return_code(api, victim):
    grant = start(api, "link")
    assert not {"user_code", "number", "verification_uri"} & grant.keys()


# ---- again, elsewhere, late ---------------------------------------------------------------------


def test_what_was_used_is_used(api, victim):
    grant = start(api, "mini_program")
    scene = scene_in(grant["verification_uri_complete"])
    seen = scan(api, victim, scene)
    decide(api, victim, seen, "approve", number=grant["number"])
    granted = token(api, grant)
    # The answer may have got lost: the same session again, until somebody has used it.
    assert token(api, grant)["refresh_token"] == granted["refresh_token"]
    body = {"refreshToken": granted["refresh_token"]}
    api.call("POST /api/auth/refresh", 200, body=body, headers={"X-Platform": "web"})
    assert token(api, grant, 400)["error"] == "invalid_grant"
    late = WechatHalf.make(api).sign_in()
    assert scan(api, late, scene, 410)["error"] == "scan_used"
    decide(api, victim, seen, "approve", 409, number=grant["number"])


def test_the_same_person_in_another_session_is_somebody_else(api, victim):
    grant = start(api, "mini_program")
    scene = scene_in(grant["verification_uri_complete"])
    seen = scan(api, victim, scene)
    assert scan(api, victim, scene)["id"] == seen["id"]
    elsewhere = WechatHalf(api, victim.person_id, victim.openid).sign_in()
    assert scan(api, elsewhere, scene, 410)["error"] == "scan_used"
    decide(api, elsewhere, seen, "approve", 400, number=grant["number"])
    decide(api, elsewhere, seen, "deny", 400)
    assert state(api, grant) == "scanned"


def test_a_session_that_has_ended_lets_nobody_in(api, victim):
    grant = start(api, "mini_program")
    seen = scan(api, victim, scene_in(grant["verification_uri_complete"]))
    decide(api, victim, seen, "approve", number=grant["number"])
    api.call("POST /api/auth/logout", 204, headers=victim.headers)
    assert token(api, grant, 400)["error"] == "access_denied"


def test_late_is_too_late(api, victim):
    grant = start(api, "mini_program")
    scene = scene_in(grant["verification_uri_complete"])
    api.control("POST /clock/advance", body={"ms": LIFE_MS})
    assert state(api, grant) == "over"
    assert scan(api, victim.refresh(), scene, 400)["error"] == "user_code_invalid"
    assert token(api, grant, 400)["error"] == "expired_token"


def test_a_drawn_code_is_good_while_it_is_shown_and_a_little_longer(api, victim):
    grant = start(api, "mini_program")
    first = scene_in(grant["verification_uri_complete"])
    api.control("POST /clock/advance", body={"ms": 61_000})
    second = scene_in(about(api, grant, "device_state")["verification_uri_complete"])
    assert second != first
    api.control("POST /clock/advance", body={"ms": 61_000})
    about(api, grant, "device_state")
    assert scan(api, victim, first, 400)["error"] == "user_code_invalid"
    scan(api, victim, second)


def test_whoever_knows_no_device_code_learns_and_ends_nothing(api, victim):
    grant = start(api, "mini_program")
    stranger = {"device_code": "A" * 43}
    for step in ("device_state", "device_close", "device_return", "token"):
        more = {"code": "1"} if step == "device_return" else {}
        if step == "token":
            more = {"grant_type": "urn:ietf:params:oauth:grant-type:device_code"}
        about(api, stranger, step, 400, **more)
    scene = {"device_code": scene_in(grant["verification_uri_complete"])}
    about(api, scene, "device_state", 400)
    assert state(api, grant) == "pending"


# ---- who only looks -----------------------------------------------------------------------------


@pytest.mark.parametrize("who", PREVIEWERS)
def test_a_preview_and_a_scanner_of_mails_spend_nothing(api, victim, who):
    desk, phone = start(api, "mini_program"), start(api, "link")
    addresses = [desk["verification_uri_complete"], desk["verification_uri"]]
    targets = [address.removeprefix(api.url) for address in addresses]
    for target in targets * 2:
        for method in ("GET", "HEAD"):
            answer = api.send(method, target, headers={"User-Agent": who})
            assert answer.status in (200, 404, 405)
            if answer.status == 200 and method == "GET":
                assert answer.headers["cache-control"] == "no-store"
                assert answer.headers["referrer-policy"] == "no-referrer"
    for grant, link in ((desk, "verification_uri_complete"), (phone, "open_uri")):
        assert state(api, grant) == "pending"
        assert scan(api, victim, scene_in(grant[link]))["state"] == "scanned"


def test_an_ordinary_link_says_the_same_of_a_scene_that_nobody_drew(api):
    grant = start(api, "mini_program")
    scene, nobodys = scene_in(grant["verification_uri_complete"]), "h1s" + "A" * 22
    pages = [api.send("GET", f"/m/?scene={each}") for each in (scene, nobodys)]
    assert [page.status for page in pages] == [200, 200]
    first, second = (page.content.decode() for page in pages)
    assert first.replace(scene, nobodys) == second


# ---- guesses ------------------------------------------------------------------------------------


def test_guesses_are_limited_and_the_number_tells_nothing(api, victim):
    grant = start(api, "mini_program")
    guesser = WechatHalf.make(api).sign_in()
    for symbol in "ABCDE":
        told = scan(api, guesser, "h1s" + symbol * 21 + "A", 400)
        assert told["error"] == "user_code_invalid"
    scene = scene_in(grant["verification_uri_complete"])
    assert scan(api, guesser, scene, 429)["error"] == "rate_limited"
    assert state(api, grant) == "pending"


def test_pages_that_begin_are_limited_by_address(api):
    fields = {"client_id": "Tally Tea"}
    begin = "POST", "/oauth/device_authorization"
    for _ in range(200):
        answer = api.send(*begin, raw=b"client_id=x", headers=WEB | FORM)
        if answer.status == 429:
            break
    else:
        pytest.fail("two hundred sign-ins were begun from one address")
    assert "retry-after" in answer.headers
    post(api, "POST /oauth/device_authorization", 429, fields, WEB)
