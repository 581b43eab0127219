"""docs/backend.md: the commands of its blocks, typed as they stand and in the order of the text."""

import os
import re
import socket
import subprocess
from pathlib import Path

import pytest
from backend import CLEAN, backend_of
from postgres import programs

PAGE = (Path(__file__).parents[3] / "docs/backend.md").read_text("utf-8")
SETTINGS = {
    "PUBLIC_URL": "https://api.hufu.test",
    "SITE_URL": "https://www.hufu.test",
    "HUFU_SECRET_FILE": "secrets/hufu_secret",
    "WECHAT_APP_ID": "wxd3a1b2c3d4e5f607",
    "WECHAT_APP_SECRET": "0123456789abcdef0123456789abcdef",
    "CLERK_SECRET_KEY": "sk_live_3kGnQ0vXhT5sYw8bRz1mLc7pJd",
    "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY": "pk_live_Y2xlcmsuaHVmdS50ZXN0JA",
}
STARTS = "hufu-backend --public-url="


def is_free(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) != 0


def test_its_commands_work(program, postgres, database, tmp_path):
    if not (is_free(8787) and is_free(8788)):
        pytest.skip("somebody listens where the page wants its server")
    blocks = re.findall(r"^```bash\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert len(blocks) == 6 and sum(STARTS in block for block in blocks) == 1
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
