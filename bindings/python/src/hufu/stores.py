"""Where a session is kept: in memory, in sealed files, or in an object of the application."""

from __future__ import annotations

import os
from collections.abc import Awaitable
from typing import Optional, Protocol, Union, runtime_checkable

from hufu import _native
from hufu.errors import error_from


@runtime_checkable
class Store(Protocol):
    """Any object with these three methods keeps sessions; what it raises counts as
    `store_unavailable`, and the session lives on in memory.

    A client makes one call at a time, from a thread of its own. Clients of one process that are
    given the same object refresh once for all of them; for several processes, take a `FileStore`. Texts hold tokens: keep them as
    private as passwords.
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
