"""No secret on a screen, in `ps`, in a log, or in what a crash leaves behind (C14)."""

import os
import re
import resource
import signal
from pathlib import Path

from home import wait_until

from people import WechatHalf


def command_line(process: int) -> bytes:
    return Path(f"/proc/{process}/cmdline").read_bytes()


def state(process: int) -> str:
    """A letter, as `ps` shows it; S: it sleeps."""
    return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]


def test_no_secret_in_any_output(at, api):
    code = WechatHalf.make(api, nickname="Hua").code()["code"]
    outputs = [at.run("login", "--code", given=code)]
    tokens = [code, at.run("token").out.strip(), at.environment["HUFU_STORE_KEY"]]
    commands = ["status", "whoami", "doctor", "profiles", "logout", "status", "whoami"]
    for words in [[each] for each in commands] + [["profile", "show"], ["login", "--code"]]:
        for form in ([], ["--json"]):
            outputs.append(at.run(*words, *form, given=code, status=None))
    for each in outputs:
        assert not any(secret in each.out + each.err for secret in tokens), each
        assert "eyJ" not in each.out + each.err and "hrt1_" not in each.out + each.err


def test_no_option_takes_a_secret(home):
    """What an option takes is seen by everybody's `ps`."""
    options = set(re.findall(r"--[a-z-]+", home.run("manual").out.replace("\\-", "-")))
    assert options & {"--password", "--token", "--key", "--secret", "--bind-code"} == set()


def test_no_core_dump(at, tmp_path):
    def dump_all():
        resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2)

    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    more = {"preexec_fn": dump_all} if hard == resource.RLIM_INFINITY else {}
    login = at.start("login", "--code", cwd=tmp_path, **more)
    wait_until(lambda: b"login" in command_line(login.pid))
    login.stdin.write("canary-of-a-code")
    login.stdin.flush()
    # It waits for the end of the line by now, or is about to.
    wait_until(lambda: state(login.pid) == "S")
    os.kill(login.pid, signal.SIGABRT)
    login.communicate()
    status = login.returncode
    assert status == -signal.SIGABRT
    assert list(tmp_path.glob("core*")) == []
