"""What is packed: the wheel has what runs and nothing else, the sdist what it is built from."""

import os
import tarfile
import zipfile
from pathlib import Path

import hufu_auth

DIST = Path(os.environ["HUFU_PYTHON_DIST"])


def test_the_installed_package_is_the_wheel():
    assert "site-packages" in hufu_auth.__file__


def test_the_wheel():
    (wheel,) = DIST.glob("hufu_auth-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    own = [name for name in names if ".dist-info/" not in name]
    assert all(name.startswith("hufu_auth/") for name in own)
    assert {name.rsplit(".", 1)[-1] for name in own} == {"py", "pyi", "so", "typed"}
    assert "hufu_auth/py.typed" in own
    metadata = next(name for name in names if name.endswith("METADATA"))
    text = zipfile.ZipFile(wheel).read(metadata).decode()
    needed = [line for line in text.splitlines() if line.startswith("Requires-Dist")]
    assert all("extra ==" in line for line in needed)


def test_the_sdist():
    (sdist,) = DIST.glob("hufu_auth-*.tar.gz")
    names = tarfile.open(sdist).getnames()
    inner = [name.split("/", 1)[1] for name in names if "/" in name]
    for wanted in (
        "pyproject.toml",
        "build_backend.py",
        "src/extension/module.cpp",
        "sources/CMakeLists.txt",
        "sources/LICENSE",
        "sources/core/src/face/machine.cpp",
        "sources/bindings/native/src/client/client.cpp",
    ):
        assert wanted in inner
    foreign = ("mock_server/", "build/", "src/hufu_auth/_native.cpython")
    assert [name for name in inner if name.startswith(foreign)] == []
