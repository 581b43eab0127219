"""A real PgBouncer in front of the tests' PostgreSQL, reached only through a Unix socket in a folder of its own."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from postgres import Postgres, account

# As it comes, but for the number of connections: few, so that whoever comes finds what another has left.
SETTINGS = """
[databases]
* = host={postgres} user=postgres
[pgbouncer]
unix_socket_dir = {folder}
listen_port = 5432
auth_type = any
pool_mode = {mode}
default_pool_size = {connections}
"""


class Pooler(Postgres):
    """What is asked of PostgreSQL is asked through it; `mode` as PgBouncer calls it."""

    def __init__(self, postgres: Postgres, mode: str, connections: int):
        self.folder = Path(tempfile.mkdtemp(prefix="hufu-pgbouncer-", dir="/tmp"))
        settings = self.folder / "settings"
        settings.write_text(
            SETTINGS.format(
                postgres=postgres.folder, folder=self.folder, mode=mode, connections=connections
            )
        )
        settings.chmod(0o644)
        if os.geteuid() == 0:
            os.chown(self.folder, account()["user"], account()["group"])
        # Debian has it where only root looks.
        program = shutil.which("pgbouncer", path=os.environ["PATH"] + ":/usr/sbin")
        assert program, "PgBouncer is not installed: apt-get install pgbouncer"
        with open(self.log, "w") as log:
            self.running = subprocess.Popen(
                [program, str(settings)], stdin=subprocess.DEVNULL, stderr=log, **account()
            )
        end = time.monotonic() + 15
        while not (self.folder / ".s.PGSQL.5432").exists():
            assert self.running.poll() is None and time.monotonic() < end, self.log.read_text()
            time.sleep(0.02)

    def stop(self) -> None:
        self.running.terminate()
        self.running.wait(timeout=15)
        shutil.rmtree(self.folder)
