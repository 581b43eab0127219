"""The core inside the wheel as a machine, by the C interface that the extension exports."""

from __future__ import annotations

import ctypes
from typing import Any

from hufu_auth import _native

_LIBRARY = ctypes.CDLL(_native.__file__)
_HEADERS_BYTES = 8192
_NO_HEADERS = {-1: "needs_token", -2: "refused"}


def _function(name: str, result: Any, *arguments: Any) -> Any:
    found = getattr(_LIBRARY, name)
    found.restype, found.argtypes = result, arguments
    return found


_CLIENT, _TEXT, _ID = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32
_SIZE, _MS = ctypes.c_size_t, ctypes.c_double
_open = _function("hufu_open", _CLIENT, _TEXT, _SIZE)
_open_error = _function("hufu_open_error", _TEXT)
_close = _function("hufu_close", None, _CLIENT)
_begin = _function("hufu_begin", _ID, _CLIENT, _TEXT, _TEXT, _SIZE, _MS, _MS)
_next = _function("hufu_next", _TEXT, _CLIENT)
_resolve = _function("hufu_resolve", None, _CLIENT, _ID, _TEXT, _SIZE, _MS, _MS)
_cancel = _function("hufu_cancel", None, _CLIENT, _ID)
_wake = _function("hufu_wake", None, _CLIENT, _MS, _MS)
_authorize = _function(
    "hufu_authorize", ctypes.c_int32, _CLIENT, _TEXT, _SIZE, _MS, _MS, _TEXT, _SIZE
)
_state = _function("hufu_state", _TEXT, _CLIENT)


class Machine:
    """Texts are JSON; times are milliseconds."""

    def __init__(self, config: str) -> None:
        self._client = _open(*_sized(config))
        if not self._client:
            raise ValueError(_open_error().decode())

    def __del__(self) -> None:
        _close(self._client)

    def begin(self, operation: str, arguments: str, wall_ms: float, uptime_ms: float) -> int:
        return _begin(self._client, operation.encode(), *_sized(arguments), wall_ms, uptime_ms)

    def next(self) -> str | None:
        message = _next(self._client)
        return None if message is None else message.decode()

    def resolve(self, effect: int, answer: str, wall_ms: float, uptime_ms: float) -> None:
        _resolve(self._client, effect, *_sized(answer), wall_ms, uptime_ms)

    def cancel(self, operation: int) -> None:
        _cancel(self._client, operation)

    def wake(self, wall_ms: float, uptime_ms: float) -> None:
        _wake(self._client, wall_ms, uptime_ms)

    def authorize(self, url: str, wall_ms: float, uptime_ms: float) -> str:
        """The headers, one a line; `needs_token` or `refused`."""
        out = ctypes.create_string_buffer(_HEADERS_BYTES)
        length = _authorize(self._client, *_sized(url), wall_ms, uptime_ms, out, len(out))
        return _NO_HEADERS.get(length) or out.raw[:length].decode()

    @property
    def state(self) -> str:
        return _state(self._client).decode()


def _sized(text: str) -> tuple[bytes, int]:
    encoded = text.encode()
    return encoded, len(encoded)
