"""Cookies of @supabase/ssr, in the three frameworks: what one request renews, the next one finds."""

import json
from pathlib import Path
from types import SimpleNamespace

import hufu_auth
import pytest
from hufu_auth.cookies import CookieAttributes, CookieStore, decode, encode

from conftest import A_TOKEN_S

VECTORS = Path(__file__).parents[1] / "vectors" / "cookies"
NAME = "sb-project-auth-token"


def cases(file: str) -> list:
    """Those that can be said in Python: a dict of texts has no odd pairs."""
    every = json.loads((VECTORS / file).read_text())
    return [case for case in every if "odd" not in case["about"] and "at all" not in case["about"]]


@pytest.mark.parametrize("case", cases("encode.json"), ids=lambda case: case["about"])
def test_cookies_are_written_as_everywhere(case):
    given = case["given"]
    cookies = encode(given["name"], given["value"], present=given.get("present", []))
    assert [list(pair) for pair in cookies] == case["gives"]


@pytest.mark.parametrize("case", cases("decode.json"), ids=lambda case: case["about"])
def test_cookies_are_read_as_everywhere(case):
    given = case["given"]
    assert decode(given["name"], dict(given["cookies"])) == case["gives"]


@pytest.mark.parametrize("call", [lambda: encode(7, "x"), lambda: decode("n", {"n": 7})])
def test_what_is_no_text_is_a_mistake_of_the_program(call):
    with pytest.raises(TypeError):
        call()


class Response:
    def __init__(self):
        self.set = {}
        self.headers = {}

    def set_cookie(self, key, value, **attributes):
        self.set[key] = SimpleNamespace(value=value, **attributes)


def test_what_cannot_be_read_is_removed_and_kept_nowhere():
    store = CookieStore(
        {NAME: "{", f"{NAME}.set-aside.0": "of an earlier version", "theme": "dark"}
    )
    store.save(f"{NAME}.set-aside", "{")
    store.erase(NAME)
    response = Response()
    store.write_to(response)
    ages = {name: cookie.max_age for name, cookie in response.set.items()}
    assert ages == {NAME: 0, f"{NAME}.set-aside.0": 0}


def test_a_long_session_is_split_and_what_is_left_over_goes():
    store = CookieStore({})
    store.save(NAME, "x" * 7000)
    response = Response()
    store.write_to(response)
    assert sorted(response.set) == [f"{NAME}.{number}" for number in range(3)]
    assert response.headers["Cache-Control"] == "private, no-store"

    store = CookieStore({name: cookie.value for name, cookie in response.set.items()})
    assert store.load(NAME) == "x" * 7000
    store.save(NAME, "short")
    assert store.load(NAME) == "short"
    response = Response()
    store.write_to(response)
    assert {name: cookie.max_age for name, cookie in response.set.items()} == {
        NAME: 34_560_000,
        **{f"{NAME}.{number}": 0 for number in range(3)},
    }


def test_nothing_is_set_where_nothing_changed():
    store = CookieStore({NAME: "base64-dGV4dA"})
    assert store.load(NAME) == "text"
    response = Response()
    store.write_to(response)
    assert (response.set, response.headers) == ({}, {})


def test_attributes():
    usual, own = Response(), Response()
    for response, attributes in (
        (usual, None),
        (own, CookieAttributes(domain="a.b", httponly=True)),
    ):
        store = CookieStore({}, attributes=attributes)
        store.save(NAME, "text")
        store.write_to(response)
    cookie = usual.set[NAME]
    assert (cookie.path, cookie.domain, cookie.secure) == ("/", None, True)
    assert (cookie.httponly, cookie.samesite) == (False, "lax")
    assert (own.set[NAME].domain, own.set[NAME].httponly) == ("a.b", True)


# ---- the frameworks -------------------------------------------------------------------------


def who(base_url: str, store: CookieStore) -> str:
    """What the application's view does: asks in the name of its visitor."""
    with hufu_auth.Client(
        base_url, backend="gotrue", app_key="anon", storage_key=NAME, store=store
    ) as client:
        return client.fetch_profile().id


def fastapi_browser(base_url):
    from fastapi import FastAPI, Request, Response
    from fastapi.testclient import TestClient

    app = FastAPI()

    @app.get("/who")
    def view(request: Request, response: Response):
        store = CookieStore(request.cookies)
        answer = {"id": who(base_url, store)}
        store.write_to(response)
        return answer

    browser = TestClient(app, base_url="https://testserver")

    def get(cookies):
        browser.cookies.clear()
        answer = browser.get("/who", cookies=cookies)
        return answer.json()["id"], {cookie.name: cookie.value for cookie in answer.cookies.jar}

    return get


def flask_browser(base_url):
    from flask import Flask, jsonify, request

    app = Flask("shop")

    @app.get("/who")
    def view():
        store = CookieStore(request.cookies)
        response = jsonify(id=who(base_url, store))
        store.write_to(response)
        return response

    def get(cookies):
        browser = app.test_client()
        for name, value in cookies.items():
            browser.set_cookie(name, value)
        answer = browser.get("/who", base_url="https://localhost")
        set_now = [
            line.split(";")[0].split("=", 1) for line in answer.headers.getlist("Set-Cookie")
        ]
        return answer.json["id"], dict(set_now)

    return get


def django_browser(base_url):
    import django
    from django.conf import settings
    from django.http import JsonResponse
    from django.test import RequestFactory

    if not settings.configured:
        settings.configure(DEFAULT_CHARSET="utf-8")
        django.setup()

    def view(request):
        store = CookieStore(request.COOKIES)
        response = JsonResponse({"id": who(base_url, store)})
        store.write_to(response)
        return response

    def get(cookies):
        request = RequestFactory().get("/who")
        request.COOKIES = dict(cookies)
        answer = view(request)
        return json.loads(answer.content)["id"], {
            name: morsel.value for name, morsel in answer.cookies.items()
        }

    return get


@pytest.mark.parametrize("browser_of", [fastapi_browser, flask_browser, django_browser])
def test_a_view_acts_for_its_visitor(browser_of, open_client, hufu_server, hufu_clock):
    store = CookieStore({})
    page = open_client("gotrue", "web", app_key="anon", storage_key=NAME, store=store)
    visitor = page.sign_in_anonymously().user.id
    response = Response()
    store.write_to(response)
    cookies = {name: cookie.value for name, cookie in response.set.items()}

    get = browser_of(hufu_server.url)
    assert get(cookies) == (visitor, {})
    hufu_clock.advance(A_TOKEN_S)
    same, renewed = get(cookies)
    assert same == visitor
    assert decode(NAME, renewed) not in (None, decode(NAME, cookies))
    assert get({**cookies, **renewed}) == (visitor, {})
    assert hufu_server.count("POST /auth/v1/token", 200) == 1
