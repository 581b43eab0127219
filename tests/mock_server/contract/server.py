"""Starts the built server and sends requests to it, each of them checked against the contract."""

import http.client
import json
import os
import re
import resource
import subprocess
import time
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from contract import Answer, Contract

ROOT = Path(__file__).parents[3]

# By which applications' servers are known; what HUFU_SERVER_KEYS says of them.
ASKING_KEY = "the-key-of-an-application-s-own-server"
TELLING_KEY = "another-key-of-an-application-s-server"
SERVER_KEYS = f"introspect,resolve:{ASKING_KEY} people:{TELLING_KEY}"


def newest_server() -> Path:
    built = list((ROOT / "build").glob("**/hufu-mock-server"))
    assert built, "no hufu-mock-server under build/: build it first, or say --server"
    return max(built, key=lambda path: path.stat().st_mtime)


def limit_descriptors(count: int) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (count, count))


class RunningServer:
    """A server of its own on a free port, with the control surface unless not wanted; its database is in memory if nothing else is said."""

    def __init__(
        self,
        program: Path,
        *flags: str,
        database: str = "sqlite://:memory:",
        environment: dict | None = None,
        control: bool = True,
        descriptors: int | None = None,
    ):
        command = [
            str(program),
            "--port",
            "0",
            *(["--control"] if control else []),
            "--database",
            database,
            *flags,
        ]
        begun = time.monotonic()
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=None if environment is None else {**os.environ, **environment},
            preexec_fn=None if descriptors is None else lambda: limit_descriptors(descriptors),
        )
        line = self.process.stdout.readline()
        self.ready_after_s = time.monotonic() - begun
        match = re.fullmatch(r"listening (http://127\.0\.0\.1:\d+)\n", line)
        assert match, (
            f"the first line is {line!r}; {self.process.stderr.read() if not line else ''}"
        )
        self.url = match[1]
        # With a shared secret there is no pair of keys, and nothing to publish.
        self.publishes_keys = "JWT_SECRET" not in (environment or {})

    def stop(self) -> int:
        self.process.terminate()
        return self._end()

    def kill(self) -> None:
        """-9: no farewell."""
        self.process.kill()
        self._end()

    def _end(self) -> int:
        status = self.process.wait(timeout=10)
        self.process.stdout.close()
        self.process.stderr.close()
        return status


class Api:
    """One request at a time; `call` names the route as the OpenAPI file does."""

    def __init__(self, url: str, contract: Contract):
        self.url = url
        self.contract = contract
        self._authority = urlsplit(url).netloc

    def call(
        self,
        name: str,
        expect: int,
        *,
        body=None,
        query=None,
        headers=None,
        proper=True,
        raw=None,
        **path,
    ) -> Answer:
        """`proper=False`: the body is bad on purpose. `raw`: bytes instead of JSON. `path`: the route's parameters."""
        method, pattern = name.split(" ")
        if proper and raw is None and body is not None:
            self.contract.check_request(method, pattern, body)
        target = re.sub(r"\{(\w+)\}", lambda match: quote(path[match[1]], safe=""), pattern)
        if query:
            target += "?" + urlencode(query)
        answer = self.send(method, target, body=body, headers=headers, raw=raw)
        self.contract.check(method, pattern, answer)
        assert answer.status == expect, (
            f"{name} → {answer.status} instead of {expect}: {answer.content[:300]!r}"
        )
        return answer

    def send(self, method: str, target: str, *, body=None, headers=None, raw=None) -> Answer:
        fields = dict(headers or {})
        content = raw
        if content is None and body is not None:
            content = json.dumps(body).encode()
            fields.setdefault("Content-Type", "application/json")
        connection = http.client.HTTPConnection(self._authority, timeout=30)
        try:
            connection.request(method, target, body=content, headers=fields)
            response = connection.getresponse()
            names = {key.lower(): value for key, value in response.getheaders()}
            return Answer(response.status, names, response.read())
        finally:
            connection.close()

    def control(self, name: str, expect: int = 200, body=None, **more):
        """A control call, by its path below /_control; answers the JSON or nothing."""
        method, path = name.split(" ")
        answer = self.call(f"{method} /_control{path}", expect, body=body, **more)
        return answer.json() if answer.content else None
