"""Requests that two servers in a row could read differently (RFC 9112), and web pages that reach for the control surface."""

import pytest

from raw import exchange, status_of

INNER = b"POST /_control/reset HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"


def message(start: str, *fields: str) -> bytes:
    return "\r\n".join([start, *fields, "", ""]).encode()


@pytest.mark.parametrize(
    "coding",
    [
        "identity",
        "gzip",
        "chunked, gzip",
        "chunked, identity",
        "chunked, chunked",
        "xchunked",
        "chunkedx",
        '"chunked"',
        "chunked;q=1",
        "",
    ],
)
def test_a_length_that_nobody_can_know_ends_the_connection(api, running, coding):
    """What follows would be a request of its own to us, and a body to whoever stands before us."""
    head = message(
        "POST /api/auth/refresh HTTP/1.1",
        "Host: localhost",
        "X-Platform: web",
        f"Transfer-Encoding: {coding}",
    )
    before = api.control("GET /audit")
    answer = exchange(running.url, head + INNER)
    assert status_of(answer) == 400
    assert answer.count(b"HTTP/1.1 ") == 1, "the second request was answered"
    assert not answer.endswith(b"(still open)")
    assert api.control("GET /audit") == before


def test_a_coding_that_is_not_spoken_here(api, running):
    head = message(
        "POST /api/auth/refresh HTTP/1.1", "Host: localhost", "Transfer-Encoding: gzip, chunked"
    )
    answer = exchange(running.url, head + b"0\r\n\r\n" + INNER)
    assert status_of(answer) == 501
    assert answer.count(b"HTTP/1.1 ") == 1


def test_chunks_are_read_as_ever(api, running):
    head = message(
        "POST /api/auth/refresh HTTP/1.1",
        "Host: localhost",
        "X-Platform: web",
        "Content-Type: application/json",
        "Connection: close",
        "Transfer-Encoding: Chunked",
    )
    answer = exchange(running.url, head + b"2\r\n{}\r\n0\r\n\r\n")
    assert status_of(answer) == 400
    assert b"refreshToken" in answer


def test_chunks_over_the_older_protocol(api, running):
    head = message(
        "POST /api/auth/refresh HTTP/1.0", "Host: localhost", "Transfer-Encoding: chunked"
    )
    answer = exchange(running.url, head + b"0\r\n\r\n" + INNER)
    assert status_of(answer) == 400
    assert answer.count(b"HTTP/1.1 ") == 1


def test_who_is_asked_has_to_be_said(api, running):
    keep = "Connection: close"
    path = "GET /openapi.json HTTP/1.1"
    assert status_of(exchange(running.url, message(path, keep))) == 400
    assert status_of(exchange(running.url, message(path, "Host: a", "Host: a", keep))) == 400
    assert status_of(exchange(running.url, message(path, "Host: a/b", keep))) == 400
    assert status_of(exchange(running.url, message(path, "Host: me@a", keep))) == 400
    assert status_of(exchange(running.url, message(path, "Host: a", keep))) == 200
    assert status_of(exchange(running.url, message("GET /openapi.json HTTP/1.0", keep))) == 200


@pytest.mark.parametrize(
    "target, status",
    [
        ("http://localhost/openapi.json", 200),
        ("HTTP://localhost:80/openapi.json?x=1", 200),
        ("http://localhost", 404),
        ("http://localhost?x=1", 404),
        ("http:///openapi.json", 400),
        ("http://me@localhost/openapi.json", 400),
        ("ftp://localhost/openapi.json", 400),
        ("openapi.json", 400),
    ],
)
def test_targets_as_clients_send_them_to_proxies(api, running, target, status):
    request = message(f"GET {target} HTTP/1.1", "Host: elsewhere", "Connection: close")
    assert status_of(exchange(running.url, request)) == status


REBOUND = [
    "127.0.0.1.evil.example",
    "127.evil.example",
    "127.0.0.1.evil.example:8787",
    "localhost.evil.example",
    "localhost.",
    "127.0.0.1.",
    "128.0.0.1",
    "[::2]",
    "evil.example",
]


@pytest.mark.parametrize("host", REBOUND)
def test_names_that_were_made_to_point_here_control_nothing(api, running, host):
    """DNS rebinding: the page's own name leads to this machine, so its requests are same-origin and ask nobody."""
    ask = "GET /_control/clock HTTP/1.1"
    close = "Connection: close"
    assert status_of(exchange(running.url, message(ask, f"Host: {host}", close))) == 403
    origin = f"Origin: http://{host}"
    assert status_of(exchange(running.url, message(ask, "Host: localhost", origin, close))) == 403
    # The target's host is the one that counts.
    absolute = f"GET http://{host}/_control/clock HTTP/1.1"
    assert status_of(exchange(running.url, message(absolute, "Host: localhost", close))) == 403


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3:8787", "[::1]:8787"])
def test_this_machine_controls(api, running, host):
    request = message("GET /_control/clock HTTP/1.1", f"Host: {host}", "Connection: close")
    assert status_of(exchange(running.url, request)) == 200
