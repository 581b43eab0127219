"""What a screen reader finds on the screen of a program: a JSON array of names, top to bottom.

Usage: /usr/bin/python3 hear.py PROGRAM, with the system's python3-gi, on the program's session bus.
"""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402


def names_of(node):
    """Of all that is not hidden."""
    if node is None or not node.get_state_set().contains(Atspi.StateType.VISIBLE):
        return
    name = node.get_name()  # the property `name` is empty until it was asked for
    if name:
        yield name
    for number in range(node.get_child_count()):
        yield from names_of(node.get_child_at_index(number))


def main(program: str) -> None:
    desktop = Atspi.get_desktop(0)
    applications = [desktop.get_child_at_index(at) for at in range(desktop.get_child_count())]
    found = []
    for application in applications:
        if application is not None and application.get_name() == program:
            for number in range(application.get_child_count()):
                found += names_of(application.get_child_at_index(number))
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
