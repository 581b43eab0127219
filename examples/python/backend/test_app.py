"""The backend, tested against real tokens, with the fixtures of `hufu-auth[test,verify]`."""

import hufu_auth
import pytest
from app import create_app
from fastapi.testclient import TestClient
from hufu_auth.verify import AsyncGuard
from trust import trust

PAGE = "https://www.example.com"


@pytest.fixture
def api(hufu_server, hufu_clock):
    url = hufu_server.url
    places = {"CLERK_ISSUER": url + "/clerk", "HUFU_API_URL": url, "SUPABASE_URL": url}
    # The server's clock, so that a test can let tokens expire.
    guard = AsyncGuard(**trust({**places, "WEB_ORIGINS": PAGE}), now_s=hufu_clock.time)
    return TestClient(create_app(guard))


def ask(api, token):
    return api.get("/orders", headers={"Authorization": f"Bearer {token}"})


def mini_program_token(hufu_server, hufu_person):
    person = hufu_person.wechat
    with hufu_auth.Client(hufu_server.url, platform="miniprogram") as client:
        client.sign_in_with_wechat(code=person.login_code())
        return client.access_token().token


def test_a_page_with_clerk(api, hufu_server, hufu_person):
    answer = ask(api, hufu_person.clerk.session_token(azp=PAGE))
    assert answer.json() == {"owner": f"{hufu_server.url}/clerk {hufu_person.clerk.id}"}


def test_a_mini_program(api, hufu_server, hufu_person):
    person = hufu_person.wechat
    with hufu_auth.Client(hufu_server.url, platform="miniprogram") as client:
        user = client.sign_in_with_wechat(code=person.login_code()).user
        assert ask(api, client.access_token().token).json() == {"owner": user.id}


def test_a_page_with_supabase(api, hufu_server):
    with hufu_auth.Client(
        hufu_server.url, backend="gotrue", platform="web", app_key="anon"
    ) as client:
        user = client.sign_in_anonymously().user
        answer = ask(api, client.access_token().token)
    assert answer.json() == {"owner": f"{hufu_server.url}/auth/v1 {user.id}"}


def test_what_is_no_good(api, hufu_server, hufu_person, hufu_clock):
    clerk = hufu_person.clerk
    assert api.get("/orders").status_code == 401
    assert ask(api, "nonsense").status_code == 401
    assert ask(api, clerk.session_token(azp=PAGE, forged=True)).status_code == 401
    assert ask(api, clerk.session_token(azp="https://evil.example")).status_code == 401
    good = mini_program_token(hufu_server, hufu_person)
    assert ask(api, good).status_code == 200
    hufu_clock.advance(17 * 60)
    assert ask(api, good).status_code == 401


@pytest.mark.parametrize("status", [500, 503])
def test_while_clerk_is_away_nobody_is_turned_away_for_good(api, hufu_person, hufu_faults, status):
    hufu_faults.add("GET /clerk/.well-known/jwks.json", status=status)
    answer = ask(api, hufu_person.clerk.session_token(azp=PAGE))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
