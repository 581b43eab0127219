"""G12, B11: who ordered on both halves chooses to merge them, and has one basket in each framework."""

from contextlib import ExitStack

import httpx
import hufu_auth
import pytest
from hufu_auth.testing import MockServer
from hufu_auth.verify import Person, clerk, lookup, unified

from frameworks import FRAMEWORKS
from test_unified import confirm

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


@pytest.fixture
def backend():
    with MockServer.start(environment={"HUFU_SERVER_KEYS": KEY}) as server:
        yield server


@pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda each: each.__name__)
def test_one_person_one_basket(framework, backend):
    shop = Shop(backend.url)
    send = framework(shop)
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
        for owner, _ in shop.orders:
            shop.doorkeeper.forget(owner)
        assert order(page, "sencha") == ["oolong", "puer", "sencha"]
        assert order(phone, "jasmine") == ["oolong", "puer", "sencha", "jasmine"]
