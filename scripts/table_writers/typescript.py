"""The tables of the npm package."""

from __future__ import annotations

import re
import textwrap

from table_writers.described import Described, camel

ENUMERATIONS = {
    "backend": "BackendKind",
    "platform": "Platform",
    "session_source": "SessionSource",
    "state": "SessionState",
    "end_cause": "EndCause",
    "event": "EventKind",
    "sign_up_state": "SignUpState",
    "sent_as": "SentAs",
}
TYPES = {
    "text": "string",
    "secret": "string",
    "bool": "boolean",
    "number": "number",
    "int": "number",
    "json": "JsonObject",
}
# A text of the core of which a server takes these only.
NARROWER = {
    "target": "'wechat' | 'web'",
    "platform": "'wechat' | 'web'",
    "survivor": "BindingRole",
    "since": "BindingState",
    "scope": "'local' | 'others' | 'global'",
    "file": "BlobLike | string",
    "type": "OtpType",
    "channel": "'sms' | 'whatsapp'",
}
LINE = 110
# Their arguments are the platform's own.
WRITTEN_BY_HAND = ("fetch",)


def errors(described: Described) -> str:
    """The union of the codes, in the core's order."""
    about = "/** Every code of the core's error table, in its order. */\n"
    return about + _union("ErrorCode", [row["code"] for row in described.errors])


def enumerations(described: Described) -> str:
    """A union for each."""
    return "\n".join(
        _comment(described.sentence(f"enum class {name}"))
        + _union(name, described.enumerations[ours])
        for ours, name in ENUMERATIONS.items()
    )


def lists(described: Described) -> str:
    """The values that a configuration may have."""
    return "".join(
        f"const {name} = [{', '.join(map(_quoted, described.enumerations[ours]))}];\n"
        for ours, name in (
            ("backend", "backends"),
            ("platform", "platforms"),
            ("session_source", "sessionSources"),
        )
    )


def arguments(described: Described) -> str:
    """An interface for what each operation takes."""
    return "\n".join(
        _interface(described, operation)
        for operation, row in described.operations.items()
        if row["fields"] and operation not in WRITTEN_BY_HAND
    )


def _interface(described: Described, operation: str) -> str:
    struct = described.struct_of(operation)
    about = f"For {{@link Client.{camel(operation)}}}. {described.sentence_of(operation)}"
    fields = ""
    for field, kind in described.operations[operation]["fields"].items():
        note = described.note(struct, field)
        mark = "?" if described.is_optional(operation, field) else ""
        type_name = NARROWER.get(field) or TYPES[kind.rstrip("?")]
        fields += f"{_comment(_spelled(described, note), '  ') if note else ''}  {camel(field)}{mark}: {type_name};\n"
    return f"{_comment(_spelled(described, about))}export interface {struct} {{\n{fields}}}\n"


def _spelled(described: Described, text: str) -> str:
    """Operations and fields in this language's spelling; codes and values stay the core's."""
    names = set(described.operations)
    for row in described.operations.values():
        names |= set(row["fields"])
    text = re.sub(r" ?\*Writes the store\.\*| \([A-Z]\d+\)", "", text)
    return re.sub(
        r"`(\w+)`", lambda found: f"`{camel(found[1]) if found[1] in names else found[1]}`", text
    )


def _union(name: str, values: list[str]) -> str:
    line = f"export type {name} = {' | '.join(map(_quoted, values))};\n"
    if len(line) <= LINE:
        return line
    return f"export type {name} =\n  | " + "\n  | ".join(map(_quoted, values)) + ";\n"


def _comment(text: str, indent: str = "") -> str:
    if len(indent + text) <= LINE:
        return f"{indent}/** {text} */\n"
    lines = textwrap.wrap(text, LINE - len(indent), break_long_words=False, break_on_hyphens=False)
    return f"{indent}/**\n" + "".join(f"{indent} * {line}\n" for line in lines) + f"{indent} */\n"


def _quoted(value: str) -> str:
    return f"'{value}'"


def storage_key(described: Described) -> str:
    """A function: a page looks under its key before the core is there."""
    usual, gotrue = (described.storage_keys[name] for name in ("usual", "gotrue"))
    key = gotrue.replace("{project}", "${project.toLowerCase()}")
    return f"""\
/** The one that was asked for; for GoTrue else that of `@supabase/supabase-js`, so that two projects do not share one. */
export function storageKeyOf({{ backend, baseUrl, storageKey = '{usual}' }}: Named): string {{
  if (backend !== 'gotrue' || storageKey !== '{usual}') return storageKey;
  const [, project = ''] = /^https?:\\/\\/(\\[[^.\\]]*\\]?|[^.:/?#]*)/i.exec(baseUrl) ?? [];
  return `{key}`;
}}
"""
