"""A page's session in a cookie, on all four frameworks: a real one is let in, no forged one is."""

import asyncio
import base64
import json

import app
import django_app
import flask_app
import httpx
import hufu_auth
import pytest
import starlette_app
from hufu_auth.cookies import encode
from hufu_auth.verify import AsyncGuard, Guard
from trust import trust

SHOP = "http://shop.example.com"


@pytest.fixture
def places(hufu_server):
    url = hufu_server.url
    places = {"CLERK_ISSUER": url + "/clerk", "HUFU_API_URL": url, "SUPABASE_URL": url}
    return {**places, "WEB_ORIGINS": SHOP}


def by_asgi(create_app):
    def ask(places, cookie):
        async def main():
            # A loop of its own each time: so have the keys.
            shop = httpx.ASGITransport(create_app(AsyncGuard(**trust(places))))
            async with httpx.AsyncClient(transport=shop) as client:
                return await client.get(SHOP + "/orders", headers={"Cookie": cookie})

        return asyncio.run(main())

    return ask


def by_wsgi(create_app):
    made = []  # Django is configured once

    def ask(places, cookie):
        made[:] = made or [create_app(Guard(**trust(places)))]
        with httpx.Client(transport=httpx.WSGITransport(made[0])) as client:
            return client.get(SHOP + "/orders", headers={"Cookie": cookie})

    return ask


FRAMEWORKS = {
    "FastAPI": by_asgi(app.create_app),
    "Starlette": by_asgi(starlette_app.create_app),
    "Flask": by_wsgi(flask_app.create_app),
    "Django": by_wsgi(django_app.create_app),
}


def session_cookie(token):
    """As @supabase/ssr writes it, for a project at 127.0.0.1."""
    [(name, value)] = encode("sb-127-auth-token", json.dumps({"access_token": token}))
    return f"{name}={value}"


def encoded(part):
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_a_cookie(name, hufu_server, hufu_person, places):
    ask = FRAMEWORKS[name]
    with hufu_auth.Client(hufu_server.url, backend="gotrue", app_key="anon") as client:
        user = client.sign_in_anonymously().user
        good = client.access_token().token
    answer = ask(places, session_cookie(good))
    assert (answer.status_code, answer.json()) == (
        200,
        {"owner": f"{hufu_server.url}/auth/v1 {user.id}"},
    )
    head, claims, signature = good.split(".")
    admin = json.loads(base64.urlsafe_b64decode(claims + "==")) | {"sub": "ADMIN"}
    unsigned = encoded({"alg": "none", "typ": "JWT"})
    for forged in (
        session_cookie(f"{head}.{encoded(admin)}.{signature}"),
        session_cookie(f"{unsigned}.{encoded(admin)}.AA"),
        session_cookie("ADMIN"),
        "sb-127-auth-token=ADMIN",
        "__session=ADMIN",
        f"__session={hufu_person.clerk.session_token(azp=SHOP, forged=True)}",
        f"__session={good}",
        "",
    ):
        answer = ask(places, forged)
        assert (answer.status_code, "WWW-Authenticate" in answer.headers) == (401, True), forged
