"""What nobody should send, and what is lost by it: nothing."""

from html import escape
from urllib.parse import parse_qs, urlsplit

import pytest
from world import ADA, SERVICE_KEY

EMAIL = ADA["email"]
WRONG = "403 otp_expired"


def ask_for_code(world, email=EMAIL, **more) -> dict:
    assert world.ask("POST", "/otp", {"email": email} | more).said == "200"
    return world.messages(email)[0]


def verify(world, **body) -> str:
    return world.ask("POST", "/verify", body).said


def open_link(world, link: str):
    """Where the browser ends, and what the address says behind # and ?."""
    answer = world.send("GET", link.removeprefix(world.url))
    parts = urlsplit(answer.headers["location"])
    return answer.status, parse_qs(parts.fragment) | parse_qs(parts.query)


def test_a_mistyped_code_costs_nothing(either):
    code = ask_for_code(either)["code"]
    for mistyped in (
        code[:5],
        code + "1",
        "abcdef",
        "",
        "１２３４５６",
        code[::-1] + " ",
        "\u202e" + code,
    ):
        assert verify(either, type="email", email=EMAIL, token=mistyped) in (
            WRONG,
            "400 validation_failed",
        )
    assert verify(either, type="email", email=EMAIL, token=code) == "200"


@pytest.mark.parametrize("kind", ["recovery", "signup", "invite", "email_change", "sms", "none"])
def test_a_code_is_good_for_its_own_kind_alone(either, kind):
    either.ask("POST", "/signup", ADA)
    code = ask_for_code(either)["code"]
    is_good = verify(either, type=kind, email=EMAIL, token=code) == "200"
    # A forgotten password and a way in are one thing to GoTrue.
    assert is_good == (kind == "recovery")


def test_two_tabs_with_one_code(either):
    code = ask_for_code(either)["code"]
    told = sorted(verify(either, type="email", email=EMAIL, token=code) for _ in range(2))
    assert told == ["200", WRONG]


def test_a_link_that_is_opened_twice_or_mistyped(either):
    link = ask_for_code(either)["link"]
    status, said = open_link(either, link)
    assert status in (302, 303) and "access_token" in said
    for bad in (link, link.replace("token=", "token=0"), link.replace("type=", "type=x")):
        status, said = open_link(either, bad)
        assert status in (302, 303)
        assert said["error"][0] in ("access_denied", "invalid_request")
        assert said["error_description"]


def test_a_link_leads_nowhere_else(either):
    link = ask_for_code(either)["link"]
    target = link.split("redirect_to=")[0] + "redirect_to=https://evil.example/steal"
    answer = either.send("GET", target.removeprefix(either.url))
    assert "evil.example" not in answer.headers["location"]


def test_a_code_dies_with_the_account(either):
    user = either.ask("POST", "/signup", ADA).body["user"]
    code = ask_for_code(either)["code"]
    either.ask("DELETE", f"/admin/users/{user['id']}", {}, key=SERVICE_KEY)
    assert verify(either, type="email", email=EMAIL, token=code) == WRONG


def test_who_is_banned_gets_in_by_no_code_and_no_link(either):
    user = either.ask("POST", "/signup", ADA).body["user"]
    mail = ask_for_code(either)
    ban = {"ban_duration": "24h"}
    assert either.ask("PUT", f"/admin/users/{user['id']}", ban, key=SERVICE_KEY).said == "200"
    assert verify(either, type="email", email=EMAIL, token=mail["code"]) == "403 user_banned"
    assert verify(either, type="email", token_hash=mail["tokenHash"]) == "403 user_banned"
    _, said = open_link(either, mail["link"])
    assert "access_token" not in said and "error" in said


def test_who_has_not_confirmed_does_not_get_in_by_password(either):
    either.switch(emailConfirmation=True)
    assert "access_token" not in either.ask("POST", "/signup", ADA).body
    grant = "/token?grant_type=password"
    assert either.ask("POST", grant, ADA).said == "400 email_not_confirmed"
    code = either.messages(EMAIL)[0]["code"]
    assert verify(either, type="signup", email=EMAIL, token=code) == "200"
    assert either.ask("POST", grant, ADA).said == "200"


@pytest.mark.parametrize(
    "password, said",
    [
        ("12345", "422 weak_password"),
        ("123456", "200"),
        ("x" * 72, "200"),
        ("x" * 73, "400 validation_failed"),
        ("密" * 24, "200"),
        ("密" * 25, "400 validation_failed"),
        ("🧿🧿", "200"),
        ("كلمة السر", "200"),
    ],
)
def test_passwords_by_their_bytes(either, password, said):
    assert either.ask("POST", "/signup", ADA | {"password": password}).said == said
    if said == "200":
        body = ADA | {"password": password}
        assert either.ask("POST", "/token?grant_type=password", body).said == "200"


@pytest.mark.parametrize(
    "name", ["🧿👩‍👩‍👧", "علي بن أبي طالب", "שָׁלוֹם", "\u202eevil", "小明", "<b>&amp;</b>"]
)
def test_names_come_back_as_they_are_and_mails_show_them_as_text(either, name):
    mail = ask_for_code(either, data={"full_name": name})
    # What turns the direction of the rest round is left out.
    greeting = "" if name.startswith("\u202e") else f" <bdi>{escape(name)}</bdi>"
    assert f"<p>Hello{greeting},</p>" in mail["html"]
    answer = either.ask("POST", "/verify", {"type": "email", "email": EMAIL, "token": mail["code"]})
    assert answer.body["user"]["user_metadata"]["full_name"] == name


def test_metadata_that_claims_rights_gives_none(either):
    claims = {
        "role": "service_role",
        "is_admin": True,
        "sub": "x",
        "aal": "aal2",
        "email": "root@example.com",
    }
    body = ADA | {"data": claims, "app_metadata": claims, "role": "service_role"}
    session = either.ask("POST", "/signup", body).body
    token = session["access_token"]
    user = either.ask("GET", "/user", token=token).body
    assert (user["role"], user["email"]) == ("authenticated", EMAIL)
    assert user["id"] != "x" and "is_admin" not in user["app_metadata"]
    assert either.ask("GET", "/admin/users", token=token).said == "403 not_admin"
    told = either.ask("PUT", "/user", {"app_metadata": claims}, token=token)
    assert told.said in ("403 not_admin", "200")
    assert "is_admin" not in either.ask("GET", "/user", token=token).body["app_metadata"]


def test_an_address_is_changed_while_another_change_waits(either):
    either.switch(emailConfirmation=False, sendInterval=0)
    token = either.ask("POST", "/signup", ADA).body["access_token"]
    either.switch(emailConfirmation=True, secureEmailChange=False)
    mails = []
    for to in ("first@example.com", "second@example.com"):
        assert either.ask("PUT", "/user", {"email": to}, token=token).said == "200"
        mails.append(either.messages(to)[0])
    assert (
        verify(either, type="email_change", email=mails[0]["to"], token=mails[0]["code"]) == WRONG
    )
    assert (
        verify(either, type="email_change", email=mails[1]["to"], token=mails[1]["code"]) == "200"
    )
    assert either.ask("GET", "/user", token=token).body["email"] == "second@example.com"
