"""Further ways into one account of GoTrue's kind: a provider that is linked to it, a provider's ID token."""

import asyncio
from urllib.parse import parse_qs, urlsplit

import hufu_auth
import pytest
from hufu_auth import errors
from hufu_auth.testing.control import Control
from hufu_auth.testing.people import WechatPerson

ADA, PASSWORD = "ada@example.com", "correct horse"
LANDING = "http://localhost:3000/private"


@pytest.fixture
def person(server):
    """Somebody whose WeChat scans what a website shows."""
    made = server.control("POST", "/wechat/people", nickname="Hua")
    return WechatPerson.of(server.url, Control(server.url), made)


@pytest.fixture
def id_token(server):
    """What a provider of such tokens says of somebody."""
    server.control("PUT", "/oddities", idTokens=True)
    return lambda **claims: server.control("POST", "/id-tokens", **claims)["idToken"]


def open_client(server, **more):
    return hufu_auth.Client(server.url, backend="gotrue", app_key="anon", **more)


def code_of(landed: str) -> str:
    assert landed.startswith(LANDING + "?code=")
    return parse_qs(urlsplit(landed).query)["code"][0]


def providers(client) -> set:
    return {each.provider for each in client.list_identities().identities}


def test_an_account_gets_one_more_way_in(server, person):
    shown = []
    with open_client(server, present=shown.append) as client:
        mine = client.sign_up(email=ADA, password=PASSWORD).user
        client.link_identity(provider="wechat_qr", redirect_to=LANDING)
        assert shown[-1].show == "open_url"
        session = client.exchange_code_for_session(code=code_of(person.scan(shown[-1].url)))
        assert session.user.id == mine.id
        assert providers(client) == {"email", "wechat_qr"}
        client.sign_out()
        # By the new way one is the same person.
        client.sign_in_with_oauth(provider="wechat_qr", redirect_to=LANDING)
        again = client.exchange_code_for_session(code=code_of(person.scan(shown[-1].url)))
        assert again.user.id == mine.id


def test_the_page_may_be_a_link_of_the_callers(server, person):
    with open_client(server) as client:
        client.sign_up(email=ADA, password=PASSWORD)
        begun = client.link_identity(provider="wechat_qr", redirect_to=LANDING, as_link=True)
        client.exchange_code_for_session(code=code_of(person.scan(begun.link)))
        assert providers(client) == {"email", "wechat_qr"}


def test_somebody_elses_identity_is_not_taken(server, person):
    shown = []
    with open_client(server, present=shown.append) as other:
        other.sign_in_with_oauth(provider="wechat_qr", redirect_to=LANDING)
        other.exchange_code_for_session(code=code_of(person.scan(shown[-1].url)))
    with open_client(server, present=shown.append) as client:
        client.sign_up(email=ADA, password=PASSWORD)
        client.link_identity(provider="wechat_qr", redirect_to=LANDING)
        refusal = parse_qs(urlsplit(person.scan(shown[-1].url)).query)
        assert refusal["error_code"] == ["identity_already_exists"]
        assert providers(client) == {"email"}


def test_nobody_links_who_is_not_signed_in(server):
    with open_client(server) as client, pytest.raises(errors.SignedOut):
        client.link_identity(provider="wechat_qr", redirect_to=LANDING)


def test_an_id_token_signs_in(server, id_token):
    token = id_token(subject="1", email=ADA, name="Ada", nonce="once")
    with open_client(server) as client:
        with pytest.raises(errors.Refused):  # the nonce that was asked for is missing
            client.sign_in_with_id_token(provider="google", id_token=token)
        session = client.sign_in_with_id_token(provider="google", id_token=token, nonce="once")
        assert (session.state, session.user.nickname) == ("signed_in", "Ada")
        assert providers(client) == {"google"}
        with pytest.raises(errors.Refused):
            client.sign_in_with_id_token(provider="google", id_token=id_token(expiresIn=-60))
        assert client.user() == session.user


def test_an_id_token_with_asyncio(server, id_token):
    async def story():
        async with hufu_auth.AsyncClient(server.url, backend="gotrue", app_key="anon") as client:
            token = id_token(subject="1", email=ADA)
            session = await client.sign_in_with_id_token(provider="google", id_token=token)
            (only,) = (await client.list_identities()).identities
            assert (session.state, only.provider, only.email) == ("signed_in", "google", ADA)

    asyncio.run(story())
