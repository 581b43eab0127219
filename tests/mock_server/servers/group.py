"""Servers of one database. The first has the fakes of WeChat and Clerk; all others ask it."""

import re
import threading
from pathlib import Path

from contract import Contract
from people import WebHalf, WechatHalf
from server import Api, RunningServer

SECRET = {"JWT_SECRET": "what the servers of this test have in common"}


class Member(Api):
    """The control calls of people and codes go where the fakes are."""

    def __init__(self, url: str, contract: Contract, home: "Member | None"):
        super().__init__(url, contract)
        self.home = home

    def move_to(self, url: str) -> None:
        """Its server began again elsewhere."""
        super().__init__(url, self.contract)

    def control(self, name: str, expect: int = 200, body=None, **more):
        if self.home is not None and re.search("/(wechat|clerk)/", name):
            return self.home.control(name, expect, body, **more)
        return super().control(name, expect, body, **more)


class Group:
    def __init__(
        self, program: Path, contract: Contract, database: str, environment: dict | None = None
    ):
        """`environment`: what its servers have beside the secret."""
        self.environment = SECRET | (environment or {})
        self.program = program
        self.contract = contract
        self.database = database
        self.running: list[RunningServer] = []
        self.members: list[Member] = []

    def add(self, database: str | None = None) -> Member:
        server = self.begin(database)
        self.running.append(server)
        home = self.members[0] if self.members else None
        self.members.append(Member(server.url, self.contract, home))
        return self.members[-1]

    def begin(self, database: str | None = None) -> RunningServer:
        """One more server, which the caller ends."""
        flags = ["--limits", "off"]
        if self.members:
            home = self.members[0].url
            flags += ["--wechat-base-url", f"{home}/wechat"]
            flags += ["--clerk-issuer", f"{home}/clerk", "--clerk-api-url", f"{home}/clerk"]
        return RunningServer(
            self.program,
            *flags,
            database=database or self.database,
            environment=self.environment,
        )

    def stop(self) -> None:
        for server in self.running:
            if server.process.poll() is None:
                server.stop()

    def member(self, index: int) -> Member:
        """Round and round."""
        return self.members[index % len(self.members)]


def at_once(count: int, work) -> list:
    """The results of work(0), work(1) …, each on a thread, all let go together."""
    results = [None] * count
    start = threading.Barrier(count)

    def run(index: int) -> None:
        start.wait()
        results[index] = work(index)

    threads = [threading.Thread(target=run, args=(index,)) for index in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def issue(api: Api, issuer: WebHalf | WechatHalf, target: str) -> dict:
    return api.call(
        "POST /api/bind-codes", 201, body={"target": target}, headers=issuer.headers
    ).json()


def accept(api: Api, redeemer, binding_id: str) -> str:
    """The number that the issuer has to type."""
    return api.call(
        "POST /api/bindings/{id}/accept", 200, id=binding_id, headers=redeemer.headers
    ).json()["number"]
