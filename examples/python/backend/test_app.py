"""The backend, tested against real tokens, with the fixtures of `hufu-auth[test,verify]`."""

import hufu_auth
import pytest
from app import create_app
from fastapi.testclient import TestClient
from hufu_auth.verify import Issuer, Verifier

PAGE = "https://www.example.com"


@pytest.fixture
def api(hufu_server, hufu_clock):
    issuers = [
        Issuer.clerk(hufu_server.url + "/clerk", authorized_parties=[PAGE]),
        Issuer.unified(hufu_server.url),
        Issuer.gotrue(hufu_server.url),
    ]
    # The server's clock, so that a test can let tokens expire.
    return TestClient(create_app(Verifier(issuers, time=hufu_clock.time)))


def ask(api, token):
    return api.get("/orders", headers={"Authorization": f"Bearer {token}"})


def mini_program_token(hufu_server, hufu_person):
    person = hufu_person.wechat
    with hufu_auth.Client(hufu_server.url, platform="miniprogram") as client:
        client.sign_in_with_wechat(code=person.login_code())
        return client.access_token().token


def test_a_page_with_clerk(api, hufu_person):
    answer = ask(api, hufu_person.clerk.session_token(azp=PAGE))
    assert answer.json() == {"issuer": "clerk", "owner": hufu_person.clerk.id}


def test_a_mini_program(api, hufu_server, hufu_person):
    answer = ask(api, mini_program_token(hufu_server, hufu_person))
    assert answer.json()["issuer"] == "unified"


def test_a_page_with_supabase(api, hufu_server):
    with hufu_auth.Client(
        hufu_server.url, backend="gotrue", platform="web", app_key="anon"
    ) as client:
        session = client.sign_in_anonymously()
        answer = ask(api, client.access_token().token)
    assert answer.json() == {"issuer": "gotrue", "owner": session.user.id}


def test_what_is_no_good(api, hufu_server, hufu_person, hufu_clock):
    clerk = hufu_person.clerk
    assert api.get("/orders").status_code == 401
    assert ask(api, "nonsense").status_code == 401
    assert ask(api, clerk.session_token(azp=PAGE, forged=True)).status_code == 401
    assert ask(api, clerk.session_token(azp="https://evil.example")).status_code == 401
    good = mini_program_token(hufu_server, hufu_person)
    assert ask(api, good).status_code == 200
    hufu_clock.advance(16 * 60)
    assert ask(api, good).status_code == 401


@pytest.mark.parametrize("status", [500, 503])
def test_while_clerk_is_away_nobody_is_turned_away_for_good(api, hufu_person, hufu_faults, status):
    hufu_faults.add("GET /clerk/.well-known/jwks.json", status=status)
    answer = ask(api, hufu_person.clerk.session_token(azp=PAGE))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
