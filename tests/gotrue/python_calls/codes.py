"""Codes, links, forgotten passwords and new addresses."""

from table import refused, works
from world import ADA

EMAIL = ADA["email"]
BETTER = "another good one"


def mailed(world, auth, **more):
    auth.sign_in_with_otp({"email": EMAIL} | more)
    return world.messages(EMAIL)[0]


@works("sign_in_with_otp({'email'}), verify_otp({'email', 'token', 'type': 'email'})")
def _(world):
    auth = world.client()
    code = mailed(world, auth)["code"]
    session = auth.verify_otp({"email": EMAIL, "token": code, "type": "email"}).session
    assert auth.get_session().access_token == session.access_token


@works("verify_otp({'token_hash', 'type': 'email'})")
def _(world):
    auth = world.client()
    mail = mailed(world, auth)
    answer = auth.verify_otp({"token_hash": mail["tokenHash"], "type": "email"})
    assert answer.user.email == EMAIL


@refused("403 otp_expired", "verify_otp(…) # a wrong code")
def _(world):
    auth = world.client()
    code = mailed(world, auth)["code"]
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    auth.verify_otp({"email": EMAIL, "token": wrong, "type": "email"})


@refused(
    "422 otp_disabled",
    "sign_in_with_otp({'email', 'options': {'should_create_user': False}}) # of nobody",
)
def _(world):
    world.client().sign_in_with_otp({"email": EMAIL, "options": {"should_create_user": False}})


@refused("429 over_email_send_rate_limit", "sign_in_with_otp({'email'}) # twice in a minute")
def _(world):
    auth = world.client()
    mailed(world, auth)
    mailed(world, auth)


@works(
    "sign_up(…), resend({'type': 'signup', 'email'}), verify_otp(…) # confirmation on",
    emailConfirmation=True,
)
def _(world):
    auth = world.client()
    assert auth.sign_up(ADA).session is None
    world.control("POST", "/clock/advance", {"ms": 61_000})
    auth.resend({"type": "signup", "email": EMAIL})
    code = world.messages(EMAIL)[0]["code"]
    assert auth.verify_otp({"email": EMAIL, "token": code, "type": "signup"}).session


@works(
    "reset_password_for_email(email), verify_otp({'type': 'recovery', …}), update_user({'password'})"
)
def _(world):
    world.client().sign_up(ADA)
    auth = world.client()
    auth.reset_password_for_email(EMAIL, {"redirect_to": "http://localhost:3000/private"})
    code = world.messages(EMAIL)[0]["code"]
    auth.verify_otp({"email": EMAIL, "token": code, "type": "recovery"})
    auth.update_user({"password": BETTER})
    world.client().sign_in_with_password(ADA | {"password": BETTER})


@works("reset_password_for_email(email) # of nobody: says the same")
def _(world):
    world.client().reset_password_for_email("nobody@example.com")


@works("update_user({'email'}), verify_otp({'type': 'email_change', …}) for both addresses")
def _(world):
    auth = world.client()
    auth.sign_up(ADA)
    world.switch(emailConfirmation=True, secureEmailChange=True)
    to = "countess@example.com"
    assert auth.update_user({"email": to}).user.new_email == to
    for address in (EMAIL, to):
        code = world.messages(address)[0]["code"]
        auth.verify_otp({"email": address, "token": code, "type": "email_change"})
    world.client().sign_in_with_password(ADA | {"email": to})


@works(
    "reauthenticate(), update_user({'password'}, nonce) # reauthentication: day",
    reauthentication="day",
)
def _(world):
    auth = world.client()
    auth.sign_up(ADA)
    world.control("POST", "/clock/advance", {"ms": 2 * 24 * 3600_000})
    auth.refresh_session()
    auth.reauthenticate()
    nonce = world.messages(EMAIL)[0]["code"]
    auth.update_user({"password": BETTER, "nonce": nonce})
    world.client().sign_in_with_password(ADA | {"password": BETTER})


@works(
    "sign_in_with_otp({'phone'}), verify_otp({'phone', 'token', 'type': 'sms'})",
    phoneSignIns=True,
    phoneConfirmation=True,
)
def _(world):
    auth, phone = world.client(), "8613800138000"
    auth.sign_in_with_otp({"phone": phone})
    code = world.messages(phone)[0]["code"]
    assert auth.verify_otp({"phone": phone, "token": code, "type": "sms"}).user.phone == phone


@refused(
    "400 captcha_failed",
    "sign_up({'email', 'password'}) # captcha on, without a token",
    captcha=True,
)
def _(world):
    world.client().sign_up(ADA)
