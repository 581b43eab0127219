"""Which tokens a server takes."""

import hmac
import math

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from hufu_auth.verify import Issuer, TokenRefused, Verifier
from joserfc import jwt
from joserfc.jwk import OctKey

from issuers import NOW_S, PAGE, another_key, refused, segment


def signed(key, header, claims) -> str:
    """Of any header: joserfc would not write most of these."""
    body = segment(header) + "." + segment(claims)
    tag = key.get_op_key("sign").sign(body.encode(), padding.PKCS1v15(), hashes.SHA256())
    return body + "." + segment(tag)


def test_a_good_token_says_who_and_which_sign_in(verifier, home):
    token = verifier.verify(home.token(azp=PAGE))
    assert (token.kind, token.issuer, token.subject) == ("clerk", home.name, "user_1")
    assert (token.session_id, token.expires_at) == ("sess_1", NOW_S + 60)
    assert token.claims["azp"] == PAGE
    assert "user_1" in repr(token) and PAGE not in repr(token)
    assert home.asked == 1


@pytest.mark.parametrize(
    "changed, reason",
    [
        ({"exp": NOW_S - 6}, "expired"),
        ({"exp": None}, "wrong_claims"),
        ({"exp": "soon"}, "wrong_claims"),
        ({"nbf": NOW_S + 6}, "wrong_claims"),
        ({"iat": NOW_S + 60, "exp": NOW_S + 120}, "wrong_claims"),
        ({"sub": None}, "wrong_claims"),
        ({"sub": ""}, "wrong_claims"),
        ({"sub": 7}, "wrong_claims"),
        ({"aud": "another service"}, "wrong_claims"),
        ({"aud": []}, "wrong_claims"),
        ({"azp": "https://evil.example"}, "wrong_claims"),
        ({"azp": [PAGE]}, "wrong_claims"),
        ({"sts": "pending"}, "wrong_claims"),
        ({"iss": None}, "unknown_issuer"),
        ({"iss": "https://clerk.example.com/"}, "unknown_issuer"),
        ({"iss": ["https://clerk.example.com"]}, "unknown_issuer"),
    ],
)
def test_claims_that_are_not_taken(verifier, home, changed, reason):
    assert refused(verifier, home.token(**changed)) == reason


@pytest.mark.parametrize("name", ["exp", "nbf", "iat"])
@pytest.mark.parametrize("value", [True, math.inf, math.nan, 10**400, "1800000000", [], {}])
def test_what_is_no_time(verifier, home, name, value):
    # To some versions of joserfc True is the first second of 1970, and NaN never over.
    assert refused(verifier, home.token(**{name: value})) == "wrong_claims"


@pytest.mark.parametrize("name", ["nbf", "iat"])
def test_a_clock_ahead_is_named(verifier, home, name):
    with pytest.raises(TokenRefused, match=f"{name} is ahead.*clock"):
        verifier.verify(home.token(**{name: NOW_S + 30}))


@pytest.mark.parametrize("exp, nbf", [(NOW_S - 4, NOW_S), (NOW_S + 60, NOW_S + 5)])
def test_clocks_may_be_nearly_five_seconds_apart(verifier, home, exp, nbf):
    assert verifier.verify(home.token(exp=exp, nbf=nbf)).subject == "user_1"


def test_a_native_application_has_no_azp(verifier, home):
    assert verifier.verify(home.token(azp=None)).subject == "user_1"


def test_a_token_cannot_choose_its_algorithm(verifier, home):
    unsigned = segment({"alg": "none", "typ": "JWT", "kid": "first"}) + "." + segment(home.claims())
    assert refused(verifier, unsigned + ".") == "malformed"
    # The public key taken for a shared secret.
    body = segment({"alg": "HS256", "typ": "JWT", "kid": "first"}) + "." + segment(home.claims())
    tag = hmac.digest(home.key.as_pem(private=False), body.encode(), "sha256")
    assert refused(verifier, body + "." + segment(tag)) == "malformed"
    assert refused(verifier, home.token(key=another_key("RS256"), algorithm="RS512")) == "malformed"
    assert refused(verifier, home.token(key=another_key("ES256"), algorithm="ES256")) == "malformed"


def test_a_token_cannot_bring_its_key(verifier, home):
    mine = another_key("RS256")
    for header in (
        {"jwk": mine.as_dict(private=False)},
        {"jku": "https://evil.example/keys"},
        {"x5u": "https://evil.example/cert"},
        {},
    ):
        reason = refused(verifier, home.token(key=mine, header=header))
        # A whole key does not fit into the header that joserfc reads.
        assert reason == ("malformed" if "jwk" in header else "bad_signature")
    assert home.asked == 1


@pytest.mark.parametrize("crit", [["exp"], ["b64"], ["alg"], [], [1], 1, True, None, "exp", {}])
def test_a_critical_header_is_not_understood(verifier, home, crit):
    header = {"alg": "RS256", "typ": "JWT", "kid": "first", "crit": crit}
    assert refused(verifier, signed(home.key, header, home.claims())) == "malformed"


@pytest.mark.parametrize("name", ["alg", "kid", "typ", "jwk", "jku", "x5c", "b64", "cty"])
@pytest.mark.parametrize("value", [None, True, 1, math.nan, [], ["RS256"], {}, {"a": 1}])
def test_a_header_of_another_type_is_the_tokens_fault(verifier, home, name, value):
    header = {"alg": "RS256", "typ": "JWT", "kid": "first", name: value}
    try:
        taken = verifier.verify(signed(home.key, header, home.claims()))
    except TokenRefused:
        return
    assert (taken.subject, name in ("alg", "kid", "typ")) == ("user_1", False)


def test_a_header_that_nobody_knows_is_passed_over(home):
    # Clerk's have `cat`.
    header = {"alg": "RS256", "typ": "JWT", "kid": "first", "cat": "cl_B7"}
    verifier = Verifier([Issuer.clerk(home.name)], time=lambda: NOW_S, fetch=home.fetch)
    assert verifier.verify(signed(home.key, header, home.claims())).subject == "user_1"


@pytest.mark.parametrize("typ", ["at+jwt", "dpop+jwt", ""])
def test_another_type_of_token_is_no_access_token(verifier, home, typ):
    assert refused(verifier, home.token(header={"typ": typ})) == "wrong_claims"


@pytest.mark.parametrize("kid", [None, 7, ""])
def test_a_token_has_to_name_its_key(verifier, home, kid):
    good = home.token()
    head = segment({"alg": "RS256", "typ": "JWT", "kid": kid})
    reason = refused(verifier, ".".join([head, *good.split(".")[1:]]))
    assert reason == ("unknown_key" if kid == "" else "malformed")


def test_any_changed_character_is_noticed(verifier, home):
    good = home.token()
    for at in range(0, len(good) - 1, 7):
        if good[at] == ".":
            continue
        changed = good[:at] + ("A" if good[at] != "A" else "B") + good[at + 1 :]
        with pytest.raises(TokenRefused):
            verifier.verify(changed)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "..",
        "a.b.c",
        "a.b",
        "a.b.c.d.e",
        segment([]) + "." + segment({}) + ".",
        segment({}) + "." + segment(b"\xff") + ".",
        segment(b"[" * 5000) + "." + segment({}) + ".",
        "é.é.é",
        "\0.\0.\0",
        "\ud800.x.y",
        "x" * 10_000_000,
    ],
)
def test_what_is_no_token_is_malformed(verifier, home, text):
    with pytest.raises(TokenRefused) as caught:
        verifier.verify(text)
    assert caught.value.reason == "malformed"
    assert home.asked == 0


def test_a_token_of_another_type_of_object_is_a_mistake_of_the_program(verifier):
    with pytest.raises(TypeError, match="token has to be a str, not bytes"):
        verifier.verify(b"a.b.c")


# ---- issuers --------------------------------------------------------------------------------

SECRET = "a secret of thirty-two bytes, or more"
PROJECT = "https://p.example.com/"


def by_secret(home, *, secret=SECRET, algorithm="HS256", **changed) -> str:
    """A token of a GoTrue server without keys."""
    usual = {"iss": PROJECT + "auth/v1", "aud": "authenticated", "session_id": "s-1"}
    claims = home.claims(**{**usual, **changed})
    header = {"alg": algorithm, "typ": "JWT"}
    return jwt.encode(header, claims, OctKey.import_key(secret), [algorithm])


def judge(*issuers) -> Verifier:
    return Verifier(issuers, time=lambda: NOW_S)


def test_a_shared_secret(home):
    verifier = judge(Issuer.gotrue(PROJECT, secret=SECRET))
    assert verifier.verify(by_secret(home)).session_id == "s-1"
    another = by_secret(home, secret="another secret of thirty-two bytes")
    assert refused(verifier, another) == "bad_signature"
    assert refused(verifier, by_secret(home, secret=SECRET * 2, algorithm="HS512")) == "malformed"
    assert SECRET not in repr(Issuer.gotrue(PROJECT, secret=SECRET))


def test_a_gotrue_server_of_ones_own_names_no_issuer(home):
    # Supabase's compose file sets no GOTRUE_JWT_ISSUER.
    own = Issuer.gotrue(PROJECT, secret=SECRET)
    verifier = judge(own, Issuer.clerk(home.name))
    token = verifier.verify(by_secret(home, iss=None))
    assert (token.kind, token.issuer) == ("gotrue", PROJECT + "auth/v1")
    another = by_secret(home, iss=None, secret="another secret of thirty-two bytes")
    assert refused(verifier, another) == "bad_signature"
    # The anon key and the service's key are of the same secret.
    assert refused(verifier, by_secret(home, iss="supabase", aud=None)) == "unknown_issuer"
    assert refused(verifier, by_secret(home, iss=None, aud=None)) == "wrong_claims"


def test_a_nameless_token_of_two_secrets_is_nobodys(home):
    other = Issuer.unified("https://api.example.com", secret=SECRET)
    verifier = judge(Issuer.gotrue(PROJECT, secret=SECRET), other)
    assert verifier.verify(by_secret(home)).kind == "gotrue"
    assert refused(verifier, by_secret(home, iss=None)) == "unknown_issuer"
    assert refused(judge(other), by_secret(home, iss=None)) == "unknown_issuer"


def test_a_gotrue_server_with_a_name_of_its_own(home):
    verifier = judge(Issuer.gotrue(PROJECT, issuer="https://id.example.com", secret=SECRET))
    assert verifier.verify(by_secret(home, iss="https://id.example.com")).subject == "user_1"
    for name in (PROJECT + "auth/v1", None, ""):
        assert refused(verifier, by_secret(home, iss=name)) == "unknown_issuer"


@pytest.mark.parametrize(
    "make",
    [
        lambda: Issuer.gotrue("https://p.example.com", secret="short"),
        lambda: Issuer("clerk", "n", ("HS256",), keys_url="https://x/keys"),
        lambda: Issuer("clerk", "n", ("none",), keys_url="https://x/keys"),
        lambda: Issuer("clerk", "n", ("RS256",), secret="s" * 32),
        lambda: Issuer("clerk", "n", ("RS256",)),
        lambda: Issuer("clerk", "", ("RS256",), keys_url="https://x/keys"),
        lambda: Issuer("gotrue", "n", ("RS256",), keys_url="https://x/keys", may_be_nameless=True),
    ],
)
def test_an_issuer_that_would_be_unsafe_is_refused(make):
    with pytest.raises(ValueError):
        make()
