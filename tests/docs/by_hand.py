"""What a person does where a command waits for one. Each gets the desk that they sit at, and the line to type."""

import json
import sys
from pathlib import Path
from urllib.parse import urlencode

from desk import Desk

HERE = Path(__file__).parent
sys.path[1:1] = [str(HERE.parent / "mock_server" / "contract"), str(HERE.parent / "desktop")]

from screen import Screen  # noqa: E402

from contract import Contract  # noqa: E402
from people import WebHalf  # noqa: E402
from server import Api  # noqa: E402

# Where the documents have the server listen.
SERVER = "http://127.0.0.1:8787"
DESKTOP = {"X-Platform": "desktop", "Content-Type": "application/x-www-form-urlencoded"}


def telephone(desk: Desk, line: str) -> None:
    desk.serve(line).see("Ctrl-C ends it all")


def approve_on_telephone(desk: Desk, line: str) -> None:
    login = desk.shell.start(line)
    desk.running.append(login)
    code = login.see(r"code is ([B-Z]{5}-[B-Z]{5})")[1]
    number = login.see(r"number that it asks for (\d\d)")[1]
    server = desk.server()
    server.type(f"{code} {number}\n")
    server.see("The phone has let hufu in")
    login.wait()
    assert "Signed in as" in login.said


def look_at_window(desk: Desk, line: str) -> None:
    """On a screen of its own, until the window shows the code to sign in with."""
    pictures = desk.folder / "pictures"
    pictures.mkdir(exist_ok=True)
    screen = Screen(Path(desk.shell.environment["HOME"]), pictures)
    desk.at_end.append(screen.close)
    window = desk.serve(line, ready="", **screen.environment)
    desk.until(lambda: window.process.poll() is not None or screen.qr_codes("window"))
    assert window.process.poll() is None, window.said


def a_page(desk: Desk) -> WebHalf:
    """Somebody at a browser, signed in by Clerk."""
    return WebHalf.make(Api(SERVER, Contract()))


def step(web: WebHalf, binding: dict, name: str, **body: str) -> dict:
    path = f"POST /api/bindings/{{id}}/{name}"
    answer = web.api.call(
        path, 200, headers=web.headers, id=binding["bindingId"], body=body or None
    )
    return answer.json()


def bind_by_phone(desk: Desk, line: str) -> None:
    web = a_page(desk)
    wish = {"target": "wechat"}
    issued = web.api.call("POST /api/bind-codes", 201, body=wish, headers=web.headers).json()
    phone = desk.shell.start(line.replace("XXXXX-XXXXX", issued["bindCode"]))
    desk.running.append(phone)
    number = phone.see(r"Type this number on the page: (\d\d)")[1]
    step(web, issued, "confirm", number=number)
    phone.wait()
    assert "confirmed" in phone.said


def approve_by_phone(desk: Desk, line: str) -> None:
    api = Api(SERVER, Contract())
    asked = urlencode({"client_id": "a page"}).encode()
    name = "POST /oauth/device_authorization"
    shown = api.call(name, 200, raw=asked, headers=DESKTOP).json()
    said = desk.shell.run(
        line.replace("CODE", shown["user_code"]).replace("NUMBER", shown["number"])
    )
    assert "is let in" in said, said


def code_of_phone(desk: Desk, line: str) -> None:
    """Another person's: the account of the first has been joined."""
    (desk.shell.folder / ".phone.json").unlink(missing_ok=True)
    web = a_page(desk)
    phone = desk.shell.start(line)
    desk.running.append(phone)
    code = phone.see(r"Type this code on the page: (\S+)")[1]
    body = {"bindCode": code, "platform": "wechat"}
    name = "POST /api/bind-account"
    redeemed = web.api.call(name, 202, body=body, headers=web.headers).json()
    number = step(web, redeemed, "accept")["number"]
    phone.see("Which number does the page show")
    phone.type(f"{number}\n")
    phone.wait()
    assert "confirmed" in phone.said


def name_database(desk: Desk, line: str) -> None:
    """The database that the document speaks of is one of our own."""
    named = "postgresql://user:password@host/database"
    assert named in line
    desk.shell.run(line.replace(named, json.dumps(desk.postgres().url())))


def with_installed_hufu(desk: Desk, line: str) -> None:
    """What the packages would install, in a folder."""
    prefix = desk.folder / "installed"
    desk.shell.run(f"cmake --install {desk.clone}/build/native --prefix {prefix}")
    desk.shell.run(f"CMAKE_PREFIX_PATH={prefix} && export CMAKE_PREFIX_PATH && {line}")
