"""The MemFire document's story: WeChat's QR code with PKCE, the mini-program, e-mail and password."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hufu_auth import errors

from conftest import A_TOKEN_S
from together import together, until_it_works

LANDING = "http://localhost:3000/private"
TOKEN = "POST /auth/v1/token"
PASSWORD = "correct horse battery"


@pytest.fixture
def open_page(open_client):
    def open_page(present=None, **options):
        return open_client("gotrue", "web", app_key="anon", present=present, **options)

    return open_page


def code_by_qr(page, opened, person) -> str:
    page.sign_in_with_oauth(provider="wechat_qr", redirect_to=LANDING)
    landed = person.scan(opened[-1].url)
    assert landed.startswith(LANDING + "?code=")
    return parse_qs(urlsplit(landed).query)["code"][0]


def test_a_page_by_qr_code_and_the_mini_program_are_one_person(
    open_page, open_client, hufu_person, hufu_server, hufu_clock
):
    opened = []
    page = open_page(opened.append)
    code = code_by_qr(page, opened, hufu_person.wechat)
    with pytest.raises(errors.BegunElsewhere):  # who saw it pass by has no verifier of it
        open_page().exchange_code_for_session(code=code)
    session = page.exchange_code_for_session(code=code)
    assert page.fetch_profile().id == session.user.id
    assert page.update_profile(nickname="Hua").nickname == "Hua"

    hufu_clock.advance(A_TOKEN_S)
    before = hufu_server.count(TOKEN, 200)
    answers = together(20, lambda: page.fetch_profile().id)
    assert answers == [session.user.id] * 20
    assert hufu_server.count(TOKEN, 200) == before + 1

    phone = open_client("gotrue", app_key="anon", credential=hufu_person.wechat.credential)
    in_wechat = phone.sign_in_with_wechat()
    assert (in_wechat.user.id, in_wechat.user.nickname) == (session.user.id, "Hua")
    assert len(phone.fetch_profile().identities) == 2


def test_a_sign_in_that_took_too_long_begins_again(open_page, hufu_person, hufu_clock):
    opened = []
    page = open_page(opened.append)
    code = code_by_qr(page, opened, hufu_person.wechat)
    hufu_clock.advance(5 * 60)
    with pytest.raises(errors.CredentialInvalid):
        page.exchange_code_for_session(code=code)


def test_password_and_who_is_signed_out_by_whom(open_page):
    desk, laptop = open_page(), open_page()
    session = desk.sign_up(email="ann@example.com", password=PASSWORD)
    with pytest.raises(errors.WrongPassword):
        laptop.sign_in_with_password(email="ann@example.com", password="wrong one")
    again = laptop.sign_in_with_password(email="ann@example.com", password=PASSWORD)
    assert again.user.id == session.user.id
    laptop.sign_out(scope="others")
    assert laptop.fetch_profile().email == "ann@example.com"
    with pytest.raises(errors.SessionExpired):
        desk.fetch_profile()


def test_somebody_without_a_name(open_page):
    page = open_page()
    session = page.sign_in_anonymously()
    assert page.fetch_profile().id == session.user.id
    assert page.fetch_profile().identities == ()


def test_a_lost_answer_to_a_refresh_signs_nobody_out(
    open_page, hufu_server, hufu_clock, hufu_faults
):
    page = open_page()
    before = page.sign_in_anonymously().user
    hufu_clock.advance(A_TOKEN_S)
    with hufu_faults.add(TOKEN, times=None, lost_answer=True):
        with pytest.raises(errors.RetryLater):
            page.fetch_profile()
    assert page.state == "signed_in"
    until_it_works(page)
    assert page.fetch_profile().id == before.id
    assert hufu_server.count("POST /auth/v1/signup") == 1
