"""The program speaks the language of whoever runs it."""

import json
import re
from pathlib import Path

import pytest

TEXTS = Path(__file__).parents[2] / "core" / "texts"
CATALOGUE = {
    language: json.loads((TEXTS / f"{language}.json").read_text(encoding="utf-8"))
    for language in ("en", "zh-CN")
}
SIGNED_OUT = {language: texts["errors"]["signed_out"] for language, texts in CATALOGUE.items()}


def without_spaces(text: str) -> str:
    """Lines are broken where they are full; roff escapes its own letters."""
    return re.sub(r"\s|\\", "", text)


@pytest.mark.parametrize("language", CATALOGUE)
def test_the_manual_says_all_that_the_catalogue_has(home, language):
    page = without_spaces(home.run("--lang", language, "manual").out)
    cli = CATALOGUE[language]["cli"]
    assert [place for place, text in cli["help"].items() if without_spaces(text) not in page] == []


@pytest.mark.parametrize("language", CATALOGUE)
def test_every_option_and_command_is_explained(home, language):
    page = home.run("--lang", language, "manual").out
    bare = re.findall(r"^\.(?:TP\n\.B|SS) (.*)\n(?:[.。（(]|$)", page, re.MULTILINE)
    assert bare == []


@pytest.mark.parametrize("language", CATALOGUE)
def test_help_in_each_language(home, language):
    shown = home.run("--lang", language, "login", "--help").out
    cli = CATALOGUE[language]["cli"]
    assert cli["help"]["login --device"][:12] in shown
    assert cli["heading"]["group_options"] in shown


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
    ],
)
def test_the_environment_says_which(at, environment, language):
    at.environment.update(environment)
    refused = at.run("token", status=3)
    assert SIGNED_OUT[language] in refused.err


def test_the_option_goes_before_the_environment(at):
    at.environment["LANG"] = "zh_CN.UTF-8"
    assert SIGNED_OUT["en"] in at.run("token", "--lang", "en", status=3).err
    at.environment["LANG"] = "C.UTF-8"
    for words in (("--lang=zh-Hans", "token"), ("token", "--lang", "zh")):
        assert SIGNED_OUT["zh-CN"] in at.run(*words, status=3).err


def test_programs_read_the_same_in_each_language(at):
    at.environment["LANG"] = "zh_CN.UTF-8"
    error = at.run("--json", "token", status=3).error
    assert error["code"] == "signed_out"
    assert error["message"].startswith(SIGNED_OUT["zh-CN"])


def test_a_mistyped_word_is_told_in_chinese(home):
    refused = home.run("--lang", "zh-CN", "lgoin", status=2)
    assert "无法识别“lgoin”；你是不是想输入 login？（见 hufu --help）" in refused.err


def test_a_missing_word_is_told_in_chinese(home):
    for words, command in ((["--profile", "work"], "hufu"), (["profile"], "hufu profile")):
        refused = home.run("--lang", "zh-CN", *words, status=2)
        assert refused.err == f"hufu: 缺少命令（{command} --help 会列出全部命令）\n"


def test_a_story_in_chinese(signed_in):
    signed_in.environment["LANG"] = "zh_CN.UTF-8"
    status = signed_in.run("status").out
    assert "状态      signed_in" in status and "用户      Hua" in status
    assert signed_in.run("logout").out == "已退出登录。\n"
