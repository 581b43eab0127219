"""An import is quick because little is loaded with it; the rest is when it is first used."""

import subprocess
import sys

import hufu_auth
import pytest

HEAVY = ("asyncio", "dataclasses", "email", "http", "inspect", "json", "logging", "subprocess")


def loaded_by(program: str) -> set[str]:
    text = f"import sys; before = set(sys.modules); {program}; print(*set(sys.modules) - before)"
    done = subprocess.run(
        [sys.executable, "-I", "-c", text], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_an_open_client_loads_nothing_heavy():
    loaded = loaded_by("import hufu_auth; hufu_auth.Client('https://api.example.com').close()")
    assert "hufu_auth.client" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_what_is_loaded_later_is_there():
    assert [name for name in hufu_auth.__all__ if not hasattr(hufu_auth, name)] == []
    assert set(dir(hufu_auth)) == set(hufu_auth.__all__)
    assert hufu_auth.Session.__module__ == "hufu_auth.results"
    with pytest.raises(AttributeError, match="module 'hufu_auth' has no attribute 'session'"):
        _ = hufu_auth.session
