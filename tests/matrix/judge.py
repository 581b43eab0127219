"""Compares what a player heard with what has to follow; the only place that judges: judge.py RESULTS.

Prints a line for each case that went wrong, and how many there were; exits with 1 where there are any.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cases import matrix
from dialects import CODE, PASSWORD, Dialect
from expected import Expected

SECRETS = ("refresh-first", "refresh-second", PASSWORD)
# One call, one renewal or new code, and twice again where a line was lost.
MOST_REQUESTS = {"sign_in": 3, "renewal": 3, "silent": 6, "signed": 6}


class Outcome:
    """What a player heard of one case."""

    def __init__(self, result: dict[str, Any], call: str) -> None:
        done = [json.loads(text) for text in result["done"]]
        steps = 2 if call == "sign_in" else 3
        self.complete = len(done) == steps and not result["endless"]
        self.state: str = result["state"]
        self.requests: list[str] = result["requests"]
        self.text = json.dumps(result["done"][-2:])
        self.error: dict[str, Any] | None = None
        self.value: dict[str, Any] = {}
        self.session: dict[str, Any] = {}
        self.stored: dict[str, Any] = {}
        if self.complete:
            self.error = done[-2].get("error")
            self.value = done[-2].get("value", {})
            self.session = done[-1].get("value", {})
        for text in result["store"].values():
            self.stored = json.loads(text)


def faults(outcome: Outcome, dialect: Dialect, call: str, expected: Expected) -> Iterator[str]:
    """What is wrong, in words; nothing where all is well."""
    if not outcome.complete:
        yield "the operation does not end"
        return
    yield from session_faults(outcome, dialect, expected)
    yield from error_faults(outcome, expected)
    yield from end_faults(outcome, call)
    if len(outcome.requests) > MOST_REQUESTS[call] + 1:
        yield f"{len(outcome.requests)} requests"
    asked_again = call == "sign_in" and outcome.requests.count(dialect.sign_in) > 1
    if asked_again:
        yield "a sign-in is sent again, though its code or password may have arrived"


def session_faults(outcome: Outcome, dialect: Dialect, expected: Expected) -> Iterator[str]:
    if outcome.state not in expected.state:
        yield f"state {outcome.state}, not {' or '.join(sorted(expected.state))}"
    held = outcome.stored.get("access_token", "")
    tokens = {"first": dialect.first_token(), "second": dialect.second_token(), "none": ""}
    wanted = tokens.get(expected.token, expected.token)
    if held != wanted:
        names = {token: name for name, token in tokens.items()}
        yield f"the {names.get(held, held[:20])} token is stored, not the {expected.token}"
    if expected.token == "none" or not dialect.renews:
        return
    refresh = outcome.stored.get("refresh_token", "") or ""
    wanted_refresh = (
        "" if expected.refresh == "none" else f"refresh-{expected.refresh or expected.token}"
    )
    if expected.token not in ("first", "second") and not expected.refresh:
        return
    if refresh != wanted_refresh:
        yield f"refresh token {refresh!r}, not {wanted_refresh!r}"


def error_faults(outcome: Outcome, expected: Expected) -> Iterator[str]:
    error = outcome.error
    if expected.works is not None and (error is None) != expected.works:
        yield (
            "it works" if error is None else f"it fails: {error['code']} {error.get('detail', '')}"
        )
        return
    if error is None:
        yield from value_faults(outcome, expected)
        return
    if expected.codes and error["code"] not in expected.codes:
        yield f"code {error['code']}, not {' or '.join(sorted(expected.codes))}"
    if expected.actions and error["action"] not in expected.actions:
        yield f"action {error['action']} ({error['code']}), not {' or '.join(sorted(expected.actions))}"
    if expected.message and error.get("server_message", "") != expected.message:
        yield f"server_message {error.get('server_message', '')!r}, not {expected.message!r}"
    for secret in SECRETS:
        if secret in outcome.text:
            yield f"the error tells {secret}"
    if CODE in json.dumps(error):
        yield "the error tells the code"


def end_faults(outcome: Outcome, call: str) -> Iterator[str]:
    """O15: a session that has ended says why, and nothing else does."""
    ended = outcome.session.get("ended")
    cause = ended["cause"] if ended else None
    wanted: tuple[str | None, ...] = (None,)
    if outcome.state == "needs_user":
        wanted = ("silent_refused", "not_renewable")
    elif outcome.state == "signed_out" and call != "sign_in":
        spent = ended is not None and ended["server_code"] == "refresh_token_already_used"
        wanted = ("token_reused",) if spent else ("refused",)
    if cause not in wanted:
        yield f"the session says {cause}, not {' or '.join(map(str, wanted))}"
    if cause in ("refused", "token_reused") and outcome.error is not None:
        if (ended["code"], ended["http_status"]) != (
            outcome.error["code"],
            outcome.error["http_status"],
        ):
            yield f"the note has {ended['code']} {ended['http_status']}"


def value_faults(outcome: Outcome, expected: Expected) -> Iterator[str]:
    life_ms = outcome.session.get("expires_in_ms", 0)
    if expected.life_s and abs(life_ms - expected.life_s * 1000) > 1000:
        yield f"the token lives {life_ms / 1000} s, not {expected.life_s} s"
    if expected.nickname is not None:
        shown = (outcome.session.get("user") or {}).get("nickname", "")
        if shown != expected.nickname:
            yield f"the person is called {shown!r}, not {expected.nickname!r}"


def judge(results: Path) -> list[str]:
    """One line for each case that went wrong."""
    lines = results.read_text(encoding="utf-8").splitlines()
    heard = [json.loads(line) for line in lines]
    wrong = []
    for result, (case, dialect, call, expected) in zip(heard, matrix(), strict=True):
        assert result["name"] == case["name"]
        found = list(faults(Outcome(result, call), dialect, call, expected))
        if found:
            wrong.append(f"{case['name']}: {'; '.join(found)}")
    return wrong


def main(results: Path) -> int:
    wrong = judge(results)
    print("\n".join(wrong))
    print(f"{len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
