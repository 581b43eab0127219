"""The catalogue of sentences: every language says the same, and the tables made of it are fresh."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
sys.path.insert(0, str(SCRIPTS))
import texts  # noqa: E402

OTHERS = texts.LANGUAGES[1:]


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_the_same(language):
    assert texts.differences(texts.load("en"), texts.load(language)) == []


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_a_file_says_its_language(language):
    assert texts.load(language)["language"] == language


def test_nothing_was_left_in_english():
    english, chinese = (texts.leaves(texts.load(each)) for each in ("en", "zh-CN"))
    assert [path for path, text in chinese.items() if text == english[path]] == []


def test_chinese_is_written_as_chinese():
    wrong = {
        path: text
        for path, text in texts.leaves(texts.load("zh-CN")).items()
        if re.search("您|帐[号户]|[\u4e00-\u9fff][,.!?;:]|[,.!?;:][\u4e00-\u9fff]", text)
        or re.search("[\u4e00-\u9fff][A-Za-z0-9{]|[A-Za-z0-9}][\u4e00-\u9fff]", text)
    }
    assert wrong == {}, "no 您, 账号, full-width marks, a space between Chinese and Latin letters"


def test_the_tables_are_fresh():
    done = subprocess.run(
        [sys.executable, SCRIPTS / "texts.py", "--check"], capture_output=True, text=True
    )
    assert (done.stdout, done.returncode) == ("", 0)


ONE = {"errors": {"network": "No {what}.", "timeout": "Late."}}


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({"errors": {"network": "没有 {what}。", "timeout": "超时。"}}, []),
        ({"errors": {"network": "没有 {what}。"}}, ["errors.timeout is missing"]),
        (
            {"errors": {"network": "没有 {what}。", "timeout": "超时。", "tls": "无"}},
            ["errors.tls is left over"],
        ),
        (
            {"errors": {"network": "没有 {which}。", "timeout": " "}},
            ["errors.network has other placeholders", "errors.timeout is empty"],
        ),
    ],
)
def test_a_difference_is_found(other, found):
    assert texts.differences(ONE, other) == found
