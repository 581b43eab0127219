"""A Secret Service that misbehaves. Usage: bad_keyring.py MANNER, on the session bus.

silent    takes every call and answers none
slow      answers every call after 30 s
denied    refuses every call: AccessDenied
garbage   answers every call with something else than was asked for
locked    is locked, and nobody answers when the person is asked
declined  is locked, and the person declines
opened    is locked, and the person unlocks it
"""

import sys
import time

from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageType,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import open_dbus_connection

ERRORS = "org.freedesktop.DBus.Error"
SECRETS = "org.freedesktop.Secret"
ROOT = "/org/freedesktop/secrets"
SESSION = f"{ROOT}/session/1"
COLLECTION = f"{ROOT}/collection/login"
PROMPT = f"{ROOT}/prompt/1"
NO_PROMPT = "/"
BUS = DBusAddress(
    "/org/freedesktop/DBus", bus_name="org.freedesktop.DBus", interface="org.freedesktop.DBus"
)


class LockedKeyring:
    """As much of gnome-keyring as our calls need; while it is locked, no search finds anything."""

    def __init__(self, bus, manner: str):
        self.bus = bus
        self.manner = manner
        self.is_locked = True
        self.items: list[tuple[dict, bytes]] = []

    def answer(self, call):
        member = call.header.fields[HeaderFields.member]
        handler = getattr(self, f"on_{member}", None)
        if handler is None:
            return new_error(call, f"{ERRORS}.UnknownMethod")
        return handler(call, call.header.fields[HeaderFields.path])

    def on_OpenSession(self, call, path):
        if call.body[0] != "plain":
            return new_error(call, f"{ERRORS}.NotSupported")
        return new_method_return(call, "vo", (("s", ""), SESSION))

    def on_SearchItems(self, call, path):
        wanted = call.body[0].items()
        found = [
            f"{COLLECTION}/{number}"
            for number, (attributes, _) in enumerate(self.items)
            if wanted <= attributes.items()
        ]
        return new_method_return(call, "aoao", ([] if self.is_locked else found, []))

    def on_ReadAlias(self, call, path):
        return new_method_return(call, "o", (COLLECTION,))

    def on_Unlock(self, call, path):
        return new_method_return(call, "aoo", ([], PROMPT))

    def on_Prompt(self, call, path):
        self.bus.send(new_method_return(call))
        if self.manner == "locked":
            return None  # never Completed
        is_opened = self.manner == "opened"
        self.is_locked = not is_opened
        unlocked = ("ao", [COLLECTION] if is_opened else [])
        prompt = DBusAddress(PROMPT, interface=f"{SECRETS}.Prompt")
        return new_signal(prompt, "Completed", "bv", (not is_opened, unlocked))

    def on_CreateItem(self, call, path):
        properties, secret, _ = call.body
        attributes = properties[f"{SECRETS}.Item.Attributes"][1]
        self.items.append((attributes, secret[2]))
        return new_method_return(call, "oo", (f"{COLLECTION}/{len(self.items) - 1}", NO_PROMPT))

    def on_GetSecret(self, call, path):
        content = self.items[int(path.rpartition("/")[2])][1]
        secret = (SESSION, b"", content, "application/octet-stream")
        return new_method_return(call, "(oayays)", (secret,))

    def on_Get(self, call, path):
        return new_method_return(call, "v", (self.properties(path)[call.body[1]],))

    def on_GetAll(self, call, path):
        return new_method_return(call, "a{sv}", (self.properties(path),))

    def properties(self, path) -> dict:
        if path == ROOT:
            return {"Collections": ("ao", [COLLECTION])}
        common = {"Label": ("s", "Login"), "Created": ("t", 0), "Modified": ("t", 0)}
        common["Locked"] = ("b", self.is_locked)
        if path == COLLECTION:
            return common | {"Items": ("ao", [])}
        attributes = self.items[int(path.rpartition("/")[2])][0]
        return common | {"Attributes": ("a{ss}", attributes)}


def answer_badly(manner, call):
    if manner == "silent":
        return None
    if manner == "slow":
        time.sleep(30)
        return new_error(call, f"{ERRORS}.NoReply")
    if manner == "denied":
        return new_error(call, f"{ERRORS}.AccessDenied", "s", ("not for you",))
    return new_method_return(call, "as", (["what", "is", "this"],))


def main(manner):
    bus = open_dbus_connection("SESSION")
    name = new_method_call(BUS, "RequestName", "su", ("org.freedesktop.secrets", 4))
    assert bus.send_and_get_reply(name).body[0] == 1
    keyring = LockedKeyring(bus, manner)
    print("ready", flush=True)
    while True:
        call = bus.receive()
        if call.header.message_type is not MessageType.method_call:
            continue
        if manner in ("locked", "declined", "opened"):
            reply = keyring.answer(call)
        else:
            reply = answer_badly(manner, call)
        if reply is not None:
            bus.send(reply)


if __name__ == "__main__":
    main(sys.argv[1])
