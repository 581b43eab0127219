"""docs/how-to/deployment.md: the commands of its blocks, typed as they stand and in the order of the text; and what it, its Chinese twin, the
manual and compose.yaml call the program's settings.
"""

import os
import re
import socket
import subprocess
from pathlib import Path

import pytest
from backend import CLEAN, backend_of, run
from postgres import programs

TOP = Path(__file__).parents[3]
PAGE = (TOP / "docs/how-to/deployment.md").read_text("utf-8")
TWIN = (TOP / "docs/zh-CN/how-to/deployment.md").read_text("utf-8")
MANUAL = (TOP / "mock-server/hufu-backend.1").read_text("utf-8").replace("\\-", "-")
COMPOSE = (TOP / "examples/backends/unified/compose.yaml").read_text("utf-8")
# Of the reader's shell, and of PostgreSQL's image.
OTHERS = {"PUBLIC_URL", "SITE_URL", "NAME", "POSTGRES_DB", "POSTGRES_USER", "POSTGRES_PASSWORD"}
SETTINGS = {
    "PUBLIC_URL": "https://api.hufu.test",
    "SITE_URL": "https://www.hufu.test",
    "HUFU_SECRET_FILE": "secrets/hufu_secret",
    "WECHAT_APP_ID": "wxd3a1b2c3d4e5f607",
    "WECHAT_APP_SECRET": "0123456789abcdef0123456789abcdef",
    "CLERK_SECRET_KEY": "sk_live_3kGnQ0vXhT5sYw8bRz1mLc7pJd",
    "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY": "pk_live_Y2xlcmsuaHVmdS50ZXN0JA",
}
BUILDS = "cmake -S mock-server "  # ran before: it made the program that is tested
STARTS = "hufu-backend --public-url="


def is_free(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) != 0


def test_its_commands_work(program, postgres, database, tmp_path):
    if not (is_free(8787) and is_free(8788)):
        pytest.fail("somebody listens where the page wants its server")
    typed = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    blocks = [block for block in typed if not block.startswith(BUILDS)]
    assert (len(typed), len(blocks)) == (7, 6)
    assert sum(STARTS in block for block in blocks) == 1
    path = f"{backend_of(program).parent}:{programs()}:{os.environ['PATH']}"
    restored = f"{database}_restored"
    urls = {
        "DATABASE_URL": postgres.url(database),
        "RESTORE_URL": postgres.new_database(restored),
    }
    environment = CLEAN | SETTINGS | urls | {"PATH": path}
    server = None
    try:
        for block in blocks:
            command = ["bash", "-euc", block]
            if STARTS in block:
                command[2] = "exec " + block
                server = subprocess.Popen(
                    command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True
                )
                assert server.stdout.readline() == "listening http://127.0.0.1:8787\n"
                assert server.stdout.readline() == "operations http://127.0.0.1:8788\n"
                continue
            done = subprocess.run(
                command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60
            )
            assert done.returncode == 0, f"{block}{done.stderr}"
    finally:
        if server:
            server.terminate()
            assert server.wait(timeout=30) == 0
            server.stdout.close()
    versions = [
        postgres.query("SELECT max(version) FROM schema_version", name)
        for name in (database, restored)
    ]
    assert versions[0] == versions[1] != [[""]]
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("page", [PAGE, TWIN], ids=["English", "Chinese"])
def test_every_setting_is_called_as_the_program_calls_it(program, page):
    told = run(backend_of(program), "--help").stdout
    flags = re.findall(r"`(--[a-z-]+)", page) + re.findall(r"^ +- (--[a-z-]+)", COMPOSE, re.M)
    flags += re.findall(r"--[a-z][a-z-]+", MANUAL)
    variables = re.findall(r"`([A-Z]+(?:_[A-Z]+)+)`", page)
    variables += re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", MANUAL)
    variables += re.findall(r"\b([A-Z]+(?:_[A-Z]+)+):", COMPOSE)
    named = {name.removesuffix("_FILE") for name in variables} - OTHERS
    unknown = [
        name for name in sorted({*flags, *named}) if not re.search(rf"{name}(?![\w-])", told)
    ]
    assert len(flags) > 20 and len(named) > 8
    assert unknown == []


def test_every_secret_of_the_containers_is_made_on_the_page():
    used = set(re.findall(r"/run/secrets/(\w+)", COMPOSE))
    assert used == set(re.findall(r"file: secrets/(\w+)", COMPOSE)) != set()
    assert used <= set(re.findall(r"secrets/(\w+)", PAGE))
