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


def in_chinese() -> dict[str, str]:
    return texts.leaves(texts.load("zh-CN"))


def test_nothing_was_left_in_english():
    english = texts.leaves(texts.load("en"))
    same = [path for path, text in in_chinese().items() if text == english[path]]
    assert same == ["cli.says.yes_or_no"], "which is only its placeholder"


WRONG = {
    "您, where the rest says 你; 帐号, where WeChat says 账号": "您|帐[号户]",
    "a half-width mark beside Chinese": "[\u4e00-\u9fff][,.!?;:]|[,.!?;:][\u4e00-\u9fff]",
    "no space between Chinese and Latin": "[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]",
}


@pytest.mark.parametrize("fault", WRONG)
def test_chinese_is_written_as_chinese(fault):
    assert {
        path: text for path, text in in_chinese().items() if re.search(WRONG[fault], text)
    } == {}


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
        (
            {"errors": {"network": "没有 {what}。", "timeout": "超时 {。"}},
            ["errors.timeout has a brace by itself"],
        ),
    ],
)
def test_a_difference_is_found(other, found):
    assert texts.differences(ONE, other) == found


def test_every_text_of_the_program_is_said_somewhere():
    cli = texts.load("en")["cli"]
    names = list(cli["says"])
    names += [f"{part}.{name}" for part in ("manual", "heading") for name in cli[part]]
    said = "\n".join(
        file.read_text(encoding="utf-8")
        for file in sorted((texts.ROOT / "bindings/cli/src").rglob("*"))
        if file.suffix in (".cpp", ".h") and not file.name.endswith("_table.h")
    )
    assert [name for name in names if f'"{name}"' not in said] == []


def test_every_text_of_a_page_is_said_somewhere():
    said = "\n".join(
        file.read_text(encoding="utf-8") for file in (texts.ROOT / "mock-server/src").rglob("*.cpp")
    )
    assert [name for name in texts.load("en")["pages"] if f'"{name}"' not in said] == []
