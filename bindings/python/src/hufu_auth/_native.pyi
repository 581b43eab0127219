"""The native client as Python sees it; `hufu_auth` is the face for people."""

from typing import Any, Literal, NoReturn, Optional

# tables: begin names
_Operation = Literal[
    "sign_in_with_wechat",
    "sign_in_with_oauth",
    "exchange_code_for_session",
    "sign_in_with_password",
    "sign_up",
    "sign_in_anonymously",
    "sign_in_with_id_token",
    "send_otp",
    "verify_otp",
    "resend",
    "recover_password",
    "adopt_session",
    "sign_in_by_scan",
    "open_mini_program",
    "enter_return_code",
    "finish_sign_in",
    "close_sign_in",
    "launch",
    "approve_scan",
    "deny_scan",
    "preview_device",
    "approve_device",
    "deny_device",
    "access_token",
    "fetch",
    "session",
    "user",
    "web_view_url",
    "fetch_profile",
    "update_profile",
    "upload_avatar",
    "bind_phone",
    "fetch_account",
    "update_account",
    "reauthenticate",
    "list_identities",
    "link_identity",
    "unlink_identity",
    "enroll_factor",
    "challenge_factor",
    "verify_factor",
    "remove_factor",
    "list_factors",
    "create_bind_code",
    "redeem_bind_code",
    "accept_binding",
    "confirm_binding",
    "decline_binding",
    "wait_for_binding",
    "unbind",
    "merge_accounts",
    "sign_out",
]
_State = Literal["signed_out", "signing_in", "signed_in", "needs_user"]
# tables: end names

VERSION: str
ERRORS: tuple[tuple[str, str, int, str], ...]

class Failed(Exception): ...

def describe() -> str: ...
def fail(code: str, detail: str) -> NoReturn: ...
def message(code: str, detail: str, retry_after_ms: float, language: str) -> str: ...
def why_ended(cause: str, language: str) -> str: ...
def come_back() -> None: ...
def forget_others() -> None: ...
def cookies_encode(
    name: str, value: Optional[str], present: list[str] | tuple[str, ...] = ...
) -> list[tuple[str, Optional[str]]]: ...
def cookies_decode(name: str, cookies: list[tuple[str, str]]) -> Optional[str]: ...

class Store:
    def load(self, key: str) -> Optional[str]: ...
    def save(self, key: str, value: str) -> None: ...
    def erase(self, key: str) -> None: ...

class MemoryStore(Store):
    def __init__(self) -> None: ...

class SharedMemoryStore(Store):
    @staticmethod
    def make() -> Optional[SharedMemoryStore]: ...
    def in_child(self) -> SharedMemoryStore: ...

class FileStore(Store):
    def __init__(self, directory: str, key: Optional[str], allow_plaintext: bool) -> None: ...
    @property
    def directory(self) -> str: ...
    @property
    def is_encrypted(self) -> bool: ...

def open_store(
    directory: str,
    kind: Optional[str],
    key: Optional[str],
    allow_plaintext: bool,
    interactive: bool,
    or_memory: bool,
) -> tuple[Optional[Store], str, str, str, str, list[str]]: ...

class Client:
    def __init__(
        self,
        config: dict[str, Any],
        store: Optional[Store],
        *,
        asked_store: object,
        credential: bool,
        present: bool,
        http: bool,
        has_event_loop: bool,
        ca_file: str,
    ) -> None: ...
    def call(self, operation: _Operation, arguments: dict[str, Any]) -> Any: ...
    def fetch(
        self,
        method: str,
        url: str,
        headers: list[tuple[str, str]],
        body: Optional[bytes],
        timeout_ms: float,
    ) -> tuple[int, list[tuple[str, str]], bytes]: ...
    def authorize(self, url: str, /) -> Optional[dict[str, str]]: ...
    def begin(self, operation: _Operation, arguments: dict[str, Any]) -> tuple[int, int]: ...
    def begin_fetch(
        self,
        method: str,
        url: str,
        headers: list[tuple[str, str]],
        body: Optional[bytes],
        timeout_ms: float,
    ) -> tuple[int, int]: ...
    def cancel(self, operation: int) -> None: ...
    def listen(self) -> None: ...
    @property
    def state(self) -> _State: ...
    def take(self) -> Optional[list[tuple[Any, ...]]]: ...
    def turn(self) -> Optional[list[tuple[Any, ...]]]: ...
    def descriptors(self) -> list[int]: ...
    def begin_exchange(
        self, method: str, url: str, headers: list[tuple[str, str]], replayable: bool
    ) -> Exchange: ...
    def answer(self, question: int, value: Any) -> None: ...
    def refuse(self, question: int, code: str, detail: str) -> None: ...
    def close(self, *, no_callbacks: bool) -> None: ...
    def abandon(self) -> None: ...

class Exchange:
    def next(self, timeout_ms: float = ...) -> tuple[Any, ...]: ...
    def begin_next(self) -> int: ...
    def answered(self, status: int, headers: list[tuple[str, str]]) -> None: ...
    def failed(self, code: str, detail: str) -> None: ...
    def close(self) -> None: ...
