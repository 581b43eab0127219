"""A mock server of a test's own, and what it has seen."""

import json
import re
import subprocess
import urllib.request


class MockServer:
    def __init__(self, program: str, *flags: str):
        command = [program, "--port", "0", "--control", *flags]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        match = re.fullmatch(r"listening (http://127\.0\.0\.1:\d+)\n", line)
        assert match, f"the first line is {line!r}"
        self.url = match[1]

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)
        self.process.stdout.close()

    def control(self, method: str, path: str, body: dict | None = None) -> dict:
        request = urllib.request.Request(
            f"{self.url}/_control{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def login_code(self) -> str:
        """What wx.login would give somebody new."""
        person = self.control("POST", "/wechat/people", {})
        wish = {"personId": person["personId"]}
        return self.control("POST", "/wechat/login-codes", wish)["code"]

    def audit(self) -> list[dict]:
        """All events so far: `event`, `atMs` and more."""
        events, after = [], 0
        while entries := self.control("GET", f"/audit?after={after}&limit=1000")["entries"]:
            events += entries
            after = entries[-1]["number"]
        return events

    def statuses(self, route: str) -> dict[str, int]:
        """How often the route was answered with each status."""
        routes = self.control("GET", "/counters")["routes"]
        return routes.get(route, {}).get("statuses", {})
