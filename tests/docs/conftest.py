"""A fresh clone of the last commit, and somebody who knows nothing of this machine's owner."""

import base64
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import ROOT, Command
from desk import Desk

IS_FULL = bool(os.environ.get("HUFU_TEST_FULL"))


def environment(home: Path, clone: Path) -> dict[str, str]:
    """That of a new person here: nothing of ours, but what was compiled or fetched before serves again."""
    ours = ("HUFU_", "PYTEST_", "NODE_OPTIONS", "NODE_TEST", "VIRTUAL_ENV", "npm_")
    caches = Path.home() / ".cache"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {
        **kept,
        "HOME": str(home),
        "HUFU_STORE_KEY": base64.b64encode(os.urandom(32)).decode(),  # there is no keyring
        "CCACHE_DIR": os.environ.get("CCACHE_DIR", str(caches / "ccache")),
        "PIP_CACHE_DIR": str(caches / "pip"),
        "npm_config_cache": str(Path.home() / ".npm"),
        "CCACHE_BASEDIR": str(clone),
        "CCACHE_NOHASHDIR": "true",
    }


@pytest.fixture(scope="session")
def desk() -> Iterator[Desk]:
    folder = Path(tempfile.mkdtemp(prefix="hufu-documents-"))
    clone, home = folder / "hufu", folder / "home"
    home.mkdir()
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    if not IS_FULL:
        (clone / "build").symlink_to(ROOT / "build")
    yield Desk(folder, clone, environment(home, clone))
    shutil.rmtree(folder)


class Notes:
    """What was followed, how long it took, and what was left out."""

    def __init__(self) -> None:
        self.file = ROOT / "build/documents.txt"
        self.file.parent.mkdir(exist_ok=True)
        self.file.write_text("")

    def note(self, outcome: str, command: Command, began: float, because: str = "") -> None:
        reason = f"  ({because})" if because else ""
        seconds = time.monotonic() - began
        with self.file.open("a") as notes:
            notes.write(f"{outcome:8} {seconds:5.0f} s  {command}{reason}\n")


@pytest.fixture(scope="session")
def notes() -> Notes:
    return Notes()
