"""The group `server` of ./dev bench: one server on 2 cores, 64 connections of wrk, and an Express peer beside it; a sign-in
by code beside one by WeChat.

Usage: server.py PROGRAM > ROWS
"""

import sys
import tempfile
import time
from pathlib import Path

from code_sign_in import measure_code_sign_in
from load import ENVIRONMENT, HERE, Bench, Program, row

PEER = "Express 5 + jsonwebtoken + better-sqlite3 12"


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


def main(program: str) -> None:
    flags = ["--port", "0", "--limits", "off", "--control"]
    with tempfile.TemporaryDirectory(prefix="hufu-bench-") as folder:
        with Program(program, *flags) as wechat:
            bench = Bench(Path(folder), wechat)
            ours = measure_ours(bench, program)
            time.sleep(0.5)
            peer = measure_peer(bench)
            measure_code_sign_in(bench, program)
    reads, logins = peer["profile"]["rps"], peer["login"]["rps"]
    row("profile_rps", ours["profile"]["rps"], "1/s", ">=10000", PEER, reads)
    row("profile_ratio", ours["profile"]["rps"] / reads, "x", ">=3.5")
    row("login_rps", ours["login"]["rps"], "1/s", ">=2000", PEER, logins)
    row("login_ratio", ours["login"]["rps"] / logins, "x", ">=1.8")
    row("refresh_rps", ours["refresh"]["rps"], "1/s", ">=3000")
    row("profile_p99_ms", ours["profile"]["p99_ms"], "ms", "<50", PEER, peer["profile"]["p99_ms"])
    row("rss_mib", ours["rss"], "MiB", "<80")


if __name__ == "__main__":
    main(sys.argv[1])
