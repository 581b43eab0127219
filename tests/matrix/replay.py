"""Plays the cases of the matrix in Python: replay.py CASES > RESULTS. README.md says what a case is.

Runs in the environment where the wheel is installed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))
from support.machine import Machine  # noqa: E402

MOST_EFFECTS = 200  # a session that asks more often than that never ends


def as_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Play:
    def __init__(self, case: dict[str, Any]) -> None:
        self.machine = Machine(as_text(case["config"]))
        self.wall_ms, self.uptime_ms = 1.8e12, 5e6
        self.waiting: list[dict[str, Any]] = []
        self.answers: dict[str, list[Any]] = {}
        self.result: dict[str, Any] = {
            "name": case["name"],
            "done": [],
            "events": [],
            "requests": [],
            "store": {},
            "slept_ms": 0,
            "endless": False,
            "state": "",
        }
        for step in case["steps"]:
            self.take(step)
        self.result["state"] = self.machine.state

    def take(self, step: dict[str, Any]) -> None:
        self.wall_ms += step.get("pass_ms", 0)
        self.uptime_ms += step.get("pass_ms", 0)
        if "begin" not in step:
            return
        self.answers = {flow: list(answers) for flow, answers in step["answers"].items()}
        arguments = as_text(step["arguments"])
        self.machine.begin(step["begin"], arguments, self.wall_ms, self.uptime_ms)
        self.drain()
        for _ in range(MOST_EFFECTS):
            if not self.waiting:
                return
            effect = self.waiting.pop(0)
            answer = as_text(self.answer_to(effect))
            self.machine.resolve(effect["id"], answer, self.wall_ms, self.uptime_ms)
            self.drain()
        self.result["endless"] = bool(self.waiting)

    def drain(self) -> None:
        while (text := self.machine.next()) is not None:
            message = json.loads(text)
            kind = message["type"]
            if kind == "done":
                self.result["done"].append(text)
            elif kind == "event":
                self.result["events"].append(text)
            elif kind == "effect" and message["kind"] != "unlock":
                self.waiting.append(message)
            elif kind == "cancel":
                self.waiting = [each for each in self.waiting if each["id"] != message["id"]]

    def answer_to(self, effect: dict[str, Any]) -> Any:
        kind, store = effect["kind"], self.result["store"]
        if kind == "http":
            return self.next_answer(effect["flow"])
        if kind == "load":
            return {"value": store.get(effect["key"])}
        if kind == "save":
            store[effect["key"]] = effect["value"]
        elif kind == "erase":
            store.pop(effect["key"], None)
        elif kind == "sleep":
            self.result["slept_ms"] += effect["delay_ms"]
            self.wall_ms += effect["delay_ms"]
            self.uptime_ms += effect["delay_ms"]
        elif kind == "random":  # base64url of so many zero bytes; a digest has 32
            return {"bytes": "A" * ((effect["bytes"] * 8 + 5) // 6)}
        elif kind == "digest":
            return {"bytes": "A" * 43}
        elif kind == "credential":
            return {"credential": "wx-code", "encrypted_data": "ZGF0YQ==", "iv": "aXY="}
        return {}

    def next_answer(self, flow: str) -> Any:
        """The answers of a flow in turn; the last one again and again."""
        self.result["requests"].append(flow)
        answers = self.answers.get(flow)
        if answers is None:
            return {"error": "host_fault"}
        return answers.pop(0) if len(answers) > 1 else answers[0]


def main(cases: str) -> None:
    with open(cases, encoding="utf-8") as file:
        for line in file:
            print(as_text(Play(json.loads(line)).result))


if __name__ == "__main__":
    main(sys.argv[1])
