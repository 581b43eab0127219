"""The examples, run as a reader would run them."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "python"


@pytest.mark.parametrize("named", [True, False], ids=["from HUFU_MOCK_SERVER", "from the wheel"])
def test_the_backends_tests_pass_in_a_folder_of_their_own(pytester, monkeypatch, named):
    from hufu_auth.testing import find_program

    program = find_program()
    monkeypatch.delenv("HUFU_MOCK_SERVER", raising=False)
    if named:
        monkeypatch.setenv("HUFU_MOCK_SERVER", str(program))
    for path in (EXAMPLES / "backend").glob("*.py"):
        shutil.copy(path, pytester.path)
    pytester.runpytest_subprocess().assert_outcomes(passed=10)


def test_the_script_signs_in_once(hufu_server, hufu_person, tmp_path):
    environment = {**os.environ, "HUFU_STORE_KEY": "5a" * 32, "XDG_STATE_HOME": str(tmp_path)}

    def run(*arguments):
        command = [sys.executable, str(EXAMPLES / "script.py"), hufu_server.url, *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=environment)

    first = run(hufu_person.wechat.login_code())
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.startswith("Hello, ")
    assert first.stdout.endswith("200 miniprogram\n")
    assert run().stdout == first.stdout
    assert hufu_server.count("POST /api/wechat/login") == 1
    with hufu_server.faults.add("*", times=None, status=503):
        assert run().returncode == 75
    assert run().stdout == first.stdout


def test_the_tutorial(pytester):
    """Its files, by the names in their first lines; all of its tests pass."""
    page = (ROOT / "docs" / "python.md").read_text()
    blocks = re.findall(r"```python\n# (\S+\.py)\n(.*?)```", page, re.DOTALL)
    assert [name for name, _ in blocks] == [
        "test_first.py",
        "test_trouble.py",
        "app.py",
        "test_app.py",
        "shop.py",
        "test_shop.py",
    ]
    assert page.count("```python") == len(blocks)
    for name, text in blocks:
        (pytester.path / name).write_text(text)
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(passed=9)
