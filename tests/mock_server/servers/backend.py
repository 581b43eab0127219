"""hufu-backend as a process, with the fakes of a mock server beside it."""

import os
import subprocess
import urllib.request
from pathlib import Path

from group import Group, Member

from contract import Contract
from server import RunningServer

# Nothing of whoever runs the tests gets in.
CLEAN = {"PATH": os.environ.get("PATH", ""), "HOME": "/nowhere"}
SECRET = "k8Wv1pQz7nB4xS0tLr6yHd3mGf9cJa2eUo5i"
ENVIRONMENT = {
    "HUFU_SECRET": SECRET,
    "WECHAT_APP_ID": "wx0000000000000001",
    "WECHAT_APP_SECRET": "fake-wechat-app-secret-for-tests",
    "CLERK_SECRET_KEY": "sk_test_fake-clerk-secret-for-tests",
    "CLERK_WEBHOOK_SECRET": "whsec_dGhlIGtleSBvZiB0aGUgd2ViaG9va3Mgb2YgdGVzdHM=",
}
ADDRESSES = ["--public-url", "https://api.hufu.test", "--site-url", "https://www.hufu.test"]


def backend_of(mock_server: Path) -> Path:
    """Built beside it."""
    return mock_server.with_name("hufu-backend")


def run(program: Path, *flags: str, **environment: str) -> subprocess.CompletedProcess:
    """To its end: for starts that are refused, and for --migrate."""
    return subprocess.run(
        [str(program), *flags],
        env=CLEAN | environment,
        capture_output=True,
        text=True,
        timeout=20,
    )


class Backend(RunningServer):
    """On free ports, with fakes that a mock server at `home` plays."""

    def __init__(self, program: Path, home: str, database: str, *flags: str, **environment: str):
        command = [
            *(str(program), "--trial", "--port", "0", "--operations-port", "0", *ADDRESSES),
            *("--wechat-base-url", f"{home}/wechat", "--clerk-issuer", f"{home}/clerk"),
            *("--clerk-api-url", f"{home}/clerk", "--limits", "off", *flags),
        ]
        given = CLEAN | ENVIRONMENT | {"DATABASE_URL": database} | environment
        self.process = subprocess.Popen(
            command, env=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.url, self.operations = (self._address(name) for name in ("listening", "operations"))

    def _address(self, name: str) -> str:
        line = self.process.stdout.readline()
        assert line.startswith(f"{name} http://127.0.0.1:"), line + self.process.stderr.read()
        return line.removeprefix(f"{name} ").strip()

    def operation(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.operations + path, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


class BackendGroup(Group):
    """The members are hufu-backends of one database; a mock server plays the upstreams."""

    def __init__(self, program: Path, contract: Contract, database: str):
        super().__init__(backend_of(program), contract, database)
        self.fakes = RunningServer(program)
        self.home = Member(self.fakes.url, contract, None)
        done = run(self.program, "--migrate", DATABASE_URL=database)
        assert done.returncode == 0, done.stderr

    def add(self, database: str | None = None) -> Member:
        server = self.begin(database)
        self.running.append(server)
        self.members.append(Member(server.url, self.contract, self.home))
        return self.members[-1]

    def begin(self, database: str | None = None) -> Backend:
        return Backend(self.program, self.fakes.url, database or self.database)

    def stop(self) -> None:
        super().stop()
        self.fakes.stop()
