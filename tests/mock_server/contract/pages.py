"""A page as a browser has it: its text, its links, and forms that can be sent by a press."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    action: str
    fields: dict = field(default_factory=dict)
    buttons: list = field(default_factory=list)  # (name, value, what it says)

    def pressed(self, button: str, **typed: str) -> dict:
        """What is sent when the button with these words is pressed."""
        name, value, _ = next(each for each in self.buttons if each[2] == button)
        return {**self.fields, **typed, **({name: value} if name else {})}


class Page(HTMLParser):
    def __init__(self, text: str):
        super().__init__()
        self.text = ""
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._in_button = False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        if tag == "a":
            self.links.append(has["href"])
        elif tag == "form":
            self.forms.append(Form(has["action"]))
        elif tag == "input":
            self.forms[-1].fields[has["name"]] = has.get("value", "")
        elif tag == "button":
            self.forms[-1].buttons.append((has.get("name"), has.get("value"), ""))
            self._in_button = True

    def handle_endtag(self, tag):
        if tag == "button":
            self._in_button = False

    def handle_data(self, data):
        self.text += data
        if self._in_button:
            name, value, words = self.forms[-1].buttons[-1]
            self.forms[-1].buttons[-1] = (name, value, words + data)
