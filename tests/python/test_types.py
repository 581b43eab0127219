"""The types hold: mypy and pyright, both strict, on the installed package and on how it is used."""

import json
import os
import subprocess
import sys
from pathlib import Path

import hufu

PACKAGE = Path(hufu.__file__).parent
HERE = Path(__file__).parent
USE = HERE / "use.py"


def run(*command) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd=PACKAGE.parent)
    assert done.returncode == 0, done.stdout + done.stderr


def test_mypy(tmp_path):
    run(sys.executable, "-m", "mypy", "--strict", f"--cache-dir={tmp_path}", "-p", "hufu", str(USE))


def test_the_stub_is_what_the_extension_has(tmp_path):
    run(sys.executable, "-m", "mypy.stubtest", "hufu._native", "--ignore-missing-stub")


def test_pyright(tmp_path):
    settings = tmp_path / "pyrightconfig.json"
    wanted = {"typeCheckingMode": "strict", "include": [str(PACKAGE), str(USE)]}
    settings.write_text(json.dumps(wanted))
    program = os.environ["HUFU_PYRIGHT"]
    run("node", program, "--project", str(settings), "--pythonpath", sys.executable)


def test_the_package_says_that_it_has_types():
    assert (PACKAGE / "py.typed").is_file()
    assert (PACKAGE / "_native.pyi").is_file()
