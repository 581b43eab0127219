"""The core inside the wheel says what it says everywhere: the recorded flows, letter for letter."""

import json
from pathlib import Path

import pytest
from hufu_auth import _native

from support.machine import Machine

VECTORS = Path(__file__).parent.parent / "vectors"
SCRIPTS = sorted((VECTORS / "flows").glob("*.json"))


def compact(value) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def as_text(given) -> str:
    """Arguments and answers that are a string are passed as they are: they may be broken."""
    return given if isinstance(given, str) else compact(given)


class Replay:
    def __init__(self, script: dict):
        self.script = script
        self.wall_ms = script["now"]["wall_ms"]
        self.uptime_ms = script["now"]["uptime_ms"]
        self.open()

    def open(self) -> None:
        self.machine = Machine(compact(self.script["config"]))
        self.told = []

    def run(self) -> None:
        for index, step in enumerate(self.script["steps"]):
            if "expect" in step:
                assert self.told, f"step {index}: nothing was said"
                assert self.told.pop(0) == compact(step["expect"]), f"step {index}"
                continue
            assert self.told == [], f"step {index}: too much was said"
            self.take(step)
            while (message := self.machine.next()) is not None:
                self.told.append(message)
        assert self.told == []

    def take(self, step: dict) -> None:
        now = (self.wall_ms, self.uptime_ms)
        if "begin" in step:
            arguments = as_text(step.get("arguments", {}))
            assert self.machine.begin(step["begin"], arguments, *now) == step["gives"]
        elif "to" in step:
            self.machine.resolve(step["to"], as_text(step["answer"]), *now)
        elif "cancel" in step:
            self.machine.cancel(step["cancel"])
        elif "wake" in step:
            self.machine.wake(*now)
        elif "pass" in step:
            self.wall_ms += step["pass"].get("wall_ms", 0)
            self.uptime_ms += step["pass"].get("uptime_ms", 0)
        elif "authorize" in step:
            assert self.machine.authorize(step["authorize"], *now) == step["gives"]
        elif "state" in step:
            assert self.machine.state == step["state"]
        elif "reopen" in step:
            self.open()
        else:
            pytest.fail(f"unknown step {step}")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_flow(path):
    Replay(json.loads(path.read_text())).run()


def test_there_are_flows():
    assert len(SCRIPTS) > 100


def cases(name: str, fits) -> list[dict]:
    """Those that fit the types of the function: the others are a TypeError here."""
    read = json.loads((VECTORS / "cookies" / name).read_text())
    return [case for case in read if fits(case["given"])]


def has_value(given: dict) -> bool:
    return "value" in given


def has_pairs(given: dict) -> bool:
    return all(list(map(type, pair)) == [str, str] for pair in given.get("cookies", [[]]))


@pytest.mark.parametrize("case", cases("encode.json", has_value), ids=lambda case: case["about"])
def test_cookies_are_encoded(case):
    given = case["given"]
    pairs = _native.cookies_encode(given["name"], given["value"], given.get("present", []))
    assert [list(pair) for pair in pairs] == case["gives"]


@pytest.mark.parametrize("case", cases("decode.json", has_pairs), ids=lambda case: case["about"])
def test_cookies_are_decoded(case):
    given = case["given"]
    pairs = [tuple(pair) for pair in given["cookies"]]
    assert _native.cookies_decode(given["name"], pairs) == case["gives"]
