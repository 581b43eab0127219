"""The group `backend` of ./dev bench: the server on PostgreSQL, an Express peer on the same one, its cost as people
grow, and its memory. Server, database and wrk share 2 cores.

Usage: backend.py PROGRAM > ROWS
HUFU_BENCH_FULL=1 (--full): a million people in the end, else a hundred thousand.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from growth import measure_growth
from load import ENVIRONMENT, HERE, Bench, Program, row
from memory import measure_memory

sys.path.append(str(HERE.parent / "mock_server"))
from postgres import Postgres  # noqa: E402

PEER = "Express 5 + jsonwebtoken + pg 8"
SECRET = {"JWT_SECRET": "a secret of at least 32 bytes for both", "NODE_ENV": "production"}
# As in production but for the disk, which is everybody's: a commit that waits for it says nothing of us.
SETTINGS = {"fsync": "off", "log_statement": "none", "shared_buffers": "1GB", "max_wal_size": "4GB"}


def figures_of(bench: Bench, server: Program, name: str) -> dict:
    login, sessions = bench.logins(server, name)
    figures = {"login": login, "profile": bench.profiles(server, sessions)}
    if "refreshToken" in sessions[0]:
        figures["refresh"] = bench.refreshes(server, sessions)
    return figures


def measure_ours(bench: Bench, program: str, database: str) -> dict:
    flags = ["--port", "0", "--limits", "off", "--wechat-base-url", f"{bench.wechat.url}/wechat"]
    command = [program, *flags, "--database", database]
    with Program(*command, environment=ENVIRONMENT | SECRET) as server:
        return figures_of(bench, server, "ours")


def measure_peer(bench: Bench, database: str) -> dict:
    command = ["node", str(HERE / "express" / "server.mjs"), database, f"{bench.wechat.url}/wechat"]
    with Program(*command, environment=ENVIRONMENT | SECRET) as server:
        return figures_of(bench, server, "peer")


def selects_per_second(postgres: Postgres) -> float:
    """What this machine can do at all, today: pgbench's own lookups by key."""
    url = postgres.new_database("pgbench")
    subprocess.run(["pgbench", "-i", "-q", url], check=True, capture_output=True)
    command = ["pgbench", "-S", "-M", "prepared", "-c", "4", "-j", "2", "-T", "3", url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return next(float(line.split()[2]) for line in said.splitlines() if line.startswith("tps"))


def print_speed(bench: Bench, program: str, postgres: Postgres) -> None:
    ours = measure_ours(bench, program, postgres.new_database("ours"))
    peer = measure_peer(bench, postgres.new_database("peer"))
    for name, goal in (("profile", ">=12000"), ("login", ">=5000"), ("refresh", ">=7000")):
        beside = peer[name]["rps"] if name in peer else None
        row(f"postgresql_{name}_rps", ours[name]["rps"], "1/s", goal, PEER, beside)
    ratio = ours["profile"]["rps"] / peer["profile"]["rps"]
    row("postgresql_profile_ratio", ratio, "x", ">=2.5")
    row("postgresql_selects", selects_per_second(postgres), "1/s", "")


def main(program: str) -> None:
    postgres = Postgres(os.getpid(), SETTINGS)
    try:
        with (
            tempfile.TemporaryDirectory(prefix="hufu-bench-") as folder,
            Program(program, "--port", "0", "--limits", "off", "--control") as wechat,
        ):
            bench = Bench(Path(folder), wechat)
            print_speed(bench, program, postgres)
            measure_growth(bench, program, SECRET, postgres)
            measure_memory(bench, program)
    finally:
        postgres.stop()


if __name__ == "__main__":
    main(sys.argv[1])
