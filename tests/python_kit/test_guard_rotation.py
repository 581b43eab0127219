"""Eight processes under load, while an issuer changes its keys and others send tokens of no key at all."""

import json
import multiprocessing
import threading
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from hufu_auth.verify import Guard, Refused, unified

from issuers import NOW_S, World, until_all_have_landed
from serving import serving

PROCESSES = 8
TOKENS = 25
KEYS = ["first", "second", "third"]


@dataclass
class Step:
    """What the world is like while every process verifies some tokens."""

    advance_s: int
    published: list[str]
    used: str
    garbage: int = 0


@dataclass
class Told:
    good: Counter = field(default_factory=Counter)
    garbage: Counter = field(default_factory=Counter)


class KeyServer(BaseHTTPRequestHandler):
    world: World
    asked = 0
    lock = threading.Lock()

    def do_GET(self) -> None:
        with self.lock:
            KeyServer.asked += 1
        [answer] = self.world.answers.values()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(answer["body"]).encode())

    def log_message(self, format: str, *args: object) -> None: ...


def work(url, steps, tokens, turn, results):
    """One process: verifies in each step, and tells how that went."""
    uptime_s = 0.0
    guard = Guard([unified(url)], now_s=lambda: NOW_S, uptime_s=lambda: uptime_s)

    def verdict(token):
        try:
            return guard.verify(token).id
        except Refused as refused:
            return refused.status

    told = Told()
    for step in steps:
        turn.wait(60)
        uptime_s += step.advance_s
        told.good.update(verdict(token) for token in tokens[step.used])
        told.garbage.update(verdict(token) for token in tokens["garbage"][: step.garbage])
        until_all_have_landed()  # a step is seconds of the clock
        turn.wait(60)
    results.put(told)


def played(steps):
    """What all processes were told together, and how often each asked for keys."""
    world = World()
    names = [*KEYS, "garbage"]
    tokens = {name: [world.token(name, jti=f"{n}") for n in range(TOKENS)] for name in names}
    KeyServer.world, KeyServer.asked = world, 0
    context = multiprocessing.get_context("fork")
    turn, results = context.Barrier(PROCESSES + 1), context.Queue()
    server = ThreadingHTTPServer(("127.0.0.1", 0), KeyServer)
    given = (f"http://127.0.0.1:{server.server_port}", steps, tokens, turn, results)
    processes = [context.Process(target=work, args=given) for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    with serving(server):
        for step in steps:
            world.publish(*step.published)
            turn.wait(60)
            turn.wait(60)
        together = Told()
        for _ in processes:
            told = results.get(timeout=60)
            together.good += told.good
            together.garbage += told.garbage
        for process in processes:
            process.join(60)
    return together, KeyServer.asked / PROCESSES


def test_a_rotation_as_issuers_do_it():
    """G3: published five minutes before it is used; the old one goes when its tokens are over."""
    steps = [Step(0, ["first"], "first")]
    for old, new in zip(KEYS, KEYS[1:], strict=False):
        steps += [Step(10, [old, new], old) for _ in range(30)]
        steps += [Step(10, [old, new], new) for _ in range(30)]
        steps += [Step(10, [new], new) for _ in range(30)]
    told, asked = played(steps)
    assert told.good == {"p1": PROCESSES * TOKENS * len(steps)}
    assert asked == 1 + sum(step.advance_s for step in steps) / 300


def test_a_key_that_is_used_at_once_beside_a_flood_of_garbage():
    """G9: 503 for as long as nobody can tell, never 401."""
    steps = [Step(0, ["first"], "first", TOKENS)]
    changes = list(zip(KEYS, KEYS[1:], strict=False))
    for old, new in changes:
        steps += [Step(1, [old, new], new, TOKENS) for _ in range(13)]
    told, asked = played(steps)
    assert set(told.good) == {"p1", 503}
    assert told.good[503] <= PROCESSES * TOKENS * 10 * len(changes)  # the seconds of the cool-down
    assert set(told.garbage) <= {401, 503}
    assert asked <= 1 + sum(step.advance_s for step in steps) / 10
