"""What a sign-in by the code of a mail costs the server beside one by WeChat: both on one server, one after another.

In time of its processor, so it is the same whatever else this machine does. Asking for the mail counts, reading it does not.
"""

import http.client
import json
import time
from pathlib import Path
from urllib.parse import urlsplit

from load import PEOPLE, Bench, Program, row

INBOX = "/_control/inbox"
CODES = "/_control/wechat/login-codes"


class Caller:
    def __init__(self, program: Program):
        where = urlsplit(program.url)
        self.connection = http.client.HTTPConnection(where.hostname, where.port)
        # The clock of that process: user and system, of all its threads (clock_getcpuclockid(3)).
        self.clock = (~program.process.pid << 3) | 2

    def ask(self, method: str, path: str, body: dict | None = None) -> dict:
        headers = {"Content-Type": "application/json", "X-Platform": "web"}
        self.connection.request(method, path, body and json.dumps(body), headers)
        answer = self.connection.getresponse()
        text = answer.read()
        assert answer.status < 300, f"{method} {path}: {answer.status} {text[:200]!r}"
        return json.loads(text) if text else {}

    def spent_us(self, path: str, bodies: list[dict]) -> float:
        """Of the server's processor, for each of these requests."""
        before = time.clock_gettime(self.clock)
        for body in bodies:
            self.ask("POST", path, body)
        return (time.clock_gettime(self.clock) - before) * 1e6 / len(bodies)


def wechat_codes(bench: Bench) -> list[dict]:
    wechat = Caller(bench.wechat)
    people = Path(bench.people).read_text().split()
    return [wechat.ask("POST", CODES, {"personId": person}) for person in people]


def signed_in_by_mail(caller: Caller, people: int) -> float:
    mails = [{"email": f"person{i}@example.com"} for i in range(people)]
    spent = caller.spent_us("/auth/v1/otp", mails)
    inbox = caller.ask("GET", INBOX)["messages"]
    answers = [{"type": "email", "email": mail["to"], "token": mail["code"]} for mail in inbox]
    assert len(answers) == people
    caller.ask("DELETE", INBOX)
    return spent + caller.spent_us("/auth/v1/verify", answers)


def measure_code_sign_in(bench: Bench, program: str) -> None:
    flags = ["--port", "0", "--limits", "off", "--control", "--send-interval", "0"]
    flags += ["--wechat-base-url", f"{bench.wechat.url}/wechat"]
    with Program(program, *flags, "--database", f"sqlite://{bench.folder}/codes.db") as server:
        caller = Caller(server)
        # Twice: who is new, and who comes back.
        by_wechat = sum(caller.spent_us("/api/wechat/login", wechat_codes(bench)) for _ in range(2))
        by_code = sum(signed_in_by_mail(caller, PEOPLE) for _ in range(2))
    row("code_sign_in_us", by_code / 2, "µs", "", "wechat/login", by_wechat / 2)
    row("code_sign_in_ratio", by_code / by_wechat, "x", "<=2")
