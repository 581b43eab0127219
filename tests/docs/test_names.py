"""What the documented commands name is there: files, scripts, options, packages. Looked at without running them."""

import json
import re
import shlex
import subprocess

import pytest
from commands import ROOT, Command, commands, documents
from plan import RULES, rule_of

COMMANDS = commands()
TYPED = [command for command in COMMANDS if command.block]


def test_there_are_commands() -> None:
    assert len(COMMANDS) > 90
    assert len(TYPED) > 50


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.documents} {rule.pattern}")
def test_each_rule_is_for_a_command(rule) -> None:
    assert any(rule_of(command) is rule for command in COMMANDS), "nothing follows it any more"
    assert (rule.follow is None) == bool(rule.because)


@pytest.mark.parametrize("command", TYPED, ids=str)
def test_what_it_names_is_there(command: Command) -> None:
    words = shlex.split(command.line.removesuffix(" &"))
    folder = (ROOT / command.document).parent
    if words[0].endswith("dev"):
        check_dev(words)
    if words[:2] == ["npm", "run"]:
        scripts = json.loads((folder / "package.json").read_text())["scripts"]
        assert words[2] in scripts, f"there is no script {words[2]!r}"
    if words[:2] == ["npm", "ci"]:
        assert (folder / "package-lock.json").exists()
    for word in words[1:]:
        path = re.sub(r"\[.*\]$", "", word)
        if re.match(r"(\./)?(bindings|examples|tests|scripts|docs|mock-server)/", path):
            assert list(ROOT.glob(path.removeprefix("./"))), f"there is no {path}"


def check_dev(words: list[str]) -> None:
    help_wanted = [ROOT / "dev", words[1], "--help"]
    usage = subprocess.run(help_wanted, capture_output=True, text=True, check=True).stdout
    for word in words[2:]:
        assert word in usage, f"./dev {words[1]} does not know {word!r}"


def test_nothing_is_said_to_be_in_a_registry_that_is_not() -> None:
    """`npm install hufu`, `pip install hufu-auth`: once they are published, this test goes."""
    wrong = r"npm (?:i|install)(?: -D| --save-dev)? (?:hufu|hufu-mock-server)\b(?![-\w]*\.tgz)|pip install hufu"
    for document in documents():
        found = re.search(wrong, (ROOT / document).read_text())
        assert not found, f"{document}: {found and found.group()}"


def test_npx_is_said_only_where_the_package_was_installed_before() -> None:
    for document in documents():
        text = (ROOT / document).read_text()
        if "npx hufu-mock-server" in text:
            before = text.split("npx hufu-mock-server")[0]
            assert re.search("build/(?:packages|release)/hufu-mock-server", before), document
