"""Help, manual and completions: made of one description, and each shell can read its own."""

import re
import shutil
import subprocess

import pytest

COMMANDS = """login status whoami token web-view-url request bind unbind approve scan profile account password resend identities factors
logout profiles server doctor
completions manual help""".split()


def test_help(home):
    shown = home.run("--help").out
    assert all(re.search(rf"^  {name} ", shown, re.MULTILINE) for name in COMMANDS)
    assert "--device" in home.run("login", "--help").out
    assert re.fullmatch(r"hufu \d+\.\d+\.\d+\n", home.run("--version").out)


def test_help_by_its_word(home):
    assert home.run("help").out == home.run("--help").out
    assert home.run("help", "login").out == home.run("login", "--help").out
    assert home.run("help", "profile", "set").out == home.run("profile", "set", "--help").out
    assert "did you mean login?" in home.run("help", "lgoin", status=2).err


@pytest.mark.parametrize("language, words", [("en", "All commands"), ("zh-CN", "全部命令")])
def test_the_program_alone_says_where_to_begin(home, language, words):
    home.environment["LANG"] = {"en": "C.UTF-8", "zh-CN": "zh_CN.UTF-8"}[language]
    told = home.run()
    assert told.err == ""
    lines = told.out.splitlines()
    assert lines[-1].startswith(words)
    for line in lines:
        assert re.fullmatch(r"(  hufu [a-zA-Z /]{19} \S.*)?|[^ ].*", line), line
    steps = [line.split()[1] for line in lines if line.startswith("  hufu ")]
    assert steps == ["login", "whoami", "request", "doctor", "logout"]
    # Nothing was looked for, made or asked.
    assert home.files() == {}


MISTYPED = {
    "lgoin": "login",
    "satus": "status",
    "whoami --cahced": "--cached",
    "profile sho": "show",
    "login --profil work": "--profile",
    "--jsno status": "--json",
}


@pytest.mark.parametrize("words", MISTYPED)
def test_what_was_meant(home, words):
    refused = home.run(*words.split(), status=2)
    assert f"did you mean {MISTYPED[words]}?" in refused.err, refused.err
    assert "did you mean" not in home.run("xyzzyx", status=2).err


def test_manual(home):
    page = home.run("manual").out
    read = subprocess.run(
        ["man", "--warnings", "-l", "-"],
        input=page,
        capture_output=True,
        text=True,
        env={**home.environment, "MANWIDTH": "80", "MANPAGER": "cat"},
        check=True,
    )
    assert read.stderr == ""
    shown = re.sub(r".\x08", "", read.stdout)
    assert all(f"hufu {name}" in shown for name in COMMANDS)
    assert "EXIT STATUS" in shown and "nobody is signed in" in " ".join(shown.split())


def offered(shell: str, script: str, line: str) -> set[str]:
    """What the shell offers at the end of the line."""
    if shell == "bash":
        words = line.split(" ")
        program = f"""{script}
COMP_WORDS=({" ".join(word or "''" for word in words)}); COMP_CWORD={len(words) - 1}
_hufu; printf '%s\\n' "${{COMPREPLY[@]}}" """
        command = ["bash", "-c", program]
    else:
        command = ["fish", "--no-config", "-c", f"{script}\ncomplete -C '{line}'"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return {each.split("\t")[0] for each in done.stdout.splitlines()}


@pytest.mark.parametrize("shell", ["bash", "fish"])
def test_completions(home, shell):
    script = home.run("completions", shell).out
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed; --full installs it")
    assert offered(shell, script, "hufu log") == {"login", "logout"}
    assert "--device" in offered(shell, script, "hufu login --d")
    assert "set" in offered(shell, script, "hufu --json profile s")
    assert offered(shell, script, "hufu whoami --backend wx") == {"wx_login"}
    assert {"wechat", "web"} <= offered(shell, script, "hufu bind w")


def test_zsh_reads_its_completions(home):
    script = home.run("completions", "zsh").out
    assert script.startswith("#compdef hufu\n")
    if not shutil.which("zsh"):
        pytest.skip("zsh is not installed; --full installs it")
    subprocess.run(["zsh", "-n"], input=script, text=True, check=True)
