"""How programs use the package; mypy and pyright read this, nobody runs it."""

from __future__ import annotations

from typing import Annotated

import httpx
import hufu_auth
from django.http import HttpRequest, HttpResponse, JsonResponse
from fastapi import Depends, FastAPI
from flask import Flask, Request
from flask import request as flask_request
from hufu_auth import verify
from hufu_auth.verify.django import guarded as guarded_in_django
from hufu_auth.verify.fastapi import PersonOf
from hufu_auth.verify.flask import guarded
from hufu_auth.verify.starlette import guarded as guarded_in_starlette
from starlette.requests import Request as StarletteRequest
from starlette.responses import JSONResponse, Response


class Shelf:
    """A store of the application's own."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def load(self, key: str) -> str | None:
        return self.texts.get(key)

    def save(self, key: str, value: str) -> None:
        self.texts[key] = value

    def erase(self, key: str) -> None:
        self.texts.pop(key, None)


class AsyncShelf:
    """One that waits."""

    async def load(self, key: str) -> str | None:
        return key

    async def save(self, key: str, value: str) -> None: ...

    async def erase(self, key: str) -> None: ...


def credential(kind: hufu_auth.CredentialKind, fresh: bool) -> str | hufu_auth.Credential:
    if fresh:
        raise hufu_auth.HostFailure("signed_out")
    return hufu_auth.Credential(kind, iv="iv")


def blocking() -> str:
    with hufu_auth.Client(
        "https://api.example.com", store=Shelf(), credential=credential
    ) as client:
        session: hufu_auth.Session = client.sign_in_with_wechat(code="code")
        headers: dict[str, str] = client.signed_headers("https://api.example.com/orders")
        print(headers)
        try:
            client.fetch("https://api.example.com/orders", headers={"Accept": "*/*"}, json=[1])
        except hufu_auth.RetryLater as error:
            return f"{error.code} in {error.retry_after_ms} ms"
        return session.user.nickname if session.user else ""


async def waiting() -> int:
    async with hufu_auth.AsyncClient("https://api.example.com", store=AsyncShelf()) as client:
        answer = await client.fetch("https://api.example.com/orders")
        return answer.status


def resolve(identity: verify.Identity) -> verify.Resolved | str | None:
    return verify.Resolved(identity.subject, ["old"]) if identity.claims else None


async def resolve_later(identity: verify.Identity) -> str:
    return identity.subject


guard = verify.Guard(
    [verify.clerk("https://clerk.example.com", authorized_parties=["https://www.example.com"])],
    cookies=verify.Cookies(["https://www.example.com"]),
    resolve=resolve,
)
waiting_guard = verify.AsyncGuard(
    [verify.oidc("https://id.example.com", audience="shop")],
    cookies=verify.Cookies(),
    resolve=resolve_later,
)
looking_guard = verify.Guard(
    [verify.clerk("https://clerk.example.com")],
    resolve=verify.lookup("https://api.example.com", "key", post=httpx.Client().post),
)
verify.AsyncGuard(
    [verify.clerk("https://clerk.example.com")],
    resolve=verify.lookup("https://api.example.com", "key", post=httpx.AsyncClient().post),
)
told = verify.Webhook("whsec_…", print, guard=looking_guard)
waiting_told = verify.AsyncWebhook(["whsec_…", "whsec_…"], guard=waiting_guard)
flask_app, fastapi_app = Flask(__name__), FastAPI()
SignedIn = Annotated[verify.Person, Depends(PersonOf(waiting_guard))]


def by_hand(request: Request) -> str:
    try:
        person: verify.Person = guard.authenticate(request)
    except verify.Refused as refused:
        reason: verify.Reason = refused.reason
        return f"{reason} {refused.status} {refused.headers} {refused.body}"
    return f"{person.id} {person.ids} {person.platform} {person.is_fresh(600)}"


@flask_app.get("/orders/<tea>")
@guarded(guard)
def of_flask(person: verify.Person, tea: str) -> dict[str, str]:
    return {person.id: tea}


@guarded_in_django(guard)
def of_django(request: HttpRequest, person: verify.Person, tea: str) -> JsonResponse:
    return JsonResponse({person.id: tea})


@guarded_in_starlette(waiting_guard)
async def of_starlette(request: StarletteRequest, person: verify.Person) -> Response:
    return JSONResponse(person.id)


@fastapi_app.get("/orders/{tea}")
async def of_fastapi(person: SignedIn, tea: str) -> dict[str, str]:
    return {person.id: tea}


async def in_a_loop(request: StarletteRequest) -> str | None:
    person = await waiting_guard.verified_user(request)
    return person.id if person else (await waiting_guard.verify("a.b.c")).session_id


@flask_app.post("/told")
def told_to_flask() -> tuple[str, int]:
    return "", told.take(flask_request.headers, flask_request.stream.read)


def told_to_django(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=told.take(request.headers, request.read))


@fastapi_app.post("/told")
async def told_to_fastapi(request: StarletteRequest) -> Response:
    return Response(status_code=await waiting_told.take(request.headers, request.stream()))
