"""A shop on other people's frameworks, as they are on PyPI, asked as their servers ask."""

import asyncio
import json
from typing import Annotated

from hufu_auth.verify import AsyncGuard, Guard, Person


def on_fastapi(shop):
    from fastapi import Depends, FastAPI
    from hufu_auth.verify.fastapi import PersonOf

    app = FastAPI()
    signed_in = PersonOf(shop.guard(AsyncGuard))

    @app.get("/orders/{tea}")
    def orders(person: Annotated[Person, Depends(signed_in)], tea: str) -> dict:
        return shop.serve(person, tea)

    assert app.openapi()["components"]["securitySchemes"]["hufu"]["scheme"] == "bearer"
    ask = by_asgi(app)

    def without_detail(lines, tea="oolong"):
        status, headers, body = ask(lines, tea)
        return status, headers, body.get("detail", body)

    return without_detail


def on_starlette(shop):
    from hufu_auth.verify.starlette import guarded
    from starlette.applications import Starlette
    from starlette.responses import JSONResponse
    from starlette.routing import Route

    @guarded(shop.guard(AsyncGuard))
    async def orders(request, person):
        return JSONResponse(shop.serve(person, request.path_params["tea"]))

    return by_asgi(Starlette(routes=[Route("/orders/{tea}", orders)]))


def on_flask(shop):
    from flask import Flask
    from hufu_auth.verify.flask import guarded

    app = Flask(__name__)

    @app.get("/orders/<tea>")
    @guarded(shop.guard(Guard))
    def orders(person, tea):
        return shop.serve(person, tea)

    return by_wsgi(app)


def on_django(shop):
    from django.core.handlers.wsgi import WSGIHandler
    from hufu_auth.verify.django import guarded

    @guarded(shop.guard(Guard))
    def orders(request, person, tea):
        return json_of_django(shop.serve(person, tea))

    return by_wsgi(django_application(orders, WSGIHandler))


def on_django_with_asgi(shop):
    from django.core.handlers.asgi import ASGIHandler
    from hufu_auth.verify.django import guarded

    @guarded(shop.guard(AsyncGuard))
    async def orders(request, person, tea):
        return json_of_django(shop.serve(person, tea))

    return by_asgi(django_application(orders, ASGIHandler))


def json_of_django(body):
    from django.http import JsonResponse

    return JsonResponse(body)


def django_application(view, handler):
    from django.urls import clear_url_caches, path

    django_settings().ROOT_URLCONF = (path("orders/<str:tea>", view),)
    clear_url_caches()
    return handler()


def django_settings():
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(ROOT_URLCONF=(), ALLOWED_HOSTS=["*"], SECRET_KEY="of a test")
        django.setup()
    return settings


def by_asgi(app):
    """Asks as uvicorn does."""

    def ask(lines, tea="oolong"):
        headers = [(b"authorization", line.encode()) for line in lines]
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": f"/orders/{tea}",
            "raw_path": f"/orders/{tea}".encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [(b"host", b"shop.example.com"), *headers],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
        }
        sent = []
        asks = iter([{"type": "http.request", "body": b"", "more_body": False}])

        async def receive():
            return next(asks, None) or await asyncio.Event().wait()

        async def send(message):
            sent.append(message)

        asyncio.run(app(scope, receive, send))
        body = b"".join(each.get("body", b"") for each in sent[1:])
        names = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], names, json.loads(body)

    return ask


def by_wsgi(app):
    """Asks as gunicorn does."""

    def ask(lines, tea="oolong"):
        from wsgiref.util import setup_testing_defaults

        environ = {"PATH_INFO": f"/orders/{tea}", "HTTP_HOST": "shop.example.com"}
        if lines:
            environ["HTTP_AUTHORIZATION"] = ",".join(lines)
        setup_testing_defaults(environ)
        started = []
        answer = app(environ, lambda status, headers, *_: started.extend([status, headers]))
        body = b"".join(answer)
        answer.close()
        names = {name.lower(): value for name, value in started[1]}
        return int(started[0][:3]), names, json.loads(body)

    return ask


FRAMEWORKS = [on_fastapi, on_starlette, on_flask, on_django, on_django_with_asgi]
