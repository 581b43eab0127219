"""The keyring of Windows, cross-compiled by mingw-w64 and run by wine: in --full only."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMPILER = "x86_64-w64-mingw32-g++-posix"
SOURCES = [
    "tests/store/dpapi_program.cpp",
    "bindings/native/src/store/dpapi.cpp",
    "core/src/hufu/secret.cpp",
    "core/src/base/block.cpp",
    "core/src/base/text.cpp",
    "core/src/base/value.cpp",
    "core/src/catalogue/errors.cpp",
    "core/src/catalogue/sentences.cpp",
]
INCLUDES = ["core/include", "core/src", "bindings/native/include", "bindings/native/src"]
KEY = "the thirty-two bytes of some key"
ID = "0123456789abcdef"


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """Runs the program on Windows, as far as wine is one."""
    if not os.environ.get("HUFU_TEST_FULL"):
        pytest.skip("wine is for --full")
    for tool in (COMPILER, "wine"):
        assert shutil.which(tool), f"{tool} is missing: group `windows` of scripts/packages.txt"
    folder = tmp_path_factory.mktemp("windows")
    flags = ["-std=c++20", "-O1", "-Wall", "-Wextra", "-Werror", "-static"]
    includes = [f"-I{ROOT / name}" for name in INCLUDES]
    sources = [str(ROOT / name) for name in SOURCES]
    executable = str(folder / "dpapi.exe")
    subprocess.run(
        [COMPILER, *flags, *includes, *sources, "-o", executable, "-lcrypt32"], check=True
    )
    prefix = {"WINEPREFIX": str(folder / "wine"), "WINEDEBUG": "-all", "DISPLAY": ""}
    environment = {**os.environ, **prefix}

    def run(*words, text=""):
        return subprocess.run(
            ["wine", executable, *map(str, words)],
            input=text,
            capture_output=True,
            text=True,
            timeout=300,
            env=environment,
        )

    yield run
    subprocess.run(["wineserver", "--kill"], env=environment, check=False)


def test_a_key_comes_back_in_another_process(program, tmp_path):
    assert program("find", tmp_path, ID).returncode == 4
    assert program("find", tmp_path, "-").returncode == 4
    kept = program("keep", tmp_path, ID, text=KEY)
    assert kept.returncode == 0, kept.stderr
    assert program("find", tmp_path, ID).stdout == KEY
    assert program("find", tmp_path, "-").stdout == KEY
    (file,) = tmp_path.iterdir()
    assert KEY.encode() not in file.read_bytes()


def test_a_changed_or_exchanged_file_is_refused(program, tmp_path):
    assert program("keep", tmp_path, ID, text=KEY).returncode == 0
    file = tmp_path / f"{ID}.dpapi"
    sealed = file.read_bytes()
    file.rename(tmp_path / "fedcba9876543210.dpapi")
    exchanged = program("find", tmp_path, "fedcba9876543210")
    assert exchanged.returncode == 1
    assert "DPAPI" in exchanged.stderr
    file.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    assert program("find", tmp_path, ID).returncode == 1
    file.write_bytes(b"")
    assert program("find", tmp_path, ID).returncode == 1


def test_a_directory_that_is_missing_is_an_error(program, tmp_path):
    ran = program("keep", tmp_path / "missing", ID, text=KEY)
    assert ran.returncode == 1
    assert "cannot write" in ran.stderr
