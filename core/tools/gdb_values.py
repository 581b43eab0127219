"""Shows the core's values in gdb: source core/tools/gdb_values.py, then print a Value or a Text. Wants -g."""

import gdb

TEXT, BOOLEAN, NUMBER, ARRAY, OBJECT, THING = range(6)


def text_of(block):
    body = block.cast(gdb.lookup_type("hufu::Text::Body").pointer())
    letters = (body + 1).cast(gdb.lookup_type("char").pointer())
    return letters.string(length=int(body["size"]), errors="replace")


def items_of(head, kind):
    if not head:
        return []
    first = (head + 1).cast(gdb.lookup_type(kind).pointer())
    return [first[i] for i in range(int(head["size"]))]


def shown(word):
    block = word["block_"]
    if not block:
        return "null"
    kind = int(block["kind"])
    if kind == TEXT:
        return '"' + text_of(block) + '"'
    if kind == BOOLEAN:
        return "true" if block == gdb.parse_and_eval("&hufu::Value::Truth::yes") else "false"
    if kind == NUMBER:
        return str(block.cast(gdb.lookup_type("hufu::Value::Number").pointer())["value"])
    if kind == THING:
        return f"thing at {block}, {int(block['owners'])} owners"
    node = block.cast(gdb.lookup_type("hufu::Value::Node").pointer())
    if kind == ARRAY:
        return "[" + ", ".join(map(shown, items_of(node["items"]["head_"], "hufu::Value"))) + "]"
    members = items_of(node["members"]["head_"], "hufu::Member")
    return (
        "{" + ", ".join(f"{shown(each['key'])}: {shown(each['value'])}" for each in members) + "}"
    )


class Printer:
    def __init__(self, word):
        self.word = word

    def to_string(self):
        return shown(self.word)


def find(value):
    name = value.type.strip_typedefs().unqualified().name
    return Printer(value) if name in ("hufu::Value", "hufu::Text", "hufu::Word") else None


gdb.pretty_printers.append(find)
