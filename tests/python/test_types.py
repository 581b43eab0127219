"""The types hold: mypy and pyright, both strict, on the installed package and on how it is used."""

import json
import os
import subprocess
import sys
from pathlib import Path

import hufu_auth
import pytest

PACKAGE = Path(hufu_auth.__file__).parent
HERE = Path(__file__).parent
USE = HERE / "use.py"


def run(folder, *command) -> str:
    # Not where the packages lie: mypy would take their neighbours for its own.
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("what", [["-p", "hufu_auth"], [str(USE)]], ids=["package", "use"])
def test_mypy(tmp_path, what):
    run(tmp_path, sys.executable, "-m", "mypy", "--strict", *what)


def test_the_stub_is_what_the_extension_has(tmp_path):
    # pybind11 gives its classes a metaclass and those without a constructor one that refuses.
    allowed = tmp_path / "allowed"
    kinds = "Client|Exchange|FileStore|MemoryStore|SharedMemoryStore|Store"
    bare = "Exchange|SharedMemoryStore|Store"
    lines = [f"hufu_auth._native.({kinds})", f"hufu_auth._native.({bare}).__init__"]
    allowed.write_text("\n".join(lines))
    run(
        tmp_path,
        sys.executable,
        "-m",
        "mypy.stubtest",
        "hufu_auth._native",
        "--allowlist",
        str(allowed),
    )


def test_pyright(tmp_path):
    package, use = (os.path.relpath(each, tmp_path) for each in (PACKAGE, USE))
    # Strict would not let the modules of the package know each other's private members.
    wanted = {"typeCheckingMode": "standard", "include": [package, use], "strict": [use]}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(wanted))
    program = os.environ["HUFU_PYRIGHT"]
    settings = ["--project", str(tmp_path), "--pythonpath", sys.executable, "--stats"]
    assert "Found 0 source" not in run(tmp_path, "node", program, *settings)


def test_the_package_says_that_it_has_types():
    assert (PACKAGE / "py.typed").is_file()
    assert (PACKAGE / "_native.pyi").is_file()
