"""Carries the program `hufu-mock-server`; `program()` says where it is."""

import os
import sys
from pathlib import Path
from typing import NoReturn

__all__ = ["main", "program"]


def program() -> Path:
    """The program's place. It runs as it is, with nothing installed beside it but the C library."""
    return Path(__file__).parent / "bin" / "hufu-mock-server"


def main() -> NoReturn:
    """Becomes the program: same process, so that signals and exit statuses are its own."""
    path = str(program())
    os.execv(path, [path, *sys.argv[1:]])
