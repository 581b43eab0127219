"""An issuer's keys: how seldom they are asked for, and which of them are taken."""

import threading

import pytest
from hufu_auth.verify import Issuer, KeysUnavailable, Verifier
from joserfc.jwk import RSAKey

from issuers import NOW_S, another_key, refused


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


# ---- key by key -------------------------------------------------------------------------------

KEYS_OF_TOMORROW = {
    "post-quantum": {"kty": "AKP", "alg": "ML-DSA-44", "kid": "pq", "pub": "AA"},
    "Edwards curve": {"kty": "OKP", "crv": "Ed25519", "kid": "ed", "x": "11qYAYKxCrfVS_7T"},
    "unknown curve": {"kty": "EC", "crv": "P-999", "kid": "x", "x": "AA", "y": "AA"},
    "no type": {"kid": "x"},
    "type of another type": {"kty": ["RSA"], "kid": "x"},
    "half a key": {"kty": "RSA", "kid": "x", "e": "AQAB"},
    "no base64": {"kty": "RSA", "kid": "x", "e": "AQAB", "n": "\u00e9"},
    "unknown use": {"kty": "RSA", "kid": "x", "e": "AQAB", "n": "AQAB", "use": 7, "key_ops": ["a"]},
    "kid of another type": {"kty": "RSA", "kid": ["first"], "e": "AQAB", "n": "AQAB"},
    "no object": 7,
    "nothing": None,
}


@pytest.mark.parametrize("entry", KEYS_OF_TOMORROW.values(), ids=KEYS_OF_TOMORROW)
def test_a_key_that_is_not_understood_is_passed_over(verifier, home, entry):
    """RFC 7517, section 5."""
    home.beside = [entry]
    assert verifier.verify(home.token()).subject == "user_1"


@pytest.mark.parametrize("kind", ["RS256", "ES256"])
def test_every_key_of_that_name_is_tried(verifier, home, kind):
    home.beside = [another_key(kind).as_dict(private=False)]
    assert verifier.verify(home.token()).subject == "user_1"
    forged = home.token(key=RSAKey.generate_key(2048, {"kid": "first"}))
    assert refused(verifier, forged) == "bad_signature"


@pytest.mark.filterwarnings("ignore:Key size:joserfc.errors.SecurityWarning")
def test_a_short_rsa_key_signs_nothing(verifier, home):
    """RFC 7518, section 3.3."""
    short = RSAKey.generate_key(1024, {"kid": "short"})
    home.beside = [short.as_dict(private=False)]
    assert refused(verifier, home.token(key=short, header={"kid": "short"})) == "unknown_key"


def test_a_key_for_another_use_signs_nothing(verifier, home):
    wrapping = RSAKey.generate_key(2048, {"kid": "wrapping"})
    home.beside = [{**wrapping.as_dict(private=False), "use": "enc"}]
    token = home.token(key=wrapping, header={"kid": "wrapping"})
    assert refused(verifier, token) == "unknown_key"


@pytest.mark.filterwarnings("ignore:Key size:joserfc.errors.SecurityWarning")
def test_keys_serve_on_while_nothing_of_the_set_is_understood(verifier, home, uptime):
    token = home.token()
    verifier.verify(token)
    home.key = RSAKey.generate_key(1024, {"kid": "short"})
    uptime.seconds += 301
    assert verifier.verify(token).subject == "user_1"
    assert home.asked == 2
    uptime.seconds += 3600
    with pytest.raises(KeysUnavailable):
        verifier.verify(token)


@pytest.mark.parametrize("depth", [1_000, 100_000])
def test_a_deep_set_is_no_set(home, depth):
    deep = b'{"keys":' + b"[" * depth + b"]" * depth + b"}"
    verifier = Verifier([Issuer.clerk(home.name)], time=lambda: NOW_S, fetch=lambda url: deep)
    with pytest.raises(KeysUnavailable):
        verifier.verify(home.token())
