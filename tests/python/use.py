"""How programs use the package; mypy and pyright read this, nobody runs it."""

from __future__ import annotations

import hufu_auth


class Shelf:
    """A store of the application's own."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def load(self, key: str) -> str | None:
        return self.texts.get(key)

    def save(self, key: str, value: str) -> None:
        self.texts[key] = value

    def erase(self, key: str) -> None:
        self.texts.pop(key, None)


class AsyncShelf:
    """One that waits."""

    async def load(self, key: str) -> str | None:
        return key

    async def save(self, key: str, value: str) -> None: ...

    async def erase(self, key: str) -> None: ...


def credential(kind: hufu_auth.CredentialKind, fresh: bool) -> str | hufu_auth.Credential:
    if fresh:
        raise hufu_auth.HostFailure("signed_out")
    return hufu_auth.Credential(kind, iv="iv")


def blocking() -> str:
    with hufu_auth.Client(
        "https://api.example.com", store=Shelf(), credential=credential
    ) as client:
        session: hufu_auth.Session = client.sign_in_with_wechat(code="code")
        headers: dict[str, str] = client.signed_headers("https://api.example.com/orders")
        print(headers)
        try:
            client.fetch("https://api.example.com/orders", headers={"Accept": "*/*"}, json=[1])
        except hufu_auth.RetryLater as error:
            return f"{error.code} in {error.retry_after_ms} ms"
        return session.user.nickname if session.user else ""


async def waiting() -> int:
    async with hufu_auth.AsyncClient("https://api.example.com", store=AsyncShelf()) as client:
        answer = await client.fetch("https://api.example.com/orders")
        return answer.status
