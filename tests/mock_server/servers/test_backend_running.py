"""hufu-backend while it runs: health, metrics, logs, keys that are changed, and how it ends."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import threading
import time
from contextlib import closing

import pytest
from backend import ENVIRONMENT, SECRET, Backend, BackendGroup, backend_of, run
from group import Member, issue

from people import WebHalf, WechatHalf
from server import RunningServer
from test_binding import bind

OTHER = "Qz4mVt9sLw2kXb7nRc5yHg8dPf3jTa6eUi1o"
MINI = {"X-Platform": "miniprogram"}


@pytest.fixture
def fakes(program):
    server = RunningServer(program)
    yield server
    server.stop()


@pytest.fixture
def start(program, fakes, contract, tmp_path):
    """start(HUFU_SECRET=…): one on the same SQLite file, and what its clients call."""
    home = Member(fakes.url, contract, None)
    url = f"sqlite://{tmp_path}/hufu.db"
    run(backend_of(program), "--migrate", DATABASE_URL=url)
    running = []

    def begin(*flags: str, **environment: str):
        backend = Backend(backend_of(program), fakes.url, url, *flags, **environment)
        running.append(backend)
        return backend, Member(backend.url, contract, home)

    yield begin
    for backend in running:
        if backend.process.poll() is None:
            backend.stop()


def value(metrics: str, name: str) -> float:
    return float(re.search(rf"^{re.escape(name)} (\S+)$", metrics, re.MULTILINE)[1])


def test_health_and_metrics_have_a_port_of_their_own(start):
    backend, api = start()
    assert backend.operation("/healthz") == (200, '{"status":"ok"}')
    assert backend.operation("/readyz") == (200, '{"status":"ok"}')
    for path in ("/healthz", "/readyz", "/metrics"):
        assert api.send("GET", path).status == 404
    half = WechatHalf.make(api).sign_in().refresh()
    api.call("GET /api/user/profile", 200, headers=half.headers)
    api.send("GET", "/api/bindings/00000000-0000-4000-8000-000000000000", headers=half.headers)
    api.send("GET", "/made-up-by-somebody")
    status, metrics = backend.operation("/metrics")
    assert status == 200
    assert value(metrics, "hufu_sessions_made_total") == 1
    assert value(metrics, "hufu_refreshes_total") == 1
    assert value(metrics, "hufu_bindings_total") == 0
    assert value(metrics, "hufu_outbox_messages") == 0
    profile = 'method="GET",route="/api/user/profile"'
    assert value(metrics, f'hufu_http_requests_total{{{profile},status="200"}}') == 1
    assert value(metrics, f"hufu_http_request_duration_seconds_count{{{profile}}}") == 1
    assert value(metrics, f'hufu_http_request_duration_seconds_bucket{{{profile},le="+Inf"}}') == 1
    assert 'route="/api/bindings/{id}"' in metrics
    for private in ("made-up", "00000000-0000", half.openid, half.session["user"]["id"]):
        assert private not in metrics


@pytest.mark.skipif(not os.environ.get("HUFU_TEST_FULL"), reason="fetches 19 MB: with --full")
def test_promtool_takes_the_metrics(start, tmp_path):
    subprocess.run(["apt-get", "download", "prometheus"], cwd=tmp_path, check=True)
    (package,) = tmp_path.glob("prometheus_*.deb")
    subprocess.run(["dpkg-deb", "-x", str(package), str(tmp_path / "unpacked")], check=True)
    backend, api = start()
    WechatHalf.make(api).sign_in()
    checked = subprocess.run(
        [str(tmp_path / "unpacked/usr/bin/promtool"), "check", "metrics"],
        input=backend.operation("/metrics")[1],
        capture_output=True,
        text=True,
    )
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_readiness_follows_the_database(program, contract, postgres, database):
    group = BackendGroup(program, contract, postgres.url(database))
    try:
        group.add()
        backend = group.running[0]
        assert backend.operation("/readyz")[0] == 200
        postgres.halt("fast")
        try:
            assert backend.operation("/readyz") == (503, '{"status":"database"}')
            assert backend.operation("/healthz")[0] == 200
        finally:
            postgres.start()
        assert backend.operation("/readyz")[0] == 200
        postgres.query("INSERT INTO schema_version (version) VALUES (1000)", database)
        assert backend.operation("/readyz")[0] == 503
    finally:
        group.stop()


def test_keys_are_changed_without_anybody_signing_in_again(start):
    old, api = start()
    half = WechatHalf.make(api).sign_in()
    web = WebHalf.make(api)
    binding = issue(api, web, "wechat")
    first = api.call("GET /.well-known/jwks.json", 200).json()["keys"]
    assert len(first) == 1 and first[0]["alg"] == "ES256" and "d" not in first[0]
    old.stop()

    # The one to come is published before anything is signed with it.
    before, api = start(HUFU_OTHER_SECRET=OTHER)
    published = api.call("GET /.well-known/jwks.json", 200).json()["keys"]
    assert published[0] == first[0] and len(published) == 2
    before.stop()

    after, api = start(HUFU_SECRET=OTHER, HUFU_OTHER_SECRET=SECRET)
    half.api = web.api = api
    both = api.call("GET /.well-known/jwks.json", 200).json()["keys"]
    assert both == published[::-1]
    api.call("GET /api/user/profile", 200, headers=half.headers)
    body = {"bindCode": binding["bindCode"], "platform": "web"}
    api.call("POST /api/bind-account", 202, body=body, headers=half.headers)
    former = dict(half.session)
    half.refresh()
    after.stop()

    _, api = start(HUFU_SECRET=OTHER)
    half.api = api
    api.call("GET /api/user/profile", 200, headers=half.headers)
    half.refresh()
    gone = {"Authorization": f"Bearer {former['token']}", **MINI}
    api.call("GET /api/user/profile", 401, headers=gone)
    body = {"refreshToken": former["refreshToken"]}
    assert api.send("POST", "/api/auth/refresh", body=body, headers=MINI).status == 400


def in_background(work) -> tuple[threading.Thread, list]:
    results = []
    thread = threading.Thread(target=lambda: results.append(work()))
    thread.start()
    return thread, results


def test_it_ends_with_its_requests_answered(start, fakes, contract):
    """A sign-in that waits for WeChat is finished, so is what comes in two parts; a long poll is answered, who is idle is let go, and nobody comes in."""
    backend, api = start()
    home = Member(fakes.url, contract, None)
    web = WebHalf.make(api)
    binding = issue(api, web, "wechat")
    fields = web.headers
    host, port = backend.url.removeprefix("http://").split(":")
    idle, half_sent = (socket.create_connection((host, int(port)), timeout=10) for _ in range(2))
    half_sent.sendall(b"POST /api/wechat/login HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{")
    wait = f"/api/bindings/{binding['bindingId']}?wait=20"
    poll, polled = in_background(lambda: api.send("GET", wait, headers=fields))
    half = WechatHalf.make(api)
    body = {"code": half.code()["code"]}
    slow = {"route": "GET /wechat/sns/jscode2session", "delayMs": 700}
    home.control("POST /faults", 201, slow)
    login, logged_in = in_background(
        lambda: api.send("POST", "/api/wechat/login", body=body, headers=MINI)
    )
    end = time.monotonic() + 10
    while home.control("GET /faults")["faults"][0]["hits"] == 0:
        assert time.monotonic() < end
        time.sleep(0.01)
    begun = time.monotonic()
    backend.process.send_signal(signal.SIGTERM)
    assert idle.recv(1) == b""
    half_sent.sendall(b"}")
    assert half_sent.recv(12) == b"HTTP/1.1 400"
    poll.join()
    login.join()
    assert polled[0].status == 200 and polled[0].headers["connection"] == "close"
    assert polled[0].json()["state"] == "issued"
    assert logged_in[0].status == 200
    assert backend.process.wait(timeout=10) == 0
    assert time.monotonic() - begun < 8
    with pytest.raises(OSError):
        api.send("GET", "/.well-known/jwks.json")


def test_nothing_is_left_of_a_person_who_was_deleted(start, tmp_path):
    backend, api = start()
    half = WechatHalf.make(api, phoneNumber="13955550123").sign_in()
    web = WebHalf.make(api, email="gone@example.com")
    api.call("GET /api/user/profile", 200, headers=web.headers)
    body = {"nickname": "小黄"}
    api.call("PUT /api/user/profile", 200, body=body, headers=web.headers)
    bind(api, web, "wechat", half, "web")
    half.refresh()
    code = half.code("phone-codes")["code"]
    api.call("POST /api/user/phone", 200, body={"code": code}, headers=half.headers)
    profile = api.call("GET /api/user/profile", 200, headers=half.headers).json()
    issue(api, web, "wechat")
    personal = (half.openid, web.user_id, "13955550123", "gone@example.com", "小黄")
    before = rows_of(tmp_path / "hufu.db")
    assert all(any(each in row for rows in before.values() for row in rows) for each in personal)
    api.call("DELETE /api/user", 204, headers=half.headers)
    for table, rows in rows_of(tmp_path / "hufu.db").items():
        for row in rows:
            assert not any(each in row for each in personal), f"{table}: {row}"
            assert profile["id"] not in row or table == "audit", f"{table}: {row}"


def rows_of(file) -> dict[str, list[str]]:
    with closing(sqlite3.connect(file)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            table: [str(row) for row in database.execute(f"SELECT * FROM {table}")]
            for (table,) in tables
        }


def test_its_log_is_json_and_has_no_secret(start):
    backend, api = start()
    half = WechatHalf.make(api).sign_in()
    api.send("POST", "/api/wechat/login", body={"code": "canary-of-a-code"}, headers=MINI)
    backend.process.terminate()
    _, log = backend.process.communicate(timeout=10)
    lines = [json.loads(line) for line in log.splitlines()]
    assert len(lines) >= 2
    for line in lines:
        assert set(line) == {"time", "message"}
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", line["time"])
    secrets = [*ENVIRONMENT.values(), half.session["token"], half.session["refreshToken"]]
    for secret in [*secrets, half.openid, "canary-of-a-code"]:
        assert secret not in log
