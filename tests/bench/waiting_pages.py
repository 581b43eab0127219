"""Pages that wait for their sign-in: each asks again when its wait is over, as pages do."""

import json
import selectors
import socket
import threading
import urllib.request
from urllib.parse import urlencode, urlsplit

from load import Program

HEADERS = {"X-Platform": "web", "Content-Type": "application/x-www-form-urlencoded"}
LONGEST_S = 20


def post_form(url: str, fields: dict) -> dict:
    request = urllib.request.Request(url, urlencode(fields).encode(), HEADERS)
    return json.load(urllib.request.urlopen(request))


def begin_sign_in(server: Program) -> dict:
    return post_form(f"{server.url}/oauth/device_authorization", {"client_id": "bench"})


def question(server: Program, device_code: str, since: str, wait: int) -> bytes:
    body = urlencode({"device_code": device_code, "since": since, "wait": wait})
    lines = ["POST /oauth/device_state HTTP/1.1", f"Host: {urlsplit(server.url).netloc}"]
    lines += [f"{name}: {value}" for name, value in HEADERS.items()]
    lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def connection_to(server: Program, home: int = 1) -> socket.socket:
    """From 127.0.0.HOME: of one address there are never more than half of all connections."""
    address = urlsplit(server.url)
    whence = (f"127.0.0.{home}", 0)
    return socket.create_connection((address.hostname, address.port), source_address=whence)


class WaitingPages:
    """They wait from `with` to its end, on a thread; their first waits end one after the other."""

    def __init__(self, server: Program, count: int):
        self.server = server
        self.codes = [begin_sign_in(server)["device_code"] for _ in range(count)]
        self.wrong: list[bytes] = []
        self.answered = 0

    def __enter__(self) -> "WaitingPages":
        self.selector = selectors.DefaultSelector()
        for index, code in enumerate(self.codes):
            page = connection_to(self.server, 2 + index % 100)
            page.sendall(question(self.server, code, "pending", 1 + index % LONGEST_S))
            self.selector.register(page, selectors.EVENT_READ, code)
        self.is_over = False
        self.thread = threading.Thread(target=self._ask_again)
        self.thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.is_over = True
        self.thread.join()
        for key in list(self.selector.get_map().values()):
            key.fileobj.close()
        self.selector.close()
        assert not self.wrong, self.wrong[0]

    def _ask_again(self) -> None:
        while not self.is_over:
            for key, _ in self.selector.select(timeout=0.2):
                answer = key.fileobj.recv(4096)
                if not answer.startswith(b"HTTP/1.1 200") or b'"pending"' not in answer:
                    self.wrong.append(answer)
                    self.selector.unregister(key.fileobj)
                    continue
                self.answered += 1
                key.fileobj.sendall(question(self.server, key.data, "pending", LONGEST_S))
