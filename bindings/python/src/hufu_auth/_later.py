"""What is loaded when it is first used, so that `import hufu_auth` stays quick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, TypeVar, cast

if TYPE_CHECKING:
    import logging

T = TypeVar("T")


def later(load: Callable[[], T]) -> T:
    """Stands for what `load` gives, which is called once something of it is wanted."""
    return cast(T, _Later(load))


class _Later:
    def __init__(self, load: Callable[[], object]) -> None:
        self._load = load

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._load(), name)
        self.__dict__[name] = value  # found without us the next time
        return value


def _logger() -> logging.Logger:
    import logging

    return logging.getLogger("hufu_auth")


log = later(_logger)
