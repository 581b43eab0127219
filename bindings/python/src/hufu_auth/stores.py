"""Where a session is kept: in memory, in sealed files, or in an object of the application."""

from __future__ import annotations

import os
from collections.abc import Awaitable
from typing import Literal, NamedTuple, Optional, Protocol, Union, cast, runtime_checkable

from hufu_auth import _native
from hufu_auth._later import log
from hufu_auth.errors import error_from


@runtime_checkable
class Store(Protocol):
    """Any object with these three methods keeps sessions; what it raises counts as
    `store_unavailable`, and the session lives on in memory.

    A client makes one call at a time, from a thread of its own. Clients of one process that are
    given the same object refresh once for all of them; for several processes, take a `FileStore`.
    Texts hold tokens: keep them as private as passwords.
    """

    def load(self, key: str) -> Optional[str]:
        """The text under `key`; None if none was saved."""
        ...

    def save(self, key: str, value: str) -> None:
        """When this returns, the text is safe."""
        ...

    def erase(self, key: str) -> None:
        """Removing what is not there is no error."""
        ...


@runtime_checkable
class AsyncStore(Protocol):
    """The same for `AsyncClient`; each method may also be an ordinary one that does not wait."""

    def load(self, key: str) -> Union[Awaitable[Optional[str]], Optional[str]]:
        """The text under `key`; None if none was saved."""
        ...

    def save(self, key: str, value: str) -> Optional[Awaitable[None]]:
        """When this is over, the text is safe."""
        ...

    def erase(self, key: str) -> Optional[Awaitable[None]]:
        """Removing what is not there is no error."""
        ...


class NativeStore:
    """A store of the native client. Thread-safe; several clients may share it."""

    _native: _native.Store

    def load(self, key: str) -> Optional[str]:
        """The text under `key`; None if none was saved."""
        try:
            return self._native.load(key)
        except _native.Failed as failed:
            raise error_from(failed) from None

    def save(self, key: str, value: str) -> None:
        """When this returns, the text is safe from a crash."""
        try:
            self._native.save(key, value)
        except _native.Failed as failed:
            raise error_from(failed) from None

    def erase(self, key: str) -> None:
        """Removing what is not there is no error."""
        try:
            self._native.erase(key)
        except _native.Failed as failed:
            raise error_from(failed) from None


class MemoryStore(NativeStore):
    """Keeps texts for as long as it lives.

    On Linux the children that a program forks share it: who renews a token renews it for all of
    them. Elsewhere a child begins with an empty one, since a refresh token must not be used twice.

    >>> store = MemoryStore()
    >>> store.save("hufu.session", "text")
    >>> store.load("hufu.session")
    'text'
    """

    def __init__(self) -> None:
        self._native = _native.SharedMemoryStore.make() or _native.MemoryStore()
        self._process = os.getpid()

    def _go_on_in_child(self) -> None:
        if self._process == os.getpid():  # another client of this store was first
            return
        self._process = os.getpid()
        old = self._native
        _leaked.append(old)  # its lock may be held
        if isinstance(old, _native.SharedMemoryStore):
            self._native = old.in_child()
        else:
            self._native = _native.MemoryStore()


_leaked: list[_native.Store] = []


class FileStore(NativeStore):
    """One sealed file per key (AES-256-GCM) in a directory that is private to one user.

    Processes that share the directory refresh once for all of them.

    Args:
        directory: Created if missing. By default `$XDG_STATE_HOME/hufu` or `~/.local/state/hufu`.
        key: 64 hexadecimal digits, or base64 of 32 bytes; by default from `HUFU_STORE_KEY`.
        allow_plaintext: Without any key, keep sessions as plain text that only the file mode
            protects.

    Raises:
        StoreUnavailable: No key and no `allow_plaintext`; a directory of another user, a symbolic
            link, or writable by others.
        InvalidArgument: A key that is not 32 bytes.
    """

    def __init__(
        self,
        directory: Union[str, os.PathLike[str]] = "",
        *,
        key: Optional[str] = None,
        allow_plaintext: bool = False,
    ) -> None:
        self._options = (os.fspath(directory), key, allow_plaintext)
        self._open()

    def _open(self) -> None:
        try:
            self._native = self._files = _native.FileStore(*self._options)
        except _native.Failed as failed:
            raise error_from(failed) from None

    @property
    def directory(self) -> str:
        """Where the files are."""
        return self._files.directory

    @property
    def is_encrypted(self) -> bool:
        """Whether there is a key."""
        return self._files.is_encrypted


StoreKind = Literal["keyring", "supplied-key", "plain", "memory"]
"""What protects stored sessions: a key in the system's keyring, one from outside, the file mode only, or
nothing, since they end with the program."""


class OpenedStore(NamedTuple):
    """What `open_store` has found."""

    store: NativeStore
    """For `Client(store=…)`."""
    kind: StoreKind
    directory: str
    """Where the files lie; empty in memory."""
    key_source: str
    """What the key comes from: `Secret Service`, `HUFU_STORE_KEY`, `systemd credential`, `the program`."""
    reason: str
    """Why it is in memory, if something better was asked for."""


def open_store(
    directory: Union[str, os.PathLike[str]] = "",
    *,
    kind: Optional[StoreKind] = None,
    key: Optional[str] = None,
    allow_plaintext: bool = False,
    interactive: bool = False,
    or_memory: bool = False,
) -> OpenedStore:
    """The store of a program on a person's machine: sealed files, their key in the system's keyring.

    The choice is remembered in the directory, so that every later program takes the same, and is never
    replaced in silence. Waits for the keyring.

    Args:
        directory: Created if missing. By default `$XDG_STATE_HOME/hufu` or `~/.local/state/hufu`.
        kind: This or an error. By default what was remembered; else a supplied key where there is one;
            else the keyring; else plain files where `allow_plaintext` names them.
        key: 64 hexadecimal digits, or base64 of 32 bytes; by default from `HUFU_STORE_KEY` or systemd's
            credential `hufu-store-key`.
        allow_plaintext: Plain files may be written where nothing better is to be had.
        interactive: The keyring may ask the person to unlock it, for up to two minutes.
        or_memory: Where no file can be kept, answer a store in memory.

    Raises:
        StoreUnavailable: With a sentence that says what to do.
        InvalidArgument: A key that is none.
        Unsupported: This system has no keyring, and one was asked for by name.

    >>> opened = open_store(kind="memory")
    >>> opened.kind, opened.store.load("hufu.session")
    ('memory', None)
    """
    try:
        native, found, place, source, reason, warnings = _native.open_store(
            os.fspath(directory), kind, key, allow_plaintext, interactive, or_memory
        )
    except _native.Failed as failed:
        raise error_from(failed) from None
    for sentence in warnings:
        log.warning("%s", sentence)
    store = MemoryStore() if native is None else _Files(native)
    return OpenedStore(store, cast(StoreKind, found), place, source, reason)


class _Files(NativeStore):
    """Holds no lock of this process, so that it serves a forked child as it is."""

    def __init__(self, native: _native.Store) -> None:
        self._native = native
