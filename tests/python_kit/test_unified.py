"""The main document's story: WeChat in the mini-program, Clerk on the web, one user after binding."""

import asyncio

import hufu_auth
import pytest
from hufu_auth import errors

from conftest import A_TOKEN_S
from together import together, until_it_works

REFRESH = "POST /api/auth/refresh"


def bind(page, phone):
    code = page.create_bind_code(target="wechat")
    pending = phone.redeem_bind_code(bind_code=code.bind_code, platform="web")
    assert pending.state == "pending"
    confirm(page, phone, pending.binding_id)


def confirm(page, phone, binding):
    """The phone has redeemed the page's code; both say that they are one."""
    number = phone.accept_binding(binding_id=binding).number
    assert page.confirm_binding(binding_id=binding, number=number).state == "confirmed"
    assert phone.wait_for_binding(binding_id=binding, since="accepted").state == "confirmed"


def test_two_halves_become_one_person(page, phone, hufu_server):
    on_the_web = page.fetch_profile()
    in_wechat = phone.sign_in_with_wechat()
    assert in_wechat.is_new_user
    assert in_wechat.user.id != on_the_web.id
    bind(page, phone)
    now = phone.fetch_profile()
    assert now.id == on_the_web.id
    assert {identity.provider for identity in now.identities} == {"clerk", "wechat"}
    phone.sign_out()
    assert phone.state == "signed_out"
    assert page.fetch_profile().id == on_the_web.id


def test_it_also_begins_in_wechat(page, phone):
    in_wechat = phone.sign_in_with_wechat()
    code = phone.create_bind_code(target="web")
    pending = page.redeem_bind_code(bind_code=code.bind_code, platform="wechat")
    number = page.accept_binding(binding_id=pending.binding_id).number
    wrong = f"{(int(number) + 1) % 100:02}"
    with pytest.raises(errors.WrongNumber):
        phone.confirm_binding(binding_id=code.binding_id, number=wrong)
    phone.confirm_binding(binding_id=code.binding_id, number=number)
    assert page.fetch_profile().id == phone.fetch_profile().id == in_wechat.user.id


def test_one_code_and_many_who_redeem_it(page, open_client, hufu_server):
    code = page.create_bind_code(target="wechat")
    phones = []
    for _ in range(8):
        person = hufu_server.add_wechat_person()
        phones.append(open_client(credential=person.credential))
        phones[-1].sign_in_with_wechat()
    waiting = iter(phones)
    results = together(
        8, lambda: next(waiting).redeem_bind_code(bind_code=code.bind_code, platform="web")
    )
    assert sum(isinstance(each, hufu_auth.results.Binding) for each in results) == 1
    assert sum(isinstance(each, errors.BindCodeInvalid) for each in results) == 7


def test_who_declines_ends_it_for_both(page, phone):
    phone.sign_in_with_wechat()
    code = page.create_bind_code(target="wechat")
    pending = phone.redeem_bind_code(bind_code=code.bind_code, platform="web")
    page.decline_binding(binding_id=code.binding_id)
    with pytest.raises(errors.BindingDeclined):
        phone.wait_for_binding(binding_id=pending.binding_id, since="pending")


def test_many_threads_share_one_refresh(phone, hufu_server, hufu_clock):
    phone.sign_in_with_wechat()
    hufu_clock.advance(A_TOKEN_S)
    answers = together(32, lambda: phone.fetch(hufu_server.url + "/api/user/profile").status)
    assert answers == [200] * 32
    assert hufu_server.count(REFRESH) == 1


def test_many_tasks_share_one_refresh(hufu_server, hufu_person, hufu_clock):
    async def story():
        async with hufu_auth.AsyncClient(
            hufu_server.url, platform="miniprogram", credential=hufu_person.wechat.credential
        ) as client:
            await client.sign_in_with_wechat()
            hufu_clock.advance(A_TOKEN_S)
            url = hufu_server.url + "/api/user/profile"
            return await asyncio.gather(*(client.fetch(url) for _ in range(32)))

    assert [answer.status for answer in asyncio.run(story())] == [200] * 32
    assert hufu_server.count(REFRESH) == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 503},
        {"status": 500},
        {"status": 429, "retry_after": 0},
        {"status": 403, "body": "<html>portal</html>", "content_type": "text/html"},
        {"body": "<html>login</html>", "content_type": "text/html"},
        {"body": "{}"},
        {"cut_after_bytes": 20},
        {"reset": True},
        {"lost_answer": True},
        {"redirect": "https://evil.example/"},
        {"huge_body_bytes": 4 << 20},
    ],
    ids=lambda fault: "-".join(fault),
)
def test_no_fault_of_a_refresh_signs_anybody_out(
    phone, hufu_server, hufu_clock, hufu_faults, fault
):
    before = phone.sign_in_with_wechat().user
    hufu_clock.advance(A_TOKEN_S)
    broken = hufu_faults.add(REFRESH, times=None, **fault)
    with pytest.raises(errors.RetryLater):
        phone.fetch_profile()
    assert broken.hits >= 1
    assert phone.state == "signed_in"
    broken.remove()
    # It asks no sooner again than it was told, or than a moment later.
    until_it_works(phone)
    assert phone.fetch_profile().id == before.id
    assert hufu_server.count("POST /api/wechat/login") == 1


def test_a_session_that_ended_at_the_server_is_over(
    open_client, hufu_person, hufu_server, hufu_clock
):
    phone = open_client(credential=hufu_person.wechat.credential)
    phone.sign_in_with_wechat()
    hufu_clock.advance(31 * 24 * 3600)
    with pytest.raises(errors.SessionExpired):
        phone.fetch_profile()
    assert phone.state == "signed_out"


def test_a_sign_out_amid_a_refresh_stays_one(phone, hufu_clock, hufu_faults):
    phone.sign_in_with_wechat()
    hufu_clock.advance(A_TOKEN_S)
    hufu_faults.add(REFRESH, delay_ms=200)
    calls = iter([phone.fetch_profile, phone.sign_out, phone.fetch_profile, phone.fetch_profile])
    together(4, lambda: next(calls)())
    assert phone.state == "signed_out"
    with pytest.raises(errors.SignedOut):
        phone.access_token()


def test_many_first_sign_ins_make_one_user(open_client, hufu_person, hufu_server):
    def sign_in():
        return open_client(credential=hufu_person.wechat.credential).sign_in_with_wechat()

    sessions = together(8, sign_in)
    assert len({session.user.id for session in sessions}) == 1
    assert sum(session.is_new_user for session in sessions) == 1


def test_a_phone_number_and_a_name(phone, hufu_person):
    phone.sign_in_with_wechat()
    assert phone.update_profile(nickname="Hua").nickname == "Hua"
    phone.bind_phone(code=hufu_person.wechat.phone_code().code)
    with pytest.raises(errors.HufuError):
        phone.bind_phone(code="used")
    assert phone.user().nickname == "Hua"
