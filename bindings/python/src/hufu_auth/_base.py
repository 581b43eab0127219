"""What the blocking and the asyncio client share: opening, forking, the hot path, events."""

from __future__ import annotations

import atexit
import os
import weakref
from importlib import import_module
from typing import TYPE_CHECKING, Any, Callable, NoReturn, Optional, Union

from hufu_auth import _native
from hufu_auth._given import authorities, checked_call, checked_language, checked_store
from hufu_auth._later import later, log
from hufu_auth._transport import AsyncTransport, Headers, NotSent, Transport, own_request
from hufu_auth.errors import FailureFacts, HostFailure, HufuError, error_of
from hufu_auth.stores import FileStore, MemoryStore, NativeStore

if TYPE_CHECKING:
    from hufu_auth import results as results
else:
    results = later(lambda: import_module("hufu_auth.results"))

Given = Union[str, "results.Credential"]

_OF_STORES = ("load", "save", "erase")
_clients: weakref.WeakSet[BaseClient] = weakref.WeakSet()


class BaseClient:
    """One session of one person."""

    _has_event_loop = False
    """Whether an event loop lets transfers go on; else threads of the native client do."""

    def __init__(
        self,
        config: dict[str, Any],
        *,
        store: object,
        credential: Optional[Callable[..., Any]],
        present: Optional[Callable[..., Any]],
        transport: Union[Transport, AsyncTransport, None],
        ca_file: Union[str, os.PathLike[str], None],
        language: Optional[str],
    ) -> None:
        self._config = config
        self._store = checked_store(store)
        self._credential = checked_call("credential", credential)
        self._present = checked_call("present", present)
        self._transport = transport
        self._ca_file = authorities(ca_file)
        self._language = checked_language(language)
        self._raised: dict[str, BaseException] = {}
        self._listeners: dict[int, Callable[[results.Event], object]] = {}
        self._last_listener = 0
        self._is_closed = False
        self._open()
        _clients.add(self)

    def _open(self) -> None:
        store = self._store
        try:
            self._native = _native.Client(
                self._config,
                store._native if isinstance(store, NativeStore) else None,
                asked_store=store,
                credential=self._credential is not None,
                present=self._present is not None,
                http=self._transport is not None,
                has_event_loop=self._has_event_loop,
                ca_file=self._ca_file,
            )
        except _native.Failed as failed:
            raise self._error_of(failed.args) from None
        # The net for clients that nobody closed: nobody is left who could be asked.
        self._net = weakref.finalize(self, _native.Client.close, self._native, no_callbacks=True)
        self._net.atexit = False  # type: ignore[misc]
        if self._listeners:
            self._native.listen()

    # -- Answers without waiting. --

    @property
    def state(self) -> results.State:
        """As far as the client knows; `signed_out` before the store was read (see `session`)."""
        try:
            return self._native.state
        except _native.Failed as failed:
            raise self._error_of(failed.args) from None

    def authorize(self, url: str) -> Optional[dict[str, str]]:
        """The headers for a request to `url` that is sent by other means, without waiting.

        None where there is nothing to sign it with at once: no fresh token, or a borrowed session.
        What is sent without them is sent unsigned; `signed_headers` waits or raises in its place.

        Raises:
            OriginRefused: The URL is not of a configured origin, so it gets no token.
        """
        try:
            return self._native.authorize(url)
        except _native.Failed as failed:
            raise self._error_of(failed.args) from None

    def on_event(self, listener: Callable[[results.Event], object]) -> Callable[[], None]:
        """Have every change of the session told. Gives the way to stop that."""
        if not callable(listener):
            raise TypeError(f"listener must be callable, not {type(listener).__name__}")
        self._native.listen()
        self._last_listener += 1
        number = self._last_listener
        self._listeners[number] = listener
        self._serve()

        def stop() -> None:
            self._listeners.pop(number, None)

        return stop

    def __repr__(self) -> str:
        return f"<hufu_auth.{type(self).__name__} of {self._config['base_url']}>"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError(
            f"a hufu_auth.{type(self).__name__} cannot be pickled: open one where it is used, "
            "with a store that both can reach"
        )

    # -- For the two clients. --

    @property
    def _is_asked(self) -> bool:
        """Whether anything of the host is in Python."""
        lent = (self._credential, self._present, self._transport)
        return not isinstance(self._store, NativeStore) or any(each is not None for each in lent)

    def _serve(self) -> None:
        """Sees to it that somebody takes from the mailbox."""
        raise NotImplementedError

    def _tell(self, item: tuple[Any, ...]) -> None:
        _, kind, state, user, reason = item
        event = results.Event(kind, state, results.user(user), reason)
        log.debug("event %s, state %s", kind, state)
        for listener in list(self._listeners.values()):
            try:
                listener(event)
            except Exception:
                log.exception("a listener raised")

    def _refuse(self, item: tuple[Any, ...], error: BaseException) -> None:
        """Answers a question that Python could not answer."""
        kind, question = item[0], item[1]
        is_store = kind in _OF_STORES
        if isinstance(error, (HostFailure, NotSent)):
            self._native.refuse(question, error.code, error.detail)
            return
        # The text of the exception may hold what was to be stored; it goes no further than here.
        if isinstance(error, Exception):
            log.warning("%s raised %s", kind, type(error).__name__)
        code = "store_unavailable" if is_store else "host_fault"
        detail = f"{kind} raised {type(error).__name__}"
        if not is_store:
            self._raised[detail] = error
        self._native.refuse(question, code, detail)

    def _give(self, item: tuple[Any, ...], value: Any) -> None:
        """Answers with what Python gave."""
        given = vars(value) if isinstance(value, results.Credential) else value
        self._native.answer(item[1], given)
        if item[0] not in _OF_STORES:
            self._raised.clear()  # an exception keeps what its functions held

    def _error_of(self, facts: FailureFacts) -> HufuError:
        """With the application's own exception as its cause, where one of its functions raised."""
        error = error_of(facts, self._language)
        if error.code == "host_fault":
            error.__cause__ = self._raised.get(error.detail.rpartition(": ")[2])
        return error

    def _fail(self, operation: str, failed: _native.Failed) -> NoReturn:
        facts: FailureFacts = failed.args
        error = self._error_of(facts)
        log.debug("%s: %s", operation, error.code)
        raise error from error.__cause__

    def _begin_exchange(
        self, method: str, url: str, headers: Headers, replayable: bool
    ) -> _native.Exchange:
        return self._native.begin_exchange(method, url, headers, replayable)

    def _question(self, item: tuple[Any, ...]) -> Any:
        """Calls what the application lent; in `AsyncClient` that may give an awaitable."""
        kind, arguments = item[0], item[2:]
        if kind == "credential":
            assert self._credential is not None
            return self._credential(*arguments)
        if kind == "present":
            assert self._present is not None
            return self._present(results.Present(*arguments))
        if kind in ("http", "upload"):
            assert self._transport is not None
            return self._transport.call(own_request(kind, *arguments))
        return getattr(self._store, kind)(*arguments)

    def _close_once(self) -> bool:
        """Whether it was open until now."""
        if self._is_closed:
            return False
        self._is_closed = True
        self._net.detach()
        return True

    def _at_exit(self) -> None:
        """Ends what is under way while Python still runs."""
        raise NotImplementedError

    # -- fork() --

    def _after_fork(self) -> None:
        self._native.abandon()
        self._net.detach()
        if isinstance(self._store, MemoryStore):
            self._store._go_on_in_child()
        elif isinstance(self._store, FileStore):
            self._store._open()
        self._open()


def _after_fork() -> None:
    _native.forget_others()
    for client in _open_clients():
        client._after_fork()


def _close_all() -> None:
    """At exit: what is under way ends, so that no thread is left in C++."""
    for client in _open_clients():
        client._at_exit()
    _native.come_back()


def _open_clients() -> list[BaseClient]:
    return [client for client in list(_clients) if not client._is_closed]


atexit.register(_close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
