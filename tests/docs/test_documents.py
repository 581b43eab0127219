"""Every command of every document, typed as it stands, in the order of the text, in a fresh clone."""

import re
import socket
import time

import pytest
from commands import commands_of, documents
from desk import Desk
from plan import rule_of

from conftest import IS_FULL

# What `./dev test` follows, with what it has built itself. The others build for an hour.
SAMPLE = ("bindings/cli/README.md",)
BUILT = r"\./dev (build|test) .*"

PORT = 8787

WITH_COMMANDS = [document for document in documents() if commands_of(document)]


def is_free(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.parametrize("document", WITH_COMMANDS)
def test_its_commands_work(document: str, desk: Desk, notes) -> None:
    if not IS_FULL and document not in SAMPLE:
        pytest.skip("in --full")
    if not is_free(PORT):
        pytest.skip(f"somebody listens on {PORT}, where the documents want their server")
    try:
        for command in commands_of(document):
            rule, began = rule_of(command), time.monotonic()
            if rule.follow is None:
                notes.note("left out", command, began, rule.because)
                continue
            if not IS_FULL and re.fullmatch(BUILT, command.line):
                notes.note("left out", command, began, "built before")
                continue
            desk.sit_down(command, rule.at)
            try:
                rule.follow(desk, command.line)
            except BaseException:
                notes.note("FAILED", command, began)
                raise
            notes.note("ok", command, began)
    finally:
        desk.leave()
