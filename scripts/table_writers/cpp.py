"""The tables of the C++ faces."""

from __future__ import annotations

from table_writers.described import Described


def lists(described: Described) -> str:
    """Every value of an enumeration that the program lets people choose from."""
    return _array(described, "kBackends", "BackendKind", "backend") + _array(
        described, "kPlatforms", "Platform", "platform"
    )


def _array(described: Described, name: str, kind: str, ours: str) -> str:
    values = "".join(f"    {kind}::{value},\n" for value in described.enumerations[ours])
    return f"constexpr std::array {name} = {{\n{values}}};\n"
