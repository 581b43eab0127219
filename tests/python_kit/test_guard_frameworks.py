"""The same requests have the same answers in each framework."""

import asyncio
import json
from typing import Annotated

import pytest
from hufu_auth.verify import AsyncGuard, Guard, Person, Resolved, mini_login

from frameworks import FRAMEWORKS, django_settings, json_of_django
from issuers import ANOTHER_SECRET, SECRET, signed


class Shop:
    """An application's own part: its table of people, which may be away, and whom it has served."""

    def __init__(self):
        self.is_away = False
        self.served = []

    def resolve(self, identity):
        if self.is_away:
            raise OSError("away")
        return Resolved("p" + identity.subject, ["old"])

    def serve(self, person: Person, tea: str) -> dict:
        self.served.append(person.ids)
        return {"owner": person.id, "tea": tea}

    def guard(self, kind):
        return kind([mini_login(secret=SECRET)], resolve=self.resolve)


@pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda each: each.__name__)
def test_a_route_is_called_with_a_person_or_not_at_all(framework):
    """G5"""
    shop = Shop()
    send = framework(shop)
    good, forged = (f"Bearer {signed({'id': 8}, key)}" for key in (SECRET, ANOTHER_SECRET))
    status, _, body = send([good])
    assert (status, body) == (200, {"owner": "p8", "tea": "oolong"})
    status, headers, body = send([])
    assert (status, headers["www-authenticate"]) == (401, "Bearer")
    assert headers["cache-control"] == "no-store"
    assert headers["content-type"].startswith("application/json")
    assert body == {"error": "no_token", "message": "Nobody is signed in."}
    status, headers, body = send([forged])
    assert (status, body["error"]) == (401, "invalid_token")
    assert headers["www-authenticate"] == 'Bearer error="invalid_token"'
    assert send([good, forged])[0] == 400
    shop.is_away = True
    status, headers, body = send([f"Bearer {signed({'id': 9})}"])  # whom nobody has asked for yet
    assert (status, headers["retry-after"], body["error"]) == (503, "1", "unavailable")
    assert shop.served == [("p8", "old")]


def test_a_view_of_django_and_its_guard_are_of_one_kind():
    from hufu_auth.verify.django import guarded

    async def waits(request, person): ...

    for kind, view in ((Guard, waits), (AsyncGuard, print)):
        with pytest.raises(TypeError, match="wants an AsyncGuard"):
            guarded(Shop().guard(kind))(view)


def test_a_view_of_django_in_a_class():
    from django.test import RequestFactory
    from django.utils.decorators import method_decorator
    from django.views import View
    from hufu_auth.verify.django import guarded

    django_settings()

    @method_decorator(guarded(Shop().guard(Guard)), "dispatch")
    class Orders(View):
        def get(self, request, person, tea):
            return json_of_django({"owner": person.id, "tea": tea})

    def ask(**headers):
        request = RequestFactory().get("/", headers=headers)
        return Orders.as_view()(request, tea="oolong")

    assert ask().status_code == 401
    answer = ask(authorization=f"Bearer {signed({'id': 8})}")
    assert json.loads(answer.content) == {"owner": "p8", "tea": "oolong"}


def test_an_async_view_of_django_in_a_class():
    from django.test import RequestFactory
    from django.utils.decorators import method_decorator
    from django.views import View
    from hufu_auth.verify.django import guarded

    django_settings()

    def view_of(kind):
        @method_decorator(guarded(Shop().guard(kind)), "dispatch")
        class Orders(View):
            async def get(self, request, person, tea):
                return json_of_django({"owner": person.id, "tea": tea})

        return Orders.as_view()

    def ask(**headers):
        request = RequestFactory().get("/", headers=headers)
        return asyncio.run(view_of(AsyncGuard)(request, tea="oolong"))

    assert ask().status_code == 401
    answer = ask(authorization=f"Bearer {signed({'id': 8})}")
    assert json.loads(answer.content) == {"owner": "p8", "tea": "oolong"}
    with pytest.raises(TypeError, match="wants an AsyncGuard"):
        view_of(Guard)(RequestFactory().get("/"), tea="oolong")


def test_a_websocket_has_no_method_that_its_scope_could_claim():
    """G7: it begins with a GET, which would be safe."""
    from hufu_auth.verify import request

    scope = {"type": "websocket", "method": "GET", "headers": []}
    assert request.asked_of(scope).method == ""


def test_a_websocket_of_fastapi():
    from fastapi import Depends, FastAPI, WebSocket
    from fastapi.testclient import TestClient
    from hufu_auth.verify.fastapi import PersonOf
    from starlette.testclient import WebSocketDenialResponse

    app = FastAPI()
    signed_in = PersonOf(Shop().guard(AsyncGuard))

    @app.websocket("/live")
    async def live(socket: WebSocket, person: Annotated[Person, Depends(signed_in)]):
        await socket.accept()
        await socket.send_json(person.id)
        await socket.close()

    client = TestClient(app)
    headers = {"Authorization": f"Bearer {signed({'id': 8})}"}
    with client.websocket_connect("/live", headers=headers) as socket:
        assert socket.receive_json() == "p8"
    with pytest.raises(WebSocketDenialResponse) as caught, client.websocket_connect("/live"):
        pass
    assert caught.value.status_code == 401
