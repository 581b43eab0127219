"""leaves_nothing.py COMMAND...: begins to read what the demo says, with --json. Then goes away, and once more with a kill:
no server and no folder is left behind."""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def end_early(scratch: str, how: str) -> None:
    environment = {**os.environ, "TMPDIR": scratch}
    demo = subprocess.Popen(
        [*sys.argv[1:], "--json"], stdout=subprocess.PIPE, text=True, env=environment
    )
    where = json.loads(demo.stdout.readline())["where"]
    port = int(re.search(r"http://127\.0\.0\.1:(\d+)", where)[1])
    with socket.create_connection(("127.0.0.1", port), timeout=110) as server:
        if how == "kill":
            demo.kill()
        demo.stdout.close()
        demo.wait(timeout=110)
        # Nobody answers: the server closes this when it ends, or the system does what it never took.
        with contextlib.suppress(ConnectionResetError):
            if server.recv(1) != b"":
                sys.exit("the server has something to say")
    if how == "go" and demo.returncode != 1:
        sys.exit(f"exit status {demo.returncode}, not 1")
    left = [path.name for path in Path(scratch).iterdir()]
    if how == "go" and left:
        sys.exit(f"left behind: {left}")


for way in ("go", "kill"):
    with tempfile.TemporaryDirectory() as folder:
        end_early(folder, way)
