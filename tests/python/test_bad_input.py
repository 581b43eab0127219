"""Wrong types are named, broken stores cost nothing, huge and odd values do no harm."""

import asyncio
import pickle

import hufu_auth
import pytest
from hufu_auth import errors

BASE = "https://api.example.com"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"backend": 7}, "backend must be str, not int"),
        ({"app_key": b"key"}, "app_key must be str, not bytes"),
        ({"origins": BASE}, "origins must be a list, not str"),
        ({"origins": [1]}, "origins must be str, not int"),
        ({"allow_http": 1}, "allow_http must be bool, not int"),
        ({"early_refresh_ms": "60"}, "early_refresh_ms must be a number, not str"),
        ({"lock_wait_ms": True}, "lock_wait_ms must be a number, not bool"),
        ({"store": {}}, "store must have the methods load, save and erase; load is missing"),
        ({"credential": "token"}, "credential must be callable, not str"),
        ({"present": 1}, "present must be callable, not int"),
        ({"language": 1}, "language must be a str, not int"),
    ],
)
@pytest.mark.parametrize("kind", [hufu_auth.Client, hufu_auth.AsyncClient])
def test_a_wrong_type_is_named(kind, arguments, sentence):
    with pytest.raises(TypeError) as caught:
        kind(BASE, **arguments)
    assert str(caught.value) == sentence


def test_a_wrong_value_is_named():
    with pytest.raises(ValueError, match="backend must be one of unified, gotrue"):
        hufu_auth.Client(BASE, backend="supabase")
    with pytest.raises(ValueError, match="base_url holds a lone surrogate"):
        hufu_auth.Client("https://\ud800")
    with pytest.raises(errors.InvalidArgument, match="profile_path"):
        hufu_auth.Client(BASE, backend="wx_login", profile_path="//evil.example")
    with pytest.raises(errors.InvalidArgument, match="origin"):
        hufu_auth.Client("ftp://api.example.com")


CALLS = [
    (lambda c: c.sign_in_with_password(email=3, password=""), "email must be str, not int"),
    (lambda c: c.sign_up(email="a", password=b"b"), "password must be str, not bytes"),
    (lambda c: c.update_profile(nickname=3), "nickname must be str, not int"),
    (lambda c: c.fetch(3), "url must be str, not int"),
    (lambda c: c.fetch(BASE, method=3), "method must be str, not int"),
    (lambda c: c.fetch(BASE, body={}), "body must be bytes or str, not dict"),
    (lambda c: c.fetch(BASE, body=b"", json=1), "body and json exclude each other"),
    (lambda c: c.fetch(BASE, headers=["a"]), "headers must be a mapping, or pairs"),
    (lambda c: c.fetch(BASE, headers={"a": 1}), "headers must be str, not int"),
    (lambda c: c.fetch(BASE, timeout_ms="1"), "timeout_ms must be a number, not str"),
]


@pytest.mark.parametrize(("call", "sentence"), CALLS, ids=[sentence for _, sentence in CALLS])
def test_a_wrong_argument_of_an_operation(call, sentence):
    with hufu_auth.Client(BASE) as client, pytest.raises(TypeError, match=sentence):
        call(client)

    async def waiting():
        async with hufu_auth.AsyncClient(BASE) as client:
            await call(client)

    with pytest.raises(TypeError, match=sentence):
        asyncio.run(waiting())


def test_what_is_a_secret_does_not_stand_in_a_complaint():
    with hufu_auth.Client(BASE) as client, pytest.raises(TypeError) as caught:
        client.fetch(BASE, headers={"Cookie": "secret"}, body=b"secret", timeout_ms=[])
    assert "secret" not in str(caught.value)


def test_odd_texts():
    with hufu_auth.Client(BASE) as client:
        with pytest.raises(ValueError, match="nickname holds a lone surrogate"):
            client.update_profile(nickname="\ud800")
        with pytest.raises(errors.OriginRefused):
            client.authorize(BASE + "/\x00")
        with pytest.raises(errors.OriginRefused):
            client.authorize(BASE + "@evil.example.com/" + "x" * 1_000_000)
        with pytest.raises(ValueError, match="url holds a lone surrogate"):
            client.authorize("\udfff")
        with pytest.raises(errors.HufuError):
            client.fetch(BASE + "/\x00")
        with pytest.raises(errors.InvalidArgument):
            client.fetch(BASE, headers={"X-A": "a\r\nX-B: b"})


def test_a_huge_value_arrives(server):
    with hufu_auth.Client(server.url, platform="miniprogram") as client:
        client.sign_in_with_wechat(code=server.code_of(server.add_person()))
        with pytest.raises(errors.HufuError):
            client.update_profile(nickname="x" * 2_000_000)
        assert client.state == "signed_in"


class BrokenStore:
    def load(self, key):
        raise OSError("disk")

    def save(self, key, value):
        raise OSError("disk " + value)

    def erase(self, key):
        raise OSError("disk")


class ForgetfulStore(BrokenStore):
    """Loads nothing, and fails to save."""

    def load(self, key):
        return None


def test_a_store_that_raises_keeps_the_session_in_memory_and_reports(server, caplog):
    told = []
    with hufu_auth.Client(server.url, platform="miniprogram", store=ForgetfulStore()) as client:
        client.on_event(told.append)
        client.sign_in_with_wechat(code=server.code_of(server.add_person()))
        token = client.access_token().token
        assert client.fetch(server.url + "/api/user/profile").status == 200
    assert "store_failed" in [event.kind for event in told]
    assert "save raised OSError" in caplog.text
    assert token not in caplog.text


def test_a_store_that_cannot_be_read_is_told():
    with hufu_auth.Client(BASE, store=BrokenStore()) as client:
        with pytest.raises(errors.StoreUnavailable, match="load raised OSError"):
            client.access_token()


def test_a_store_that_gives_something_else():
    class Odd(ForgetfulStore):
        def load(self, key):
            return 7

    with hufu_auth.Client(BASE, store=Odd()) as client:
        with pytest.raises(errors.StoreUnavailable, match="load raised TypeError"):
            client.access_token()


def test_clients_are_not_pickled_and_errors_are():
    with (
        hufu_auth.Client(BASE) as client,
        pytest.raises(TypeError, match="open one where it is used"),
    ):
        pickle.dumps(client)
    error = errors.RateLimited("Too many.", retry_after_ms=7, http_status=429)
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), copy.retry_after_ms, copy.http_status) == (errors.RateLimited, 7, 429)
