"""The wheel hufu-auth-mock-server: it runs where nothing is installed, and ends as the program does."""

import os
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import hufu_auth_mock_server
import pytest

# What a Linux has that has Python: the C library's parts, and the compiler's.
OF_THE_SYSTEM = (
    "linux-vdso",
    "ld-linux",
    "libc.",
    "libm.",
    "libresolv.",
    "libgcc_s.",
    "libstdc++.",
)


@pytest.fixture
def wheel() -> Path:
    return Path(os.environ["HUFU_MOCK_SERVER_WHEEL"])


def test_it_is_for_every_python_and_for_many_linuxes(wheel):
    _, _, python, abi, platform = wheel.stem.split("-")
    assert (python, abi) == ("py3", "none")
    assert platform.startswith("manylinux_2_")


def test_it_holds_the_program_and_its_libraries_and_nothing_of_the_source(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    kinds = ("hufu_auth_mock_server/", "hufu_auth_mock_server.libs/", "hufu_auth_mock_server-")
    assert all(name.startswith(kinds) for name in names)
    assert "hufu_auth_mock_server/bin/hufu-mock-server" in names
    assert wheel.stat().st_size < 16 << 20


def test_the_licences_of_all_that_it_carries_go_along(wheel):
    archive = zipfile.ZipFile(wheel)
    licences = {
        Path(name).stem: archive.read(name)
        for name in archive.namelist()
        if ".dist-info/licenses/" in name and not name.endswith("/")
    }
    assert b"Apache License" in licences.pop("LICENSE")
    assert {"libssl3", "libpq5", "libcjose0"} <= {re.sub("t64$", "", name) for name in licences}
    assert all(licences.values())


def test_the_program_needs_only_what_it_brings():
    program = hufu_auth_mock_server.program()
    assert "site-packages" in program.parts
    listed = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    assert "not found" not in listed
    carried = program.parents[2].name  # site-packages
    foreign = [
        line.strip()
        for line in listed.splitlines()
        if f"/{carried}/" not in line and not Path(line.split()[0]).name.startswith(OF_THE_SYSTEM)
    ]
    assert foreign == []
    assert "/hufu_auth_mock_server.libs/libssl" in listed


@pytest.mark.parametrize(
    "command",
    [
        [str(Path(sys.executable).parent / "hufu-mock-server")],
        [sys.executable, "-m", "hufu_auth_mock_server"],
    ],
    ids=["the console script", "python -m"],
)
def test_it_starts_and_ends_as_the_program_does(command):
    server = subprocess.Popen([*command, "--port", "0"], stdout=subprocess.PIPE, text=True, env={})
    assert server.stdout.readline().startswith("listening http://127.0.0.1:")
    server.send_signal(signal.SIGTERM)
    assert server.wait(30) == 0
    server.stdout.close()
    refused = subprocess.run([*command, "--port", "many"], capture_output=True, text=True)
    assert refused.returncode != 0
    assert "--port" in refused.stderr
