"""An account of GoTrue's kind, blocking and with asyncio: codes and links, passwords, metadata, identities, a second factor."""

import asyncio
import base64
import hmac
import struct
import threading
import time
from urllib.parse import parse_qs, quote, urlsplit

import hufu_auth
import pytest
from hufu_auth import errors

ADA, PASSWORD = "ada@example.com", "correct horse"


def totp(secret: str, ahead: int = 0) -> str:
    """RFC 6238, of the key that an app was told; `ahead`: the code after this one, for each is good once."""
    moment = struct.pack(">Q", int(time.time()) // 30 + ahead)
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, moment, "sha1")
    (number,) = struct.unpack_from(">I", digest, digest[-1] & 15)
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"


@pytest.fixture
def client(server):
    with hufu_auth.Client(server.url, backend="gotrue", app_key="anon") as client:
        yield client


@pytest.fixture
def signed_up(client):
    assert client.sign_up(email=ADA, password=PASSWORD, data={"shop": "茶"}).state == "signed_in"
    return client


@pytest.fixture
def last(server):
    """The newest message to an address."""
    return lambda to: server.control("GET", f"/inbox?to={quote(to)}")["messages"][0]


def test_a_code_makes_an_account_and_signs_in(client, last):
    client.send_otp(email=ADA, data={"invited": {"by": ["小华", None]}})
    done = client.verify_otp(email=ADA, code=last(ADA)["code"])
    assert (done.state, done.user) == ("signed_in", client.user())
    account = client.fetch_account()
    assert (account.email, account.aud, account.is_anonymous) == (ADA, "authenticated", False)
    assert account.email_confirmed_at_ms >= account.created_at_ms > 1_700_000_000_000
    assert account.updated_at_ms >= account.created_at_ms
    assert (account.phone_confirmed_at_ms, account.banned_until_ms) == (0, 0)
    assert (account.raw["id"], account.raw["email"]) == (account.id, ADA)
    assert account.user_metadata["invited"] == {"by": ["小华", None]}
    assert account.app_metadata["provider"] == "email"
    with pytest.raises(errors.CredentialInvalid):
        client.verify_otp(type="email", email=ADA, code=last(ADA)["code"])
    assert client.state == "signed_in"


def test_a_link_is_verified_by_its_hash(client, last):
    client.send_otp(email=ADA)
    mail = last(ADA)
    assert parse_qs(urlsplit(mail["link"]).query)["token"] == [mail["tokenHash"]]
    assert client.verify_otp(type="email", token_hash=mail["tokenHash"]).state == "signed_in"


def test_who_has_no_account_and_is_to_get_none(client):
    with pytest.raises(errors.UserNotFound):
        client.send_otp(email="nobody@example.com", create_user=False)


def test_a_forgotten_password(signed_up, last):
    signed_up.sign_out()
    told = []
    signed_up.on_event(lambda event: told.append(event.kind))
    signed_up.recover_password(email=ADA)
    signed_up.verify_otp(type="recovery", email=ADA, code=last(ADA)["code"])
    signed_up.update_account(password="quite another")
    signed_up.sign_out()
    with pytest.raises(errors.WrongPassword):
        signed_up.sign_in_with_password(email=ADA, password=PASSWORD)
    assert signed_up.sign_in_with_password(email=ADA, password="quite another").user
    assert "password_recovery" in told


def test_metadata_comes_back_as_it_went(signed_up):
    assert signed_up.fetch_account().user_metadata["shop"] == "茶"
    odd = {"right to left": "שלום", "emoji": "🍵", "number": 1.5, "list": [{}, [None]]}
    assert odd.items() <= signed_up.update_account(data=odd).user_metadata.items()
    assert "emoji" not in signed_up.update_account(data={"emoji": None}).user_metadata
    # It is the person's own word, and gives no right.
    account = signed_up.update_account(data={"role": "service_role"})
    assert account.role == "authenticated"


@pytest.mark.parametrize("data", [[1], "text", 5, [("a", 1)]])
def test_metadata_that_is_no_dict(signed_up, data):
    with pytest.raises(TypeError, match="data must be dict"):
        signed_up.update_account(data=data)


def test_metadata_that_json_does_not_have(signed_up):
    for wrong in ({"a": float("nan")}, {"a": {1, 2}}):
        with pytest.raises((TypeError, ValueError, errors.InvalidArgument)):
            signed_up.update_account(data=wrong)
    assert signed_up.state == "signed_in"


def test_both_addresses_confirm_a_new_one(signed_up, last):
    new = "ada@example.net"
    account = signed_up.update_account(email=new)
    assert (account.email, account.new_email) == (ADA, new)
    first = signed_up.verify_otp(type="email_change", email=ADA, code=last(ADA)["code"])
    assert first.state == "confirmation_pending"
    assert signed_up.fetch_account().email == ADA
    second = signed_up.verify_otp(type="email_change", email=new, code=last(new)["code"])
    assert second.state == "signed_in"
    assert signed_up.fetch_account().email == new


def test_the_ways_in(signed_up):
    (only,) = signed_up.list_identities().identities
    assert isinstance(only, hufu_auth.LinkedIdentity)
    assert (only.provider, only.email) == ("email", ADA)
    assert only.identity_data["email"] == ADA
    with pytest.raises(errors.LastIdentity):
        signed_up.unlink_identity(identity_id=only.identity_id)


def test_a_session_that_another_program_had(server, signed_up):
    with pytest.raises(hufu_auth.HufuError):
        signed_up.adopt_session(access_token="eyJ.no.token", refresh_token="none")
    assert signed_up.state == "signed_in"
    tokens = server.ask("/auth/v1/token?grant_type=password", email=ADA, password=PASSWORD)
    adopted = signed_up.adopt_session(
        access_token=tokens["access_token"], refresh_token=tokens["refresh_token"]
    )
    assert adopted.user == signed_up.user()
    assert signed_up.access_token().token == tokens["access_token"]


def test_a_second_factor(signed_up):
    changed = threading.Event()
    signed_up.on_event(lambda event: event.kind == "assurance_changed" and changed.set())
    assert (signed_up.session().assurance, signed_up.list_factors().factors) == ("aal1", ())
    made = signed_up.enroll_factor(friendly_name="phone")
    assert made.uri.startswith("otpauth://totp/") and "<svg" in made.qr_code
    assert made.secret not in repr(made)
    with pytest.raises(errors.CredentialInvalid):
        signed_up.verify_factor(factor_id=made.id, code="000000")
    assert signed_up.state == "signed_in"
    challenge = signed_up.challenge_factor(factor_id=made.id)
    verified = signed_up.verify_factor(
        factor_id=made.id, challenge_id=challenge.id, code=totp(made.secret)
    )
    assert (verified.assurance, verified.assurance_to_reach) == ("aal2", "aal2")
    assert changed.wait(30)
    (factor,) = signed_up.list_factors().factors
    assert (factor.id, factor.friendly_name, factor.status) == (made.id, "phone", "verified")

    signed_up.sign_out()
    session = signed_up.sign_in_with_password(email=ADA, password=PASSWORD)
    assert (session.assurance, session.assurance_to_reach) == ("aal1", "aal2")
    with pytest.raises(errors.InsufficientAal):
        signed_up.update_account(password="quite another")
    signed_up.verify_factor(factor_id=made.id, code=totp(made.secret, ahead=1))
    signed_up.remove_factor(factor_id=made.id)
    assert signed_up.list_factors().factors == ()


def test_another_backend_cannot(server):
    with hufu_auth.Client(server.url) as client:
        for call, given in {
            client.send_otp: {"email": ADA},
            client.verify_otp: {"type": "email", "email": ADA, "code": "1"},
            client.recover_password: {"email": ADA},
        }.items():
            with pytest.raises(errors.Unsupported):
                call(**given)


def test_with_asyncio(server, last):
    async def story():
        async with hufu_auth.AsyncClient(server.url, backend="gotrue", app_key="anon") as client:
            await client.send_otp(email=ADA)
            await client.verify_otp(type="email", email=ADA, code=last(ADA)["code"])
            await client.update_account(password=PASSWORD, data={"shop": "茶"})
            made = await client.enroll_factor()
            session = await client.verify_factor(factor_id=made.id, code=totp(made.secret))
            assert session.assurance == "aal2"
            account = await client.fetch_account()
            assert [each.id for each in account.factors] == [made.id]
            assert account.user_metadata["shop"] == "茶"
            assert (await client.list_identities()).identities == account.identities

    asyncio.run(story())
