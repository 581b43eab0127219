"""A private PostgreSQL in a temporary folder, reached only through a Unix socket in it.

For CTest, which knows programs and no objects:
  postgres.py start FILE    starts one and writes its URL into FILE; it ends with the caller, at the latest
  postgres.py stop FILE     ends the one of that file
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# It lives for minutes and nobody misses it: nothing has to survive a power cut.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "200",
    "logging_collector": "off",
    "log_lock_waits": "on",
    "log_statement": "all",
}


def programs() -> Path:
    """Where Debian keeps the server's programs: the newest version's."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4])
    )
    if found:
        return found[-1].parent
    beside = shutil.which("initdb")
    assert beside, "PostgreSQL is not installed: apt-get install postgresql"
    return Path(beside).resolve().parent


def account() -> dict:
    """PostgreSQL refuses to run as root: then it runs as somebody who may do nothing."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    entry = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


class Postgres:
    def __init__(self, owner: int, settings: dict | None = None):
        """Runs until `stop`, or until the process `owner` is gone."""
        self.settings = SETTINGS | (settings or {})
        self.folder = Path(tempfile.mkdtemp(prefix="hufu-postgres-", dir="/tmp"))
        if os.geteuid() == 0:
            os.chown(self.folder, account()["user"], account()["group"])
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "--no-sync")
        self.start()
        command = [sys.executable, __file__, "guard", str(self.folder), str(owner)]
        # Nothing inherited: who waits for our output to end is not to wait for the guard.
        nothing = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
        subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL, **nothing)

    @classmethod
    def running_in(cls, folder: Path) -> "Postgres":
        postgres = cls.__new__(cls)
        postgres.folder = folder
        postgres.settings = SETTINGS
        return postgres

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def start(self) -> None:
        settings = {**self.settings, "unix_socket_directories": str(self.folder)}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        self._run("pg_ctl", "-D", str(self.data), "-l", str(self.log), "-w", "-o", options, "start")

    def process(self) -> int:
        return int((self.data / "postmaster.pid").read_text().splitlines()[0])

    def halt(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "-D", str(self.data), "-w", "-m", mode, "stop")

    def stop(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self.halt("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def new_database(self, name: str) -> str:
        self.query(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def query(self, sql: str, database: str = "postgres") -> list[list[str]]:
        """Rows as texts."""
        command = ["psql", "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1"]
        result = self._run(*command, self.url(database), "-c", sql)
        return [line.split("\t") for line in result.splitlines()]

    def dump(self, database: str) -> str:
        return self._run("pg_dump", "--inserts", self.url(database))

    def _run(self, program: str, *arguments: str) -> str:
        # pg_ctl's server keeps the standard output it was given open, so a pipe would never end.
        with tempfile.TemporaryFile("w+") as said:
            status = subprocess.run(
                [str(programs() / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                cwd="/",
                **account(),
            ).returncode
            said.seek(0)
            text = said.read()
        assert status == 0, f"{program}: {text}"
        return text


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def guard(folder: Path, owner: int) -> None:
    # A signal for the whole terminal ends the owner; this one is still needed then.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while folder.exists() and is_alive(owner):
        time.sleep(0.5)
    if folder.exists():
        Postgres.running_in(folder).stop()


def main(action: str, *rest: str) -> None:
    if action == "guard":
        guard(Path(rest[0]), int(rest[1]))
        return
    file = Path(rest[0])
    if file.exists():
        Postgres.running_in(Path(file.read_text().rpartition("host=")[2])).stop()
        file.unlink()
    if action == "start":
        file.write_text(Postgres(os.getppid()).url())


if __name__ == "__main__":
    main(*sys.argv[1:])
