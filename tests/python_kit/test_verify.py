"""Which tokens a server takes, and how seldom it asks for keys."""

import hmac
import threading

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from hufu_auth.verify import Issuer, KeysUnavailable, TokenRefused, Verifier
from joserfc import jwt
from joserfc.jwk import OctKey

from issuers import NOW_S, Home, another_key, segment

PAGE = "https://www.example.com"


class Uptime:
    def __init__(self):
        self.seconds = 1000.0

    def __call__(self):
        return self.seconds


@pytest.fixture(scope="module")
def key():
    return Home().key


@pytest.fixture
def home(key):
    home = Home.__new__(Home)
    home.key, home.asked, home.away = key, 0, False
    return home


@pytest.fixture
def uptime():
    return Uptime()


@pytest.fixture
def verifier(home, uptime):
    issuer = Issuer.clerk(home.name + "/", authorized_parties=[PAGE])
    return Verifier([issuer], time=lambda: NOW_S, fetch=home.fetch, monotonic=uptime)


def refused(verifier, token) -> str:
    with pytest.raises(TokenRefused) as caught:
        verifier.verify(token)
    assert token[:20] not in str(caught.value) or token == ""
    return caught.value.reason


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


def test_true_is_no_time(verifier, home):
    # To some versions of joserfc it is the first second of 1970.
    assert refused(verifier, home.token(exp=True)) in ("wrong_claims", "expired")


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


@pytest.mark.parametrize("header", [{"crit": ["exp"]}, {"crit": ["b64"], "b64": False}])
def test_a_critical_header_that_nobody_knows_is_no_good(verifier, home, header):
    good = home.token()
    head = segment({"alg": "RS256", "typ": "JWT", "kid": "first", **header})
    assert refused(verifier, ".".join([head, *good.split(".")[1:]])) in (
        "malformed",
        "bad_signature",
    )


def test_a_header_that_nobody_knows_is_passed_over(home):
    # Clerk's have `cat`.
    key, claims = home.key, segment(home.claims())
    body = segment({"alg": "RS256", "typ": "JWT", "kid": "first", "cat": "cl_B7"}) + "." + claims
    signed = key.get_op_key("sign").sign(body.encode(), padding.PKCS1v15(), hashes.SHA256())
    verifier = Verifier([Issuer.clerk(home.name)], time=lambda: NOW_S, fetch=home.fetch)
    assert verifier.verify(body + "." + segment(signed)).subject == "user_1"


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


# ---- keys -----------------------------------------------------------------------------------


def test_a_rotated_key_is_asked_for_once(verifier, home, uptime):
    verifier.verify(home.token())
    home.rotate("second")
    uptime.seconds += 61
    assert verifier.verify(home.token()).subject == "user_1"
    assert home.asked == 2


def test_forged_key_names_do_not_make_it_ask_and_ask(verifier, home):
    verifier.verify(home.token())
    for number in range(50):
        assert refused(verifier, home.token(header={"kid": f"forged {number}"})) == "unknown_key"
    assert home.asked == 1


def test_keys_serve_on_while_the_issuer_is_away(verifier, home, uptime):
    verifier.verify(home.token())
    home.away = True
    for _ in range(50):
        uptime.seconds += 61
        assert verifier.verify(home.token()).subject == "user_1"
    uptime.seconds += 600
    with pytest.raises(KeysUnavailable, match="clerk.example.com"):
        verifier.verify(home.token())


def test_without_any_keys_nobody_can_tell(verifier, home, uptime):
    home.away = True
    for _ in range(20):
        with pytest.raises(KeysUnavailable):
            verifier.verify(home.token())
    assert home.asked == 1
    home.away = False
    uptime.seconds += 61
    assert verifier.verify(home.token()).subject == "user_1"


@pytest.mark.parametrize(
    "answer", [b"", b"<html>", b"[]", b"{}", b'{"keys":7}', b'{"keys":[{"kty":"RSA"}]}']
)
def test_keys_that_cannot_be_read_are_no_keys(home, answer):
    verifier = Verifier([Issuer.clerk(home.name)], time=lambda: NOW_S, fetch=lambda url: answer)
    with pytest.raises(KeysUnavailable):
        verifier.verify(home.token())


def test_many_threads_ask_once(verifier, home):
    token = home.token()
    start = threading.Barrier(16)
    subjects = []

    def verify():
        start.wait()
        subjects.append(verifier.verify(token).subject)

    threads = [threading.Thread(target=verify) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert subjects == ["user_1"] * 16
    assert home.asked == 1


@pytest.mark.parametrize("url", ["http://api.example.com/keys", "file:///etc/passwd", "ftp://x/y"])
def test_keys_come_over_https_only(url, home):
    issuer = Issuer("clerk", home.name, ("RS256",), keys_url=url)
    with pytest.raises(KeysUnavailable):
        Verifier([issuer]).verify(home.token())


# ---- issuers --------------------------------------------------------------------------------


def test_a_shared_secret(home):
    secret = "a secret of thirty-two bytes, or more"
    verifier = Verifier(
        [Issuer.gotrue("https://p.example.com/", secret=secret)], time=lambda: NOW_S
    )
    claims = home.claims(iss="https://p.example.com/auth/v1", aud="authenticated", session_id="s-1")

    def token(key, algorithm="HS256"):
        return jwt.encode(
            {"alg": algorithm, "typ": "JWT"}, claims, OctKey.import_key(key), [algorithm]
        )

    assert verifier.verify(token(secret)).session_id == "s-1"
    assert refused(verifier, token("another secret of thirty-two bytes")) == "bad_signature"
    assert refused(verifier, token(secret * 2, "HS512")) == "malformed"
    assert secret not in repr(Issuer.gotrue("https://p.example.com", secret=secret))


@pytest.mark.parametrize(
    "make",
    [
        lambda: Issuer.gotrue("https://p.example.com", secret="short"),
        lambda: Issuer("clerk", "n", ("HS256",), keys_url="https://x/keys"),
        lambda: Issuer("clerk", "n", ("none",), keys_url="https://x/keys"),
        lambda: Issuer("clerk", "n", ("RS256",), secret="s" * 32),
        lambda: Issuer("clerk", "n", ("RS256",)),
    ],
)
def test_an_issuer_that_would_be_unsafe_is_refused(make):
    with pytest.raises(ValueError):
        make()
