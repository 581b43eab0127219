"""What the groups of the server share: its program, 64 connections of wrk, people of WeChat and what they do.

WeChat is played by a server of its own.
"""

import json
import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

HERE = Path(__file__).parent
THREADS, CONNECTIONS = 2, 64
SECONDS = int(os.environ.get("HUFU_BENCH_SECONDS", "5"))  # wrk takes whole ones
PEOPLE = 1000
ENVIRONMENT = {
    **os.environ,
    "WECHAT_APP_ID": "wx0000000000000001",
    "WECHAT_APP_SECRET": "fake-wechat-app-secret-for-tests",
}
ENVIRONMENT.pop("JWT_SECRET", None)


class Program:
    def __init__(self, *command: str, environment: dict = ENVIRONMENT):
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        self.url = re.fullmatch(r"listening (\S+)\n", self.process.stdout.readline())[1]

    def __enter__(self) -> "Program":
        return self

    def __exit__(self, *_) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)

    def resident_mib(self) -> float:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1024


def wrk(script: str, url: str, *arguments: str, seconds: int = SECONDS) -> dict:
    command = ["wrk", "-t", str(THREADS), "-c", str(CONNECTIONS), "-d", f"{seconds}s"]
    command += ["--timeout", "10s"]  # slow is not broken
    command += ["-s", str(HERE / "wrk" / script), url, "--", *arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    figures = json.loads(result.stdout.splitlines()[-1])
    figures["rps"] = figures["requests"] / figures["seconds"]
    print(script, arguments[-1][-20:], figures, file=sys.stderr)
    return figures


def require_clean(figures: dict, what: str) -> dict:
    bad = figures["refused"] + figures["broken"]
    assert bad == 0, f"{what}: {bad} of {figures['requests']} requests failed"
    return figures


def post(url: str, body: dict) -> dict:
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    return json.load(urllib.request.urlopen(request))


class Bench:
    def __init__(self, folder: Path, wechat: Program):
        self.folder, self.wechat = folder, wechat
        people = f"{wechat.url}/_control/wechat/people"
        ids = [post(people, {})["personId"] for _ in range(PEOPLE)]
        self.people = self.write("people", ids)

    def write(self, name: str, lines: list[str]) -> str:
        (self.folder / name).write_text("".join(f"{line}\n" for line in lines))
        return str(self.folder / name)

    def answers(self, name: str) -> list[dict]:
        parts = [self.folder / f"{name}{thread}" for thread in range(THREADS)]
        lines = [line for part in parts for line in part.read_text().splitlines()]
        return [json.loads(line) for line in lines if line.endswith("}")]

    def codes(self, seconds: int = SECONDS) -> str:
        """More than can be spent in a run as long as this one, for a login costs more; they live five minutes."""
        arguments = [self.people, str(THREADS), '{"personId":"', '"}', str(self.folder / "code")]
        url = f"{self.wechat.url}/_control/wechat/login-codes"
        require_clean(wrk("post.lua", url, *arguments, seconds=seconds), "codes")
        return self.write("codes", [answer["code"] for answer in self.answers("code")])

    def logins(self, server: Program, name: str) -> tuple[dict, list[dict]]:
        arguments = [self.codes(), str(THREADS), '{"code":"', '"}', str(self.folder / name)]
        figures = wrk("post.lua", f"{server.url}/api/wechat/login", *arguments)
        return require_clean(figures, "logins"), self.answers(name)

    def profiles(self, server: Program, sessions: list[dict]) -> dict:
        tokens = self.write("tokens", [session["token"] for session in sessions[:10_000]])
        url = f"{server.url}/api/user/profile"
        wrk("profile.lua", url, tokens, str(THREADS), seconds=1)
        return require_clean(wrk("profile.lua", url, tokens, str(THREADS)), "profiles")

    def refreshes(self, server: Program, sessions: list[dict]) -> dict:
        tokens = self.write("refresh", [session["refreshToken"] for session in sessions])
        arguments = [tokens, str(THREADS)]
        url = f"{server.url}/api/auth/refresh"
        return require_clean(wrk("refresh.lua", url, *arguments), "refreshes")


def row(
    name: str,
    value: float,
    unit: str,
    goal: str,
    peer: str = "",
    beside: float | None = None,
    group: str = "server",
) -> None:
    figures = {"name": f"{group}.{name}", "value": round(value, 2), "unit": unit, "goal": goal}
    if beside:
        beside = round(beside, 1)
        figures |= {"peer": peer, "peer_value": beside, "ratio": round(value / beside, 3)}
    print(json.dumps(figures), flush=True)
