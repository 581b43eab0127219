"""Second factors of the surface of Supabase and MemFire, every documented answer."""

import base64
import hashlib
import hmac

import pytest

from gotrue import NEWER, bearer, refused, sign_up

FACTORS = "POST /auth/v1/factors"
FACTOR = "DELETE /auth/v1/factors/{factor_id}"
CHALLENGE = "POST /auth/v1/factors/{factor_id}/challenge"
VERIFY = "POST /auth/v1/factors/{factor_id}/verify"
NOBODY = "00000000-0000-4000-8000-000000000000"
TOTP = {"factor_type": "totp"}


class Authenticator:
    """RFC 6238, in five lines."""

    def __init__(self, api, session, name="phone"):
        wish = TOTP | {"friendly_name": name}
        self.api = api
        factor = api.call(FACTORS, 200, body=wish, headers=bearer(session)).json()
        self.id = factor["id"]
        self.key = base64.b32decode(factor["totp"]["secret"])

    def code(self, steps=0):
        step = self.api.control("GET /clock")["nowMs"] // 30_000 + steps
        digest = hmac.digest(self.key, step.to_bytes(8, "big"), hashlib.sha1)
        at = digest[-1] & 15
        return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"

    def wrong(self):
        return next(c for c in ("000000", "000001", "000002", "000003") if c not in self.codes())

    def codes(self):
        return [self.code(steps) for steps in (-1, 0, 1)]

    def challenge(self, session):
        answer = self.api.call(CHALLENGE, 200, headers=bearer(session), factor_id=self.id)
        return answer.json()["id"]

    def prove(self, session):
        body = {"challenge_id": self.challenge(session), "code": self.code()}
        return self.api.call(
            VERIFY, 200, body=body, headers=bearer(session), factor_id=self.id
        ).json()


@pytest.fixture
def session(api):
    return sign_up(api)


def test_a_second_factor_from_end_to_end(api, session):
    phone = Authenticator(api, session)
    proved = phone.prove(session)
    assert proved["user"]["factors"][0]["status"] == "verified"
    api.call(FACTOR, 200, headers=bearer(proved), factor_id=phone.id)
    user = api.call("GET /auth/v1/user", 200, headers=bearer(proved)).json()
    assert "factors" not in user


def test_what_cannot_be_enrolled(api, session):
    headers = bearer(session)
    refused(api, FACTORS, 400, "validation_failed", body={"factor_type": "x"}, headers=headers)
    json = {"Content-Type": "application/json"}
    refused(api, FACTORS, 400, "bad_json", raw=b"{", headers=headers | json)
    for kind in ("phone", "webauthn"):
        code = f"mfa_{kind}_enroll_not_enabled"
        refused(api, FACTORS, 422, code, body={"factor_type": kind}, headers=headers)
    Authenticator(api, session)
    body = TOTP | {"friendly_name": "phone"}
    refused(api, FACTORS, 422, "mfa_factor_name_conflict", body=body, headers=headers)
    guest = api.call("POST /auth/v1/signup", 200, body={}, headers=NEWER).json()
    refused(api, FACTORS, 403, "no_authorization", body=TOTP, headers=bearer(guest))


def test_at_aal1_where_there_is_a_second_factor(api, session):
    phone = Authenticator(api, session)
    phone.prove(session)
    password = {"email": "ada@example.com", "password": "correct horse battery"}
    query = {"grant_type": "password"}
    weak = bearer(
        api.call("POST /auth/v1/token", 200, query=query, body=password, headers=NEWER).json()
    )
    body = TOTP | {"friendly_name": "another"}
    refused(api, FACTORS, 403, "insufficient_aal", body=body, headers=weak)
    refused(api, FACTOR, 422, "insufficient_aal", headers=weak, factor_id=phone.id)
    body = {"password": "another good one"}
    refused(api, "PUT /auth/v1/user", 401, "insufficient_aal", body=body, headers=weak)


def test_codes_and_challenges_that_are_no_good(api, session):
    phone = Authenticator(api, session)
    path = {"headers": bearer(session), "factor_id": phone.id}
    challenge = phone.challenge(session)
    wrong = {"challenge_id": challenge, "code": phone.wrong()}
    refused(api, VERIFY, 422, "mfa_verification_failed", body=wrong, **path)
    refused(api, VERIFY, 400, "validation_failed", body=wrong | {"code": ""}, **path)
    unknown = wrong | {"challenge_id": NOBODY}
    refused(api, VERIFY, 422, "mfa_factor_not_found", body=unknown, **path)
    for name, body in ((FACTOR, None), (CHALLENGE, None), (VERIFY, wrong)):
        path["factor_id"] = NOBODY
        refused(api, name, 404, "mfa_factor_not_found", body=body, **path)
        path["factor_id"] = "none"
        refused(api, name, 404, "validation_failed", body=body, **path)


def test_codes_are_not_guessed(api, session):
    phone = Authenticator(api, session)
    path = {"headers": bearer(session), "factor_id": phone.id}
    challenge = phone.challenge(session)
    for _ in range(10):
        wrong = {"challenge_id": challenge, "code": phone.wrong()}
        refused(api, VERIFY, 422, "mfa_verification_failed", body=wrong, **path)
    right = {"challenge_id": challenge, "code": phone.code()}
    refused(api, VERIFY, 429, "over_request_rate_limit", body=right, **path)
    for _ in range(74):
        phone.challenge(session)
    refused(api, CHALLENGE, 429, "over_request_rate_limit", **path)
