"""libcurl is opened by the first request: what asks no server neither loads nor needs it."""

import ctypes
import subprocess
from pathlib import Path

import pytest

NAMES = ("libcurl.so.4", "libcurl-gnutls.so.4")


def file_of(name: str) -> Path:
    """Where the loader has a library."""
    library = ctypes.CDLL(name)
    maps = Path("/proc/self/maps").read_text().splitlines()
    assert library
    return next(Path(line.split()[-1]) for line in maps if f"/{name.split('.so')[0]}.so" in line)


@pytest.fixture
def without_libcurl(signed_in, tmp_path):
    """A folder in the loader's way, with files under libcurl's names that are no libraries."""
    folder = tmp_path / "libraries"
    folder.mkdir()
    for name in NAMES:
        (folder / name).write_text("not a library\n")
    signed_in.environment["LD_LIBRARY_PATH"] = str(folder)
    return signed_in


def test_it_is_not_linked(hufu):
    listed = subprocess.run(["ldd", hufu], capture_output=True, text=True, check=True).stdout
    assert "libcrypto" in listed
    assert "libcurl" not in listed


def test_without_it_a_good_token_is_told(without_libcurl):
    assert without_libcurl.run("token").out.startswith("ey")
    assert "Hua" in without_libcurl.run("whoami", "--cached").out
    assert without_libcurl.run("status", "--json").json["state"] == "signed_in"


def test_without_it_a_request_says_what_to_install(without_libcurl):
    refused = without_libcurl.run("whoami", "--json", status=1).error
    assert refused["code"] == "unsupported"
    assert "libcurl" in refused["message"] and "Debian: libcurl4" in refused["message"]
    refused = without_libcurl.run("request", "GET", "/", "--json", status=1).error
    assert refused["code"] == "unsupported"
    found = without_libcurl.run("doctor", status=1).out
    network = next(line for line in found.splitlines() if " network: " in line)
    assert network.startswith("WRONG") and "Debian: libcurl4" in network
    # Nobody was signed out by it.
    del without_libcurl.environment["LD_LIBRARY_PATH"]
    assert "Hua" in without_libcurl.run("whoami").out


def test_the_one_with_gnutls_will_do(without_libcurl):
    other = Path(without_libcurl.environment["LD_LIBRARY_PATH"]) / NAMES[1]
    other.unlink()
    other.symlink_to(file_of(NAMES[0]))
    assert "Hua" in without_libcurl.run("whoami").out


def test_one_that_lacks_a_function_will_not(without_libcurl, tmp_path):
    folder = Path(without_libcurl.environment["LD_LIBRARY_PATH"])
    (tmp_path / "old.c").write_text("int curl_global_init(long flags) { return (int)flags; }\n")
    command = ["cc", "-shared", "-o", folder / NAMES[0], tmp_path / "old.c"]
    subprocess.run(command, check=True)
    assert "7.68" in without_libcurl.run("whoami", "--json", status=1).error["message"]
