"""From a screen to the phone, on one phone, and into a web-view, blocking and with asyncio."""

import asyncio
import os
import threading
from contextlib import closing

import hufu_auth
import pytest
from hufu_auth import errors
from hufu_auth.testing.control import Control
from hufu_auth.testing.people import WechatPerson

from support.server import Server

PATIENCE_S = 60


@pytest.fixture
def server():
    """One whose console has declared what the bridges need."""
    with Server(os.environ["HUFU_MOCK_SERVER"], "--wechat-link-rule", "/m/") as server:
        yield server


@pytest.fixture
def person(server):
    made = server.control("POST", "/wechat/people", nickname="Hua")
    return WechatPerson.of(server.url, Control(server.url), made)


@pytest.fixture
def phone(server, person):
    """The mini-program of that person; nobody is signed in yet."""
    client = hufu_auth.Client(server.url, platform="miniprogram", credential=person.credential)
    with closing(client):
        yield client


class Screen:
    """What a page or a desktop program shows, one after the other; it waits in a thread of its own."""

    def __init__(self, server):
        self.shown = []
        self._news = threading.Condition()
        self.client = hufu_auth.Client(server.url, platform="web", present=self._present)

    def _present(self, what):
        with self._news:
            self.shown.append(what)
            self._news.notify_all()

    def until(self, state: str):
        """The first that was shown in this state."""

        def found():
            return [each for each in self.shown if each.state == state]

        with self._news:
            assert self._news.wait_for(found, PATIENCE_S), [each.state for each in self.shown]
            return found()[0]

    def begin(self, operation: str, **given) -> None:
        self.outcome = []

        def run():
            try:
                self.outcome.append(getattr(self.client, operation)(**given))
            except hufu_auth.HufuError as error:
                self.outcome.append(error)

        self._running = threading.Thread(target=run)
        self._running.start()

    def end(self):
        self._running.join(PATIENCE_S)
        (outcome,) = self.outcome
        return outcome

    def close(self):
        self.client.close()


@pytest.fixture
def screen(server):
    with closing(Screen(server)) as screen:
        yield screen


def test_from_a_screen_to_the_phone(screen, phone, person):
    screen.begin("sign_in_by_scan", client_name="Tally Tea")
    shown = screen.until("pending")
    assert (shown.show, shown.scan_kind) == ("show_code", "mini_program_code")
    assert shown.picture.startswith("data:image/jpeg;base64,")
    assert shown.picture not in repr(shown) and shown.sign_in not in repr(shown)
    options = person.scan_code(shown.picture)
    # What it is about is told to whoever is signed in.
    first = phone.launch(**options)
    assert (first.needs_sign_in, first.opened) == (True, "")
    phone.sign_in_with_wechat()
    opened = phone.launch()
    assert (opened.opened, opened.client_name, opened.number_needed) == (
        "sign_in",
        "Tally Tea",
        True,
    )
    assert opened.sent_as == "" and not opened.needs_sign_in
    # onShow gives the same again.
    assert phone.launch(**options).opened == ""
    assert screen.until("scanned").number == shown.number
    with pytest.raises(errors.WrongNumber):
        phone.approve_scan(scan_id=opened.scan_id, number=f"{(int(shown.number) + 1) % 100:02}")
    assert phone.approve_scan(scan_id=opened.scan_id, number=shown.number).state == "approved"
    session = screen.end()
    assert session.user.id == phone.user().id
    assert screen.until("approved")


def test_the_phone_declines_and_somebody_else_comes_late(server, screen, phone, person):
    phone.sign_in_with_wechat()
    screen.begin("sign_in_by_scan")
    options = person.scan_code(screen.until("pending").picture, "album")
    opened = phone.launch(**options)
    assert opened.sent_as == "picture" and opened.number_needed
    other = WechatPerson.of(
        server.url, Control(server.url), server.control("POST", "/wechat/people", nickname="Eve")
    )
    with hufu_auth.Client(
        server.url, platform="miniprogram", credential=other.credential
    ) as stranger:
        stranger.sign_in_with_wechat()
        with pytest.raises(errors.ScanUsed):
            stranger.launch(**options)
    phone.deny_scan(scan_id=opened.scan_id)
    assert isinstance(screen.end(), errors.Declined)


def test_a_screen_that_closes(screen, phone, person):
    phone.sign_in_with_wechat()
    screen.begin("sign_in_by_scan")
    shown = screen.until("pending")
    screen.client.close_sign_in(sign_in=shown.sign_in)
    assert isinstance(screen.end(), errors.CredentialInvalid)
    with pytest.raises(errors.HufuError) as refused:
        phone.launch(**person.scan_code(shown.picture))
    assert refused.value.code in ("credential_invalid", "scan_used")


def test_on_one_phone(screen, phone, person):
    phone.sign_in_with_wechat()
    screen.begin("open_mini_program", client_name="Tally Tea")
    shown = screen.until("pending")
    assert shown.show == "open_mini_program" and shown.scan_kind == "link"
    opened = phone.launch(**person.tap(shown.url))
    assert (opened.opened, opened.number_needed) == ("phone_sign_in", False)
    agreed = phone.approve_scan(scan_id=opened.scan_id)
    assert agreed.state == "agreed" and len(agreed.return_code) == 6
    assert agreed.return_code not in repr(agreed)
    came_back = screen.end()
    assert came_back.state == "agreed" and came_back.sign_in not in repr(came_back)
    page = screen.client
    assert page.state == "signed_out"
    wrong = f"{(int(agreed.return_code) + 1) % 1_000_000:06}"
    with pytest.raises(errors.WrongNumber):
        page.enter_return_code(sign_in=came_back.sign_in, code=wrong)
    who = page.enter_return_code(sign_in=came_back.sign_in, code=agreed.return_code)
    assert who.nickname == phone.fetch_profile().nickname
    assert page.finish_sign_in(sign_in=came_back.sign_in).user.id == phone.user().id


def test_a_web_view_is_signed_in_once(server, phone):
    phone.sign_in_with_wechat()
    site = server.url
    made = phone.web_view_url(url=f"{site}/orders?page=2")
    assert made.url not in repr(made) and made.url.startswith(f"{site}/auth/arrive#")
    assert 0 < made.expires_in_ms <= 60_000
    with pytest.raises(errors.NotAllowed):
        phone.web_view_url(url="https://evil.example/orders")


def test_with_asyncio(server, person):
    async def story():
        shown = asyncio.Queue()
        screen = hufu_auth.AsyncClient(server.url, platform="web", present=shown.put)
        phone = hufu_auth.AsyncClient(
            server.url, platform="miniprogram", credential=person.credential
        )
        async with screen, phone:
            await phone.sign_in_with_wechat()
            signing_in = asyncio.create_task(screen.sign_in_by_scan())
            code = await shown.get()
            options = await asyncio.to_thread(person.scan_code, code.picture)
            opened = await phone.launch(**options)
            await phone.approve_scan(scan_id=opened.scan_id, number=code.number)
            session = await signing_in
            assert session.user.id == (await phone.user()).id

    asyncio.run(story())
