"""What errors say, and in which language."""

import json
import pickle
from pathlib import Path

import hufu_auth
import pytest
from hufu_auth import errors

VECTORS = Path(__file__).parent.parent / "vectors" / "texts"
SAMPLES = json.loads((VECTORS / "messages.json").read_text(encoding="utf-8"))
WISHES = json.loads((VECTORS / "languages.json").read_text(encoding="utf-8"))
BASE = "https://api.example.com"
SIGNED_OUT = {"en": "Nobody is signed in.", "zh-CN": "当前未登录。"}


def error_of(facts):
    kind = errors._BY_CODE[facts["code"]]
    return kind("", detail=facts.get("detail", ""), retry_after_ms=facts.get("retry_after_ms", 0))


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_an_error_says_its_facts_behind_its_sentence(sample, language):
    assert error_of(sample["error"]).message_in(language) == sample[language]


@pytest.mark.parametrize(("wish", "language"), WISHES)
def test_a_wish_for_a_language_is_understood(wish, language):
    assert errors.SignedOut("").message_in(wish) == SIGNED_OUT[language]


def test_a_client_that_was_given_a_language_speaks_it():
    with hufu_auth.Client(BASE, language="zh-Hans") as client:
        with pytest.raises(errors.SignedOut) as caught:
            client.fetch_profile()
        assert str(caught.value) == caught.value.message == SIGNED_OUT["zh-CN"]
        assert str(pickle.loads(pickle.dumps(caught.value))) == SIGNED_OUT["zh-CN"]
        with pytest.raises(errors.OriginRefused, match="因此未向其发送令牌"):
            client.authorize("https://elsewhere.example.com/")
    with pytest.raises(errors.InvalidArgument, match="参数缺失或有误"):
        hufu_auth.Client("ftp://x", language="zh-CN")


def test_another_client_of_the_same_program_speaks_english():
    with hufu_auth.Client(BASE) as client, pytest.raises(errors.SignedOut) as caught:
        client.fetch_profile()
    assert str(caught.value) == SIGNED_OUT["en"]


def test_an_error_of_no_code_keeps_its_words():
    assert hufu_auth.HufuError("words").message_in("zh-CN") == "words"
