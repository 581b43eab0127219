"""The examples, run as a reader would run them."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import hufu_auth
import pytest

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "python"
START = "start/python.md"


def page_text(page):
    return (ROOT / "docs" / page).read_text()


def pages_with_tests():
    english = (ROOT / "docs").glob("*/*.md")  # the Chinese ones lie one folder deeper
    return sorted(
        str(path.relative_to(ROOT / "docs"))
        for path in english
        if "```python\n# test_" in path.read_text()
    )


def approve(server, user_code, number):
    """Somebody whose phone is signed in at the server lets a device in."""
    credential = server.add_wechat_person().credential
    with hufu_auth.Client(server.url, platform="miniprogram", credential=credential) as phone:
        phone.sign_in_with_wechat()
        phone.approve_device(user_code=user_code, number=number)


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

    def run(*arguments, language="C.UTF-8"):
        command = [sys.executable, str(EXAMPLES / "script.py"), hufu_server.url, *arguments]
        spoken = {**environment, "LC_ALL": language}
        return subprocess.run(command, capture_output=True, encoding="utf-8", env=spoken)

    first = run(hufu_person.wechat.login_code())
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.startswith("Hello, ")
    assert first.stdout.endswith("200 miniprogram\n")
    assert run().stdout == first.stdout
    assert run(language="zh_CN.UTF-8").stdout.startswith("你好，")
    assert hufu_server.count("POST /api/wechat/login") == 1
    with hufu_server.faults.add("*", times=None, status=503):
        assert run().returncode == 75
    assert run().stdout == first.stdout


@pytest.mark.parametrize("page", pages_with_tests())
def test_the_tests_of_a_page_pass(page, pytester):
    """Its files, by the names in their first lines, in a folder of their own."""
    blocks = re.findall(r"^```python\n# (\S+\.py)\n(.*?)^```$", page_text(page), re.DOTALL | re.M)
    tests = sum(len(re.findall(r"^def test_", text, re.M)) for _, text in blocks)
    assert tests > 0
    for name, text in blocks:
        (pytester.path / name).write_text(text)
    pytester.runpytest_subprocess().assert_outcomes(passed=tests)


def test_a_script_of_a_page_is_let_in_and_stays_signed_in(hufu_server, tmp_path):
    """start/python.md's, with somebody at a telephone who types the number and approves."""
    (text,) = re.findall(
        r"^```python\n# call_api\.py\n(.*?)^```$", page_text(START), re.DOTALL | re.M
    )
    named = "http://127.0.0.1:8787"
    assert named in text
    script = tmp_path / "call_api.py"
    script.write_text(text.replace(named, hufu_server.url))
    environment = {**os.environ, "HUFU_STORE_KEY": "5a" * 32, "XDG_STATE_HOME": str(tmp_path)}
    command = [sys.executable, str(script)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    shown = re.fullmatch(
        r"Open \S+user_code=(\S+) and type the number (\d\d)\.\n", running.stdout.readline()
    )
    approve(hufu_server, *shown.groups())
    said, _ = running.communicate(timeout=60)
    assert (running.returncode, said[:4]) == (0, "200 ")
    again = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)
    assert again.stdout == said
