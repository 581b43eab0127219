"""The program at its start: what it says, what it refuses, and what it leaves in files."""

import os
import re
import socket
import stat
import subprocess

import pytest

from people import CLERK_SECRET, WEBSITE_APP, WECHAT_APP
from raw import exchange
from server import Api, RunningServer

UPSTREAMS = [
    "--wechat-base-url",
    "https://api.weixin.qq.com",
    "--clerk-issuer",
    "https://clerk.example.com",
]


def run(program, *flags: str, environment: dict | None = None) -> subprocess.CompletedProcess:
    """Of a start that fails, or of one that ends by itself: its standard input is over at once."""
    return subprocess.run(
        [program, *([] if "--port" in flags else ["--port", "0"]), "--exit-with-stdin", *flags],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        env={**os.environ, **(environment or {})},
    )


def refusal(program, status: int, *flags: str) -> str:
    done = run(program, *flags)
    assert done.returncode == status, done
    assert done.stderr.count("\n") == 1, "a sentence, and no trace"
    assert done.stdout == ""
    return done.stderr


def mode_of(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_port_in_use_is_a_sentence(program):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        said = refusal(program, 3, "--port", port)
    assert port in said
    assert "--port" in said
    assert "in use" in said


@pytest.mark.parametrize("host", ["localhost.example", "192.0.2.1", "127.0.0.1:80", ""])
def test_an_address_that_is_not_ours_is_a_sentence(program, host):
    assert "--host" in refusal(program, 2, "--host", host, *UPSTREAMS)


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_fakes_are_for_this_machine(program, host):
    said = refusal(program, 2, "--host", host)
    assert "--i-know" in said
    assert "--i-know" in refusal(program, 2, "--host", host, *UPSTREAMS[:2])
    for allowed in (UPSTREAMS, ["--i-know"]):
        done = run(program, "--host", host, *allowed)
        assert done.returncode == 0, done
        assert re.fullmatch(r"listening http://\S+\n", done.stdout)
    # Nothing makes control somebody else's.
    assert "--control" in refusal(program, 2, "--host", host, "--control", "--i-know")


def test_proxies_are_networks(program):
    for none in ("everybody", "10.0.0.0/33", "10.0.0", "::/129"):
        assert none in refusal(program, 2, "--trusted-proxy", none)


def test_the_secrets_of_the_fakes_are_said(program):
    secrets = [
        WECHAT_APP["appid"],
        WECHAT_APP["secret"],
        WEBSITE_APP["appid"],
        WEBSITE_APP["secret"],
        CLERK_SECRET["Authorization"].removeprefix("Bearer "),
    ]
    said = run(program).stderr
    helped = run(program, "--help").stdout
    for secret in secrets:
        assert secret in said
        assert secret in helped
    assert not any(secret in run(program, *UPSTREAMS).stderr for secret in secrets)


def test_ones_own_secrets_are_not_said(program):
    own = {
        "WECHAT_APP_SECRET": "a-canary-of-wechat",
        "WECHAT_WEBSITE_APP_SECRET": "a-canary-of-the-website",
        "CLERK_SECRET_KEY": "sk_live_a-canary-of-clerk",
    }
    done = run(program, environment=own)
    assert "canary" not in done.stdout + done.stderr
    assert "WECHAT_APP_SECRET" in done.stderr


def test_what_is_kept_is_nobody_elses_to_read(program, contract, tmp_path):
    """Also where the file was there before, as others could read it; and whatever the umask says."""
    database, record = tmp_path / "hufu.db", tmp_path / "record.jsonl"
    for existing in (database, record):
        existing.touch()
        existing.chmod(0o644)
    before = os.umask(0)
    try:
        server = RunningServer(program, "--record", str(record), database=f"sqlite://{database}")
    finally:
        os.umask(before)
    Api(server.url, contract).control("POST /reset", 204)
    kept = sorted(tmp_path.iterdir())
    assert len(kept) >= 4
    assert {path.name: oct(mode_of(path)) for path in kept} == {
        path.name: oct(0o600) for path in kept
    }
    server.stop()


def test_behind_a_proxy_people_have_addresses_of_their_own(program, contract):
    """Limits are by address; the proxy's word counts, a client's own does not."""
    server = RunningServer(program, "--trusted-proxy", "127.0.0.2/31")
    api = Api(server.url, contract)

    def starts(source: str, forwarded: str) -> int:
        body = b"client_id=hufu-cli"
        head = (
            "POST /oauth/device_authorization HTTP/1.1\r\nHost: localhost\r\nX-Platform: desktop\r\n"
            f"X-Forwarded-For: {forwarded}\r\nConnection: close\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return int(exchange(server.url, head.encode() + body, source).split(b" ")[1])

    # 127.0.0.1 is no proxy: it has one budget, whatever it says it is.
    assert [starts("127.0.0.1", f"203.0.113.{n}") for n in range(61)] == [200] * 60 + [429]
    # Through the proxies: each client its own budget, by the last entry that is no proxy of ours.
    assert starts("127.0.0.3", "203.0.113.7") == 200
    assert [starts("127.0.0.2", f"192.0.2.{n}, 203.0.113.9, 127.0.0.3") for n in range(61)] == (
        [200] * 60 + [429]
    )
    assert starts("127.0.0.2", "203.0.113.10:4711") == 200
    assert starts("127.0.0.2", "[2001:db8::7]:4711") == 200
    # Nobody behind a proxy is this machine.
    forwarded = "GET /_control/clock HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.7\r\nConnection: close\r\n\r\n"
    assert b" 403 " in exchange(server.url, forwarded.encode(), "127.0.0.2")
    api.control("GET /clock")
    server.stop()
