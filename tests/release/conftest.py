"""What `./dev build` has left in build/release, and a place outside the repository to install it in."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RELEASE = ROOT / "build/release"
# Nothing of this checkout, and nothing of whoever runs this, stands in for what a package lacks.
STRANGER = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}

Run = Callable[..., str]


def packed(pattern: str) -> Path:
    """The only file of the release with such a name."""
    found = sorted(RELEASE.glob(pattern))
    assert len(found) == 1, (
        f"build/release has {len(found)} files {pattern}; ./dev build makes them"
    )
    return found[0]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command in an empty folder, and gives what it prints."""

    def run(*command: object, **environment: str) -> str:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=tmp_path,
            env={**STRANGER, "HOME": str(tmp_path), **environment},
            capture_output=True,
            text=True,
            timeout=240,
        )
        assert done.returncode == 0, f"{command[0]}: {done.stdout}\n{done.stderr}"
        return done.stdout

    return run
