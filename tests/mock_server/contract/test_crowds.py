"""Many at once: guesses in parallel, and more slow connections than there are descriptors."""

import json
import resource
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from gotrue import ADA, sign_up
from people import WechatHalf
from raw import connect, exchange
from server import Api, RunningServer


def post_password(api, password: str, email: str = ADA["email"]):
    return api.send(
        "POST",
        "/auth/v1/token?grant_type=password",
        body={"email": email, "password": password},
    )


def test_fifty_guesses_at_once_are_no_more_than_ten_one_by_one(api):
    sign_up(api)
    with ThreadPoolExecutor(50) as crowd:
        answers = list(crowd.map(lambda n: post_password(api, f"wrong {n:010}"), range(50)))
    statuses = [answer.status for answer in answers]
    assert set(statuses) <= {400, 429}
    tried = statuses.count(400)
    assert 1 <= tried <= 10
    assert all(int(a.headers["retry-after"]) > 0 for a in answers if a.status == 429)
    # Not even the right one now, nor after those that were not tried.
    assert post_password(api, ADA["password"]).status == 429
    api.control("POST /clock/advance", 200, {"ms": 600_000})
    assert post_password(api, ADA["password"]).status == 200


def test_the_right_password_costs_nothing(api):
    sign_up(api)
    for _ in range(12):
        assert post_password(api, ADA["password"]).status == 200


def test_who_sends_many_passwords_keeps_nobody_else_waiting(api, running):
    """From another address one has to wait for what is in the queue at most, and that is short."""
    sign_up(api)
    body = json.dumps({"email": "eve@example.com", "password": "x" * 40}).encode()
    head = (
        "POST /auth/v1/signup HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    with ThreadPoolExecutor(60) as crowd:
        flood = [
            crowd.submit(exchange, running.url, head.encode() + body, "127.0.0.2")
            for _ in range(60)
        ]
        begun = time.monotonic()
        assert post_password(api, ADA["password"]).status == 200
        waited = time.monotonic() - begun
        answers = [future.result() for future in flood]
    refused = sum(b"HTTP/1.1 429" in answer for answer in answers)
    assert refused >= 40
    assert waited < 20  # sixteen of them, on a busy machine


SLOW = 1100
DESCRIPTORS = 1024


@pytest.fixture
def small_server(program, contract):
    """May have 1,024 descriptors and no more; whoever tests it has enough for all connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 2 * SLOW:
        pytest.skip("this machine lets nobody have so many descriptors")
    server = RunningServer(program, descriptors=DESCRIPTORS)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2 * SLOW), hard))
    yield Api(server.url, contract)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    server.stop()


def test_slow_connections_block_nobody(small_server):
    """Slowloris with more connections than the server can have, and people who come meanwhile."""
    slow = []
    try:
        for _ in range(SLOW):
            connection = connect(small_server.url)
            connection.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
            slow.append(connection)
        waits = []
        for _ in range(20):
            begun = time.monotonic()
            # With its own call to the fake WeChat, so two more connections each.
            WechatHalf.make(small_server).sign_in()
            waits.append(time.monotonic() - begun)
        assert max(waits) < 2, waits
        # From elsewhere nothing is to be noticed at all.
        head = b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        assert exchange(small_server.url, head, "127.0.0.2").startswith(b"HTTP/1.1 200")
    finally:
        for connection in slow:
            connection.close()


def test_one_address_takes_no_place_from_another(small_server):
    """Somebody elsewhere is in the middle of a request while the flood comes, and ends it."""
    patient = connect(small_server.url, "127.0.0.2")
    patient.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n")
    flood = []
    try:
        for _ in range(SLOW):
            flood.append(connect(small_server.url, "127.0.0.3"))
        patient.sendall(b"Connection: close\r\n\r\n")
        assert patient.recv(12) == b"HTTP/1.1 200"
    finally:
        for connection in [*flood, patient]:
            connection.close()
