"""A public header that no list of files names is missing from the packages, and programs outside of this tree do not build."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("folder", ["bindings/native", "bindings/server"])
def test_every_public_header_is_installed(folder: str) -> None:
    named = (ROOT / folder / "CMakeLists.txt").read_text().split()
    headers = [
        str(file.relative_to(ROOT / folder)) for file in (ROOT / folder / "include").rglob("*.h")
    ]
    assert headers
    assert [
        header for header in headers if header not in [name.rstrip(")") for name in named]
    ] == []
