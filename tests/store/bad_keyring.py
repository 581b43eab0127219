"""A Secret Service that misbehaves. Usage: bad_keyring.py MANNER, on the session bus.

silent   takes every call and answers none
slow     answers every call after 30 s
denied   refuses every call: AccessDenied
locked   its collection is locked, and the question to the person is never answered
garbage  answers every call with something else than was asked for
"""

import sys
import time

from jeepney import DBusAddress, MessageType, new_error, new_method_call, new_method_return
from jeepney.io.blocking import open_dbus_connection

SERVICE = "/org/freedesktop/secrets"
COLLECTION = f"{SERVICE}/collection/login"
BUS = DBusAddress(
    "/org/freedesktop/DBus", bus_name="org.freedesktop.DBus", interface="org.freedesktop.DBus"
)
PROPERTIES = {
    "Locked": ("b", True),
    "Label": ("s", "Login"),
    "Items": ("ao", []),
    "Collections": ("ao", [COLLECTION]),
    "Created": ("t", 0),
    "Modified": ("t", 0),
}


def answer_as_locked(call):
    """As gnome-keyring answers while it is locked: found are names, not secrets."""
    member = call.header.fields[3]
    if member == "OpenSession":
        algorithm = call.body[0]
        if algorithm != "plain":
            return new_error(call, "org.freedesktop.DBus.Error.NotSupported")
        return new_method_return(call, "vo", (("s", ""), f"{SERVICE}/session/1"))
    if member == "SearchItems":
        return new_method_return(call, "aoao", ([], []))
    if member == "ReadAlias":
        return new_method_return(call, "o", (COLLECTION,))
    if member == "Unlock":
        return new_method_return(call, "aoo", ([], f"{SERVICE}/prompt/1"))
    if member == "Prompt":
        return new_method_return(call)  # and never Completed
    if member == "Get":
        return new_method_return(call, "v", (PROPERTIES[call.body[1]],))
    if member == "GetAll":
        return new_method_return(call, "a{sv}", (PROPERTIES,))
    return new_error(call, "org.freedesktop.DBus.Error.UnknownMethod")


def answer(manner, call):
    if manner == "silent":
        return None
    if manner == "slow":
        time.sleep(30)
        return new_error(call, "org.freedesktop.DBus.Error.NoReply")
    if manner == "denied":
        return new_error(call, "org.freedesktop.DBus.Error.AccessDenied", "s", ("not for you",))
    if manner == "garbage":
        return new_method_return(call, "as", (["what", "is", "this"],))
    return answer_as_locked(call)


def main(manner):
    bus = open_dbus_connection("SESSION")
    name = new_method_call(BUS, "RequestName", "su", ("org.freedesktop.secrets", 4))
    assert bus.send_and_get_reply(name).body[0] == 1
    print("ready", flush=True)
    while True:
        call = bus.receive()
        if call.header.message_type is not MessageType.method_call:
            continue
        reply = answer(manner, call)
        if reply is not None:
            bus.send(reply)


if __name__ == "__main__":
    main(sys.argv[1])
