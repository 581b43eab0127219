"""What the server keeps in memory after 10,000 logins, with 1,000 connections that wait and 500 that are made to."""

import json
import resource
import socket
import urllib.request
from urllib.parse import urlparse

from load import Bench, Program, row

LOGINS, KEPT, HELD = 10_000, 1_000, 500


def call(server: Program, session: dict, method: str, path: str, body: dict) -> dict:
    headers = {"Authorization": f"Bearer {session['token']}", "X-Platform": "miniprogram"}
    headers["Content-Type"] = "application/json"
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(server.url + path, data, headers, method=method)
    return json.load(urllib.request.urlopen(request))


class Visitor:
    """A connection that asks once and stays."""

    def __init__(self, server: Program, session: dict, path: str):
        address = urlparse(server.url)
        self.socket = socket.create_connection((address.hostname, address.port))
        lines = [f"GET {path} HTTP/1.1", f"Host: {address.netloc}", "X-Platform: miniprogram"]
        lines.append(f"Authorization: Bearer {session['token']}")
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())

    def is_answered(self) -> bool:
        return self.socket.recv(15) == b"HTTP/1.1 200 OK"

    def has_to_wait(self) -> bool:
        self.socket.setblocking(False)
        try:
            self.socket.recv(1)
        except BlockingIOError:
            return True
        return False


def watched(server: Program, session: dict) -> str:
    issued = call(server, session, "POST", "/api/bind-codes", {"target": "web"})
    return f"/api/bindings/{issued['bindingId']}?wait=20"


def measure_memory(bench: Bench, program: str) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    flags = ["--port", "0", "--limits", "off", "--wechat-base-url", f"{bench.wechat.url}/wechat"]
    with Program(program, *flags, "--database", f"sqlite://{bench.folder}/memory.db") as server:
        sessions: list[dict] = []
        while len(sessions) < LOGINS:
            sessions += bench.logins(server, "memory")[1]
        # A person has one code at a time: as many people as polls.
        owners = list({session["user"]["id"]: session for session in sessions}.values())[:HELD]
        paths = [watched(server, owner) for owner in owners]
        kept = [Visitor(server, sessions[0], "/api/user/profile") for _ in range(KEPT)]
        assert all(visitor.is_answered() for visitor in kept)
        held = [Visitor(server, *each) for each in zip(owners, paths, strict=True)]
        call(server, sessions[0], "GET", "/api/user/profile", {})  # all have been heard by now
        assert len(held) == HELD and all(visitor.has_to_wait() for visitor in held)
        row("memory", server.resident_mib(), "MiB", "<=60")
        for visitor in kept + held:
            visitor.socket.close()
