"""A second factor, with the codes of pyotp."""

import pyotp
from table import refused, works
from world import ADA


def enrolled(world):
    auth = world.signed_in()
    return auth, auth.mfa.enroll(
        {"factor_type": "totp", "friendly_name": "phone", "issuer": "Tally Tea"}
    )


def verified(world):
    auth, factor = enrolled(world)
    code = pyotp.TOTP(factor.totp.secret).now()
    auth.mfa.challenge_and_verify({"factor_id": factor.id, "code": code})
    return auth, factor


@works("mfa.enroll({'factor_type': 'totp', 'friendly_name', 'issuer'})")
def _(world):
    _, factor = enrolled(world)
    parsed = pyotp.parse_uri(factor.totp.uri)
    assert (parsed.secret, parsed.issuer, parsed.name) == (
        factor.totp.secret,
        "Tally Tea",
        ADA["email"],
    )
    assert "<svg" in factor.totp.qr_code


@works("mfa.challenge({'factor_id'}), mfa.verify({'factor_id', 'challenge_id', 'code'})")
def _(world):
    auth, factor = enrolled(world)
    challenge = auth.mfa.challenge({"factor_id": factor.id})
    code = pyotp.TOTP(factor.totp.secret).now()
    auth.mfa.verify({"factor_id": factor.id, "challenge_id": challenge.id, "code": code})
    level = auth.mfa.get_authenticator_assurance_level()
    assert (level.current_level, level.next_level) == ("aal2", "aal2")


@works("mfa.challenge_and_verify({'factor_id', 'code'}), mfa.list_factors()")
def _(world):
    auth, factor = verified(world)
    assert [each.id for each in auth.mfa.list_factors().totp] == [factor.id]


@refused("422 mfa_verification_failed", "mfa.challenge_and_verify({'factor_id', 'code': 'wrong'})")
def _(world):
    auth, factor = enrolled(world)
    auth.mfa.challenge_and_verify({"factor_id": factor.id, "code": "123456"})


@works("mfa.get_authenticator_assurance_level() # by password, with a factor")
def _(world):
    auth, _ = verified(world)
    auth.update_user({"password": ADA["password"]})
    auth = world.client()
    auth.sign_in_with_password(ADA)
    level = auth.mfa.get_authenticator_assurance_level()
    assert (level.current_level, level.next_level) == ("aal1", "aal2")


@works("mfa.unenroll({'factor_id'})")
def _(world):
    auth, factor = verified(world)
    assert auth.mfa.unenroll({"factor_id": factor.id}).id == factor.id
