"""hufu request, beside curl."""

import json

import pytest

PROFILE = "/api/user/profile"


def test_get(signed_in, api):
    by_path = signed_in.run("request", "GET", PROFILE)
    assert json.loads(by_path.out)["nickname"] == "Hua"
    assert signed_in.run("request", "GET", api.url + PROFILE).out == by_path.out
    whole = signed_in.run("request", "GET", PROFILE, "--json").json
    assert whole["status"] == 200 and whole["body"] == by_path.out
    assert signed_in.run("request", "-i", "GET", PROFILE).out.startswith("HTTP 200\n")


@pytest.mark.parametrize("form", ["text", "file", "input"])
def test_bodies(signed_in, form):
    body = json.dumps({"nickname": f"by {form}"})
    (signed_in.folder / "body").write_text(body)
    data = {"text": body, "file": f"@{signed_in.folder}/body", "input": "@-"}[form]
    words = ("request", "PUT", PROFILE, "-H", "Content-Type: application/json", "--data", data)
    signed_in.run(*words, given=body)
    assert f"by {form}" in signed_in.run("profile", "show").out


def test_json_is_sent_as_json(signed_in, api):
    body = json.dumps({"nickname": "as JSON"})
    signed_in.run("request", "PUT", PROFILE, "-d", body, "--fail")
    assert "as JSON" in signed_in.run("profile", "show").out
    # What the person says goes first, and what is no JSON is not called so.
    for words in (["-d", body, "-H", "content-type: text/plain"], ["-d", "nickname=x"]):
        signed_in.run("request", "PUT", PROFILE, *words, "--fail", status=4)


def test_a_status_is_an_answer_unless_told_otherwise(signed_in):
    assert signed_in.run("request", "GET", "/api/nothing").status == 0
    failed = signed_in.run("request", "--fail", "GET", "/api/nothing", status=4)
    assert "404" in failed.err


def test_output_appears_when_it_is_whole(signed_in, api):
    target = signed_in.folder / "profile.json"
    signed_in.run("request", "GET", PROFILE, "-o", str(target))
    assert json.loads(target.read_text())["nickname"] == "Hua"
    before = signed_in.files()
    api.control("POST /faults", 201, {"route": f"GET {PROFILE}", "cutAfterBytes": 200})
    signed_in.run("request", "GET", PROFILE, "-o", str(target), status=5)
    assert signed_in.files() == before
    signed_in.run("request", "GET", PROFILE, "-o", "/dev/null")


def test_a_full_disk(signed_in):
    with open("/dev/full", "w") as full:
        for words in (("request", "GET", PROFILE), ("whoami",), ("token",)):
            failed = signed_in.run(*words, stdout=full, status=1)
            assert "No space left on device" in failed.err
    failed = signed_in.run("request", "GET", PROFILE, "-o", "/dev/full", status=1)
    assert "No space left on device" in failed.err


def test_the_token_goes_nowhere_else(signed_in, api):
    refused = signed_in.run("request", "GET", "http://127.0.0.1:9/steal", "--json", status=1)
    assert refused.error["code"] == "origin_refused"
    for header in ("Authorization: Bearer x", "x-platform: web", "HOST: elsewhere"):
        refused = signed_in.run("request", "GET", PROFILE, "-H", header, status=2)
        assert "hufu sets the header" in refused.err


def test_a_server_that_hangs(signed_in, api):
    api.control("POST /faults", 201, {"route": f"GET {PROFILE}", "hang": True})
    late = signed_in.run("request", "GET", PROFILE, "--max-time", "0.5", "--json", status=5)
    assert late.error["code"] == "timeout"
