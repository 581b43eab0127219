"""Codes and links of mails and text messages at the surface of Supabase and MemFire, and the inbox they lie in."""

from urllib.parse import parse_qs, urlsplit

from gotrue import ADA, NEWER, PASSWORD, bearer, refused, sign_up, token
from test_oddities import switch

OTP = "POST /auth/v1/otp"
MAGIC_LINK = "POST /auth/v1/magiclink"
RECOVER = "POST /auth/v1/recover"
RESEND = "POST /auth/v1/resend"
VERIFY = "POST /auth/v1/verify"
CLICK = "GET /auth/v1/verify"
NONCE = "GET /auth/v1/reauthenticate"
USER = "PUT /auth/v1/user"
EMAIL = {"email": ADA["email"]}
PHONE = {"phone": "+8613800138000"}


def send(api, name, body):
    assert api.call(name, 200, body=body, headers=NEWER).json() == {}


def last(api, to):
    return api.call("GET /_control/inbox", 200, query={"to": to}).json()["messages"][0]


def verify(api, body, expect=200):
    return api.call(VERIFY, expect, body=body, headers=NEWER).json()


def click(api, link):
    query = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    return api.call(CLICK, 303, query=query).headers["location"]


def test_a_code_and_a_link(api):
    send(api, OTP, EMAIL)
    mail = last(api, ADA["email"])
    session = verify(api, EMAIL | {"token": mail["code"], "type": "email"})
    assert session["user"]["email"] == ADA["email"]
    assert "#error=access_denied&error_code=otp_expired" in click(api, mail["link"])
    api.control("POST /clock/advance", 200, {"ms": 60_000})
    send(api, MAGIC_LINK, EMAIL)
    assert "#access_token=" in click(api, last(api, ADA["email"])["link"])
    send(api, RECOVER, {"email": "nobody@example.com"})
    send(api, RESEND, EMAIL | {"type": "signup"})


def test_what_is_refused(api):
    body = {"raw": b"{", "headers": {"Content-Type": "application/json"}}
    for name in (OTP, MAGIC_LINK, RECOVER, RESEND, VERIFY):
        refused(api, name, 400, "bad_json", **body)
    refused(api, OTP, 422, "otp_disabled", body=EMAIL | {"create_user": False})
    wrong = EMAIL | {"token": "123456", "type": "email"}
    refused(api, VERIFY, 403, "otp_expired", body=wrong)
    api.call(CLICK, 400, query={"type": "signup"}, headers=NEWER, proper=False)
    switch(api, signUps=False)
    refused(api, MAGIC_LINK, 422, "signup_disabled", body=EMAIL)


def test_too_soon(api):
    sign_up(api)
    send(api, OTP, EMAIL)
    send(api, RESEND, EMAIL | {"type": "signup"})
    code = "over_email_send_rate_limit"
    for name in (OTP, MAGIC_LINK, RECOVER, RESEND):
        answer = refused(api, name, 429, code, body=EMAIL | {"type": "signup"})
        assert answer.headers["retry-after"] in ("59", "60")
    for _ in range(30):
        verify(api, EMAIL | {"token": "0", "type": "email"}, 403)
    limited = verify(api, EMAIL | {"token": "0", "type": "email"}, 429)
    assert limited["code"] == "over_request_rate_limit"


def test_a_nonce(api):
    session = sign_up(api)
    headers = bearer(session)
    assert api.call(NONCE, 200, headers=headers).json() == {}
    refused(api, NONCE, 429, "over_email_send_rate_limit", headers=headers)
    anonymous = api.call("POST /auth/v1/signup", 200, body={}, headers=NEWER).json()
    refused(api, NONCE, 422, "validation_failed", headers=bearer(anonymous))


def test_another_address(api):
    session = sign_up(api)
    move = {"email": "lovelace@example.com"}
    user = api.call(USER, 200, body=move, headers=bearer(session)).json()
    assert (user["email"], user["new_email"]) == (ADA["email"], move["email"])
    refused(api, USER, 429, "over_email_send_rate_limit", body=move, headers=bearer(session))
    switch(api, emailConfirmation=True)
    first = verify(api, EMAIL | {"token": last(api, ADA["email"])["code"], "type": "email_change"})
    assert first["code"] == "200"
    second = {"token_hash": last(api, move["email"])["tokenHash"], "type": "email_change"}
    assert verify(api, second)["user"]["email"] == move["email"]


def test_an_address_that_somebody_else_took(api):
    session = sign_up(api)
    move = {"email": "lovelace@example.com"}
    api.call(USER, 200, body=move, headers=bearer(session))
    sign_up(api, email=move["email"])
    late = {"token_hash": last(api, move["email"])["tokenHash"], "type": "email_change"}
    assert verify(api, late, 422)["code"] == "email_exists"


def test_a_phone(api):
    refused(api, OTP, 400, "phone_provider_disabled", body=PHONE)
    switch(api, phoneSignIns=True)
    send(api, OTP, PHONE)
    message = last(api, PHONE["phone"])
    assert (message["channel"], message["link"]) == ("sms", "")
    session = verify(api, PHONE | {"token": message["code"], "type": "sms"})
    assert session["user"]["phone"] == PHONE["phone"][1:]
    signed_up = api.call(
        "POST /auth/v1/signup",
        200,
        body={"phone": "+8613900139000", "password": PASSWORD},
        headers=NEWER,
    ).json()
    assert "access_token" not in signed_up
    login = {"phone": "+8613900139000", "password": PASSWORD}
    assert token(api, "password", login, 400)["code"] == "phone_not_confirmed"
    change = api.call(USER, 200, body={"phone": "+8613700137000"}, headers=bearer(session))
    assert change.json()["new_phone"] == "8613700137000"


def test_the_inbox(api):
    send(api, OTP, EMAIL)
    messages = api.call("GET /_control/inbox", 200).json()["messages"]
    page = api.call("GET /_control/inbox/{message_id}", 200, message_id=messages[0]["id"])
    assert messages[0]["code"] in page.text
    html = api.call("GET /_control/inbox", 200, headers={"Accept": "text/html"})
    assert ADA["email"] in html.text
    api.call("DELETE /_control/inbox", 204)
    assert api.call("GET /_control/inbox", 200).json() == {"messages": []}
    gone = api.call("GET /_control/inbox/{message_id}", 404, message_id=messages[0]["id"])
    assert gone.json()["error"] == "message_not_found"
    foreign = {"Origin": "https://evil.example"}
    for name in ("GET /_control/inbox", "DELETE /_control/inbox"):
        api.call(name, 403, headers=foreign)
    api.call("GET /_control/inbox/{message_id}", 403, message_id="1", headers=foreign)
