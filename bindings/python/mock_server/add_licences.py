"""Adds to a repaired wheel the licences under which its libraries are handed on, and our own.

Usage: add_licences.py WHEEL..., on the Debian that it was built on, after `pip install wheel`
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

OURS = Path(__file__).parents[3] / "LICENSE"


def main(wheel: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        run_wheel("unpack", "--dest", folder, str(wheel))
        (content,) = Path(folder).iterdir()
        (info,) = content.glob("*.dist-info")
        licences = info / "licenses"
        licences.mkdir(exist_ok=True)
        shutil.copy(OURS, licences)
        for library in content.glob("*.libs/*"):
            package = package_of(original_name(library.name))
            shutil.copy(f"/usr/share/doc/{package}/copyright", licences / f"{package}.txt")
        run_wheel("pack", "--dest-dir", str(wheel.parent), str(content))


def original_name(carried: str) -> str:
    """auditwheel puts eight digits of a digest into each name."""
    return re.sub("-[0-9a-f]{8}", "", carried, count=1)


def package_of(library: str) -> str:
    found = subprocess.run(["dpkg-query", "-S", f"*/{library}"], capture_output=True, text=True)
    if found.returncode != 0:
        raise SystemExit(f"No Debian package has {library}, so its licence is not known.")
    return found.stdout.partition(":")[0]


def run_wheel(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "wheel", *arguments], check=True)


if __name__ == "__main__":
    for each in sys.argv[1:]:
        main(Path(each))
