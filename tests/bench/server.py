"""The group `server` of ./dev bench: one server on 2 cores, 64 connections of wrk, and an Express peer beside it.

Usage: server.py PROGRAM > ROWS. WeChat is played by a server of its own, the same for both.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).parent
THREADS, CONNECTIONS = 2, 64
SECONDS = int(os.environ.get("HUFU_BENCH_SECONDS", "5"))  # wrk takes whole ones
PEOPLE = 1000
PEER = "Express 5 + jsonwebtoken + better-sqlite3 12"
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

    def codes(self) -> str:
        """More than can be spent in a run as long as this one, for a login costs more; they live five minutes."""
        arguments = [self.people, str(THREADS), '{"personId":"', '"}', str(self.folder / "code")]
        url = f"{self.wechat.url}/_control/wechat/login-codes"
        require_clean(wrk("post.lua", url, *arguments, seconds=SECONDS), "codes")
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


def measure_ours(bench: Bench, program: str) -> dict:
    flags = ["--port", "0", "--limits", "off", "--wechat-base-url", f"{bench.wechat.url}/wechat"]
    database = f"sqlite://{bench.folder}/hufu.db"
    with Program(program, *flags, "--database", database) as server:
        login, sessions = bench.logins(server, "ours")
        while len(sessions) < 10_000:
            sessions += bench.logins(server, "ours")[1]
        profile = bench.profiles(server, sessions)
        refresh = bench.refreshes(server, sessions)
        return {
            "login": login,
            "profile": profile,
            "refresh": refresh,
            "rss": server.resident_mib(),
        }


def measure_peer(bench: Bench) -> dict:
    secret = {"JWT_SECRET": "a secret of at least 32 bytes for the peer", "NODE_ENV": "production"}
    command = ["node", str(HERE / "express" / "server.mjs"), f"{bench.folder}/peer.db"]
    with Program(
        *command, f"{bench.wechat.url}/wechat", environment=ENVIRONMENT | secret
    ) as server:
        login, sessions = bench.logins(server, "peer")
        return {"login": login, "profile": bench.profiles(server, sessions)}


def row(name: str, value: float, unit: str, goal: str, peer_value: float | None = None) -> None:
    peer = PEER if peer_value is not None else None
    ratio = round(value / peer_value, 3) if peer_value else None
    figures = {"name": f"server.{name}", "value": round(value, 2), "unit": unit, "goal": goal}
    print(json.dumps({**figures, "peer": peer, "peer_value": peer_value, "ratio": ratio}))


def main(program: str) -> None:
    flags = ["--port", "0", "--limits", "off", "--control"]
    with tempfile.TemporaryDirectory(prefix="hufu-bench-") as folder:
        with Program(program, *flags) as wechat:
            bench = Bench(Path(folder), wechat)
            ours = measure_ours(bench, program)
            time.sleep(0.5)
            peer = measure_peer(bench)
    reads = round(peer["profile"]["rps"], 1)
    logins = round(peer["login"]["rps"], 1)
    row("profile_rps", ours["profile"]["rps"], "1/s", ">=10000", reads)
    row("profile_ratio", ours["profile"]["rps"] / reads, "x", ">=3.5")
    row("login_rps", ours["login"]["rps"], "1/s", ">=2000", logins)
    row("login_ratio", ours["login"]["rps"] / logins, "x", ">=1.8")
    row("refresh_rps", ours["refresh"]["rps"], "1/s", ">=3000")
    row("profile_p99_ms", ours["profile"]["p99_ms"], "ms", "<50", peer["profile"]["p99_ms"])
    row("rss_mib", ours["rss"], "MiB", "<80")


if __name__ == "__main__":
    main(sys.argv[1])
