"""`lookup` against a stub of the backend: who somebody is, and what is an outage."""

import asyncio
import json
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from hufu_auth.verify import AsyncGuard, Guard, Refused, fetch, lookup, mini_login

from issuers import SECRET, refusal_of, signed
from serving import serving

KEY = "the-key-of-this-server"


class Backend(ThreadingHTTPServer):
    """Knows these people, and what it was asked."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Asked)
        self.url = ""
        self.people = {"8": {"id": "p8", "ids": ["p8", "old"]}}
        self.asked: list = []
        self.answer: tuple = ()


class Asked(BaseHTTPRequestHandler):
    server: Backend

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        line = f"{self.command} {self.path}"
        self.server.asked.append((line, self.headers["Authorization"], body))
        person = self.server.people.get(body["subject"])
        status, text = self.server.answer or (200, json.dumps({"person": person}))
        self.send_response(status)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()
        self.wfile.write(text.encode())

    do_GET = do_POST

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def backend():
    server = Backend()
    with serving(server) as server.url:
        yield server


def guard_of(url: str, kind=Guard, **options):
    resolve = lookup(url + "/", KEY, **options)
    return kind([mini_login(secret=SECRET)], resolve=resolve)


def test_the_backend_says_who_it_is_in_a_body_and_once(backend):
    """G12"""
    guard = guard_of(backend.url)
    for _ in range(3):
        assert guard.verify(signed({"id": 8})).ids == ("p8", "old")
    body = {"issuer": "mini_login", "subject": "8"}
    assert backend.asked == [("POST /api/people/lookup", f"Bearer {KEY}", body)]
    assert refusal_of(guard, signed({"id": 9})).reason == "unknown_person"


def test_in_an_event_loop_too(backend):
    """G12: asked in a thread, so that the loop goes on, and once for all tasks."""

    async def main():
        guard, token = guard_of(backend.url, AsyncGuard), signed({"id": 8})
        return await asyncio.gather(*(guard.verify(token) for _ in range(8)))

    assert [person.id for person in asyncio.run(main())] == ["p8"] * 8
    assert len(backend.asked) == 1


def test_by_a_client_of_the_applications_own(backend):
    with httpx.Client() as client:
        assert guard_of(backend.url, post=client.post).verify(signed({"id": 8})).id == "p8"

    async def main():
        async with httpx.AsyncClient() as client:
            with pytest.raises(ValueError, match="no coroutine"):
                guard_of(backend.url, post=client.post)
            guard = guard_of(backend.url, AsyncGuard, post=client.post)
            return await guard.verify(signed({"id": 8}))

    assert asyncio.run(main()).id == "p8"


ODD = {
    "not this server": (401, ""),
    "an older backend": (404, ""),
    "a fault": (500, ""),
    "elsewhere": (302, ""),
    "a page": (200, "<html>"),
    "nothing": (200, "{}"),
    "a list": (200, "[]"),
    "too much": (200, json.dumps({"person": {"id": "p8", "ids": []}, "x": "x" * fetch.MOST_BYTES})),
    "a person who is none": (200, '{"person":"p8"}'),
    "no ids": (200, '{"person":{"id":"p8"}}'),
    "a number": (200, '{"person":{"id":8,"ids":[]}}'),
    "no name": (200, '{"person":{"id":"","ids":[]}}'),
    "a number among them": (200, '{"person":{"id":"p8","ids":[8]}}'),
    "too deep": (200, "[" * 100_000),
}


def printed(refused: Refused) -> str:
    """With all variables of all functions, as those who collect errors print it."""
    told = traceback.TracebackException.from_exception(refused, capture_locals=True)
    return "".join(told.format())


@pytest.mark.parametrize("odd", ODD)
def test_a_backend_that_refuses_or_says_something_else_is_an_outage(backend, odd):
    """G6, G12"""
    backend.answer = ODD[odd]
    refused = refusal_of(guard_of(backend.url), signed({"id": 8}))
    assert (refused.status, refused.reason) == (503, "backend_unavailable")
    assert len(backend.asked) == 1
    assert KEY not in printed(refused)


def test_a_backend_that_is_away_is_an_outage_and_no_variable_has_the_key():
    """G6, G12"""

    def resets(url, *, json, headers):
        raise ConnectionResetError("while it was sent")

    async def resets_later(url, *, json, headers):
        resets(url, json=json, headers=headers)

    for guard in (
        guard_of("http://127.0.0.1:1"),
        guard_of("https://a.example", post=resets),
        guard_of("https://a.example", AsyncGuard, post=resets_later),
    ):
        refused = refusal_of(guard, signed({"id": 8}))
        assert (refused.status, refused.headers["Retry-After"]) == (503, "1")
        text = printed(refused)
        assert "in resolve" in text and "identity = " in text and "Connection" in text
        assert KEY not in text


@pytest.mark.parametrize(
    "url, key",
    [
        ("http://api.example.com", KEY),
        ("https://api.example.com", ""),
        ("https://api.example.com", "a key\r\nX-Admin: 1"),
        ("https://api.example.com", "钥匙"),
    ],
)
def test_a_lookup_that_could_tell_the_key_does_not_start(url, key):
    with pytest.raises(ValueError):
        lookup(url, key)
