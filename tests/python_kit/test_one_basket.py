"""G12, G13, B11: who ordered on both halves chooses to merge them, and has one basket in each framework."""

import threading
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import httpx
import hufu_auth
import pytest
from hufu_auth.testing import MockServer
from hufu_auth.verify import Person, Webhook, clerk, lookup, unified

from frameworks import FRAMEWORKS
from serving import serving
from test_unified import confirm
from test_webhook import whsec

KEY = "the-key-of-the-shop-s-own-server"


class Shop:
    """Orders belong to `person.id`, a basket to all of `person.ids`."""

    def __init__(self, url: str):
        self.url = url
        self.orders: list[tuple[str, str]] = []

    def guard(self, kind):
        issuers = [clerk(self.url + "/clerk"), unified(self.url)]
        self.doorkeeper = kind(issuers, resolve=lookup(self.url, KEY))
        return self.doorkeeper

    def serve(self, person: Person, tea: str) -> dict:
        place = f"{self.url}/api/people/{person.id}/has-data"
        headers = {"Authorization": f"Bearer {KEY}"}
        httpx.post(place, json={"has_data": True}, headers=headers).raise_for_status()
        self.orders.append((person.id, tea))
        return {"basket": [what for owner, what in self.orders if owner in person.ids]}


class Letterbox(ThreadingHTTPServer):
    """Takes what the backend tells; `has_come` once that was done."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Letters)
        self.webhook: Webhook
        self.has_come = threading.Event()


class Letters(BaseHTTPRequestHandler):
    server: Letterbox

    def do_POST(self) -> None:
        body = BytesIO(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(self.server.webhook.take(self.headers, body.read))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def letterbox():
    letterbox = Letterbox()
    with serving(letterbox):
        yield letterbox


@pytest.fixture
def backend(letterbox):
    environment = {
        "HUFU_SERVER_KEYS": KEY,
        "HUFU_WEBHOOK_URL": f"http://127.0.0.1:{letterbox.server_port}/hufu",
        "HUFU_WEBHOOK_SECRET": whsec("a"),
    }
    with MockServer.start(environment=environment) as server:
        yield server


@pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda each: each.__name__)
def test_one_person_one_basket(framework, backend, letterbox):
    shop = Shop(backend.url)
    send = framework(shop)
    letterbox.webhook = Webhook(
        whsec("a"), lambda event: letterbox.has_come.set(), guard=shop.doorkeeper
    )
    in_wechat, at_clerk = backend.add_wechat_person(), backend.add_clerk_user()
    with ExitStack() as stack:

        def client(**options):
            return stack.enter_context(hufu_auth.Client(backend.url, **options))

        phone = client(platform="miniprogram", credential=in_wechat.credential)
        page = client(platform="web", session="borrowed", credential=at_clerk.credential)
        phone.sign_in_with_wechat()
        page.fetch_profile()

        def order(half, tea) -> list:
            status, _, body = send([f"Bearer {half.access_token().token}"], tea)
            assert status == 200, body
            return body["basket"]

        assert order(page, "oolong") == ["oolong"]
        assert order(phone, "puer") == ["puer"]
        code = page.create_bind_code(target="wechat").bind_code
        with pytest.raises(hufu_auth.errors.IdentityInUse):
            phone.redeem_bind_code(bind_code=code, platform="web")
        pending = phone.merge_accounts(bind_code=code, platform="web", survivor="issuer")
        confirm(page, phone, pending.binding_id)
        assert letterbox.has_come.wait(10)
        assert order(page, "sencha") == ["oolong", "puer", "sencha"]
        assert order(phone, "jasmine") == ["oolong", "puer", "sencha", "jasmine"]
