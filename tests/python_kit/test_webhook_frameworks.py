"""G13: a webhook is one line in each framework, and reads no more there than anywhere."""

import asyncio

import pytest
from hufu_auth.verify import AsyncWebhook, Webhook

from frameworks import django_settings
from issuers import NOW_S
from test_webhook import MERGED, Letter, whsec


def webhook(kind, events: list):
    return kind(whsec("a"), events.append, now_s=lambda: NOW_S)


def on_fastapi(events):
    from fastapi import FastAPI, Request, Response
    from fastapi.testclient import TestClient

    app, told = FastAPI(), webhook(AsyncWebhook, events)

    @app.post("/told")
    async def route(request: Request) -> Response:
        return Response(status_code=await told.take(request.headers, request.stream()))

    return by_client(TestClient(app))


def on_starlette(events):
    from starlette.applications import Starlette
    from starlette.responses import Response
    from starlette.routing import Route
    from starlette.testclient import TestClient

    told = webhook(AsyncWebhook, events)

    async def route(request):
        return Response(status_code=await told.take(request.headers, request.stream()))

    return by_client(TestClient(Starlette(routes=[Route("/told", route, methods=["POST"])])))


def by_client(client):
    return lambda letter: (
        client.post("/told", headers=letter.headers, content=letter.body).status_code
    )


def on_flask(events):
    from flask import Flask, request

    app, told = Flask(__name__), webhook(Webhook, events)

    @app.post("/told")
    def route():
        return "", told.take(request.headers, request.stream.read)

    client = app.test_client()
    return lambda letter: (
        client.post("/told", headers=letter.headers, data=letter.body).status_code
    )


def on_django(events):
    from django.http import HttpResponse
    from django.test import RequestFactory
    from django.views.decorators.csrf import csrf_exempt

    django_settings()
    told = webhook(Webhook, events)

    @csrf_exempt
    def route(request):
        return HttpResponse(status=told.take(request.headers, request.read))

    return lambda letter: route(posted(RequestFactory(), letter)).status_code


def on_django_with_asgi(events):
    from django.http import HttpResponse
    from django.test import AsyncRequestFactory
    from django.views.decorators.csrf import csrf_exempt

    django_settings()
    told = webhook(AsyncWebhook, events)

    @csrf_exempt
    async def route(request):
        return HttpResponse(status=await told.take(request.headers, request.read))

    return lambda letter: asyncio.run(route(posted(AsyncRequestFactory(), letter))).status_code


def posted(factory, letter):
    body = {"data": letter.body, "content_type": "application/json"}
    return factory.post("/told", headers=letter.headers, **body)


@pytest.mark.parametrize(
    "framework",
    [on_fastapi, on_starlette, on_flask, on_django, on_django_with_asgi],
    ids=lambda each: each.__name__,
)
def test_it_is_told_once(framework):
    events: list = []
    tell = framework(events)
    letter = Letter(MERGED)
    assert [tell(letter), tell(letter)] == [204, 204]
    assert tell(Letter(MERGED, letter="b")) == 401
    assert tell(Letter(f'"{"x" * 256 * 1024}"')) == 413
    assert tell(Letter("<html>")) == 400
    assert [event.id for event in events] == ["msg_1"]
