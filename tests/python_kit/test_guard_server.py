"""Tokens of a real server: of its keys, of a secret, without `iss`."""

import hufu_auth
import pytest
from hufu_auth.testing import MockServer
from hufu_auth.verify import Guard, authing, gotrue, mini_login, unified

from issuers import SECRET, refusal_of


@pytest.fixture(scope="module")
def server():
    """A server of one's own, as Supabase's compose file makes one."""
    with MockServer.start("--issuer-claim=off", environment={"JWT_SECRET": SECRET}) as server:
        yield server


def token_of(url, backend, **options):
    """Signs in, and gives whose token that is."""
    with hufu_auth.Client(url, backend=backend, **options) as client:
        client.sign_in_anonymously() if backend == "gotrue" else client.sign_in_with_wechat()
        return client.fetch_profile().id, client.access_token().token


def test_by_a_secret_with_and_without_iss(server):
    issuers = [unified(server.url, secret=SECRET), gotrue(server.url, secret=SECRET)]
    guard = Guard(issuers, resolve=lambda identity: identity.subject)
    person = server.add_wechat_person(nickname="Ming")
    user, token = token_of(
        server.url, "unified", platform="miniprogram", credential=person.credential
    )
    found = guard.verify(token)
    assert (found.id, found.platform, found.is_anonymous) == (user, "miniprogram", False)
    user, token = token_of(server.url, "gotrue", app_key="anon", platform="web")
    found = guard.verify(token)
    assert (found.id, found.is_anonymous, found.is_fresh(600)) == (user, True, True)
    refused = refusal_of(Guard([mini_login(secret=SECRET, subject="sub")]), token)
    assert refused.reason == "wrong_claims"  # an audience: it is no token of that document


def test_of_a_document(server):
    person = server.add_wechat_person(nickname="Ming")
    user, token = token_of(server.url, "mini_login", credential=person.credential)
    assert Guard([mini_login(secret=SECRET)]).verify(token).id == user
    assert refusal_of(Guard([unified(server.url, secret=SECRET)]), token).status == 401


def test_authing(hufu_server, hufu_person):
    user, token = token_of(
        hufu_server.url,
        "authing",
        app_key="test-app",
        connection="test-wechat",
        credential=hufu_person.wechat.credential,
    )
    issuer = hufu_server.url + "/oidc"
    assert Guard([authing(issuer, app_id="test-app")]).verify(token).id == user
    assert refusal_of(Guard([authing(issuer, app_id="another")]), token).detail == "aud"
