"""The mock server, and what tests ask of its control surface."""

import json
import subprocess
import urllib.request


class Server:
    """Runs for as long as its `with`."""

    def __init__(self, program: str, *flags: str):
        self._process = subprocess.Popen(
            [program, "--port", "0", "--control", "--exit-with-stdin", "--limits", "off", *flags],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.url = self._process.stdout.readline().split()[1]

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_) -> None:
        self._process.terminate()
        self._process.wait(timeout=30)
        self._process.stdin.close()
        self._process.stdout.close()

    def control(self, method: str, path: str, **body):
        """A call below `/_control`; gives its JSON."""
        return self._send(method, "/_control" + path, body)

    def ask(self, path: str, **body):
        """A POST to the server itself, as another program sends it; gives its JSON."""
        return self._send("POST", path, body)

    def _send(self, method: str, path: str, body: dict):
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=json.dumps(body).encode() if method != "GET" else None,
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def reset(self) -> None:
        self.control("POST", "/reset")

    def add_person(self, nickname: str = "Ann") -> str:
        """Somebody with WeChat; gives their id."""
        return self.control("POST", "/wechat/people", nickname=nickname)["personId"]

    def code_of(self, person: str) -> str:
        """What `wx.login` gives on that person's phone."""
        return self.control("POST", "/wechat/login-codes", personId=person)["code"]

    def pass_time(self, minutes: float) -> None:
        self.control("POST", "/clock/advance", ms=minutes * 60_000)

    def fault(self, route: str, **what) -> None:
        self.control("POST", "/faults", route=route, **what)

    def count(self, route: str) -> int:
        """How many requests of that route have come."""
        return self.control("GET", "/counters")["routes"].get(route, {}).get("requests", 0)
