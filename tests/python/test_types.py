"""The types hold: mypy and pyright, both strict, on the installed package and on how it is used."""

import json
import os
import subprocess
import sys
from pathlib import Path

import hufu
import pytest

PACKAGE = Path(hufu.__file__).parent
HERE = Path(__file__).parent
USE = HERE / "use.py"


def run(folder, *command) -> None:
    # Not where the packages lie: mypy would take their neighbours for its own.
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("what", [["-p", "hufu"], [str(USE)]], ids=["package", "use"])
def test_mypy(tmp_path, what):
    run(tmp_path, sys.executable, "-m", "mypy", "--strict", *what)


def test_the_stub_is_what_the_extension_has(tmp_path):
    # pybind11 gives its classes a metaclass and those without a constructor one that refuses.
    allowed = tmp_path / "allowed"
    kinds = "Client|FileStore|Machine|MemoryStore|Store"
    allowed.write_text(f"hufu._native.({kinds})\nhufu._native.Store.__init__\n")
    run(
        tmp_path, sys.executable, "-m", "mypy.stubtest", "hufu._native", "--allowlist", str(allowed)
    )


def test_pyright(tmp_path):
    settings = tmp_path / "pyrightconfig.json"
    wanted = {"typeCheckingMode": "strict", "include": [str(PACKAGE), str(USE)]}
    settings.write_text(json.dumps(wanted))
    program = os.environ["HUFU_PYRIGHT"]
    settings_of = ["--project", str(settings), "--pythonpath", sys.executable]
    run(tmp_path, "node", program, *settings_of)


def test_the_package_says_that_it_has_types():
    assert (PACKAGE / "py.typed").is_file()
    assert (PACKAGE / "_native.pyi").is_file()
