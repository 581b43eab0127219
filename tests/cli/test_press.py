"""`hufu server` in one terminal, `hufu login --device` in another: its QR code is scanned, and the page behind it pressed."""

import os
import re
import signal
import subprocess
import urllib.parse
import urllib.request

from pages import Page

PIXELS = 6  # a module's side in the picture
# The halves of a character that are dark, upper and lower.
BLOCKS = {"█": (True, True), "▀": (True, False), "▄": (False, True), " ": (False, False)}


def scanned(screen: str, folder) -> str:
    """What a camera reads off the terminal: its half blocks become a picture, black on white."""
    lines = re.findall(r"\x1b\[30;107m([█▀▄ ]+)\x1b\[0m", screen)
    rows = [[BLOCKS[letter][half] for letter in line] for line in lines for half in (0, 1)]
    pixels = bytearray()
    for row in rows:
        pixels += b"".join((b"\x00" if dark else b"\xff") * PIXELS for dark in row) * PIXELS
    picture = folder / "terminal.pgm"
    size = f"{len(rows[0]) * PIXELS} {len(rows) * PIXELS}"
    picture.write_bytes(f"P5 {size} 255\n".encode() + pixels)
    read = subprocess.run(["zbarimg", "-q", "--raw", picture], capture_output=True, text=True)
    assert read.returncode == 0, read.stderr
    return read.stdout.strip()


def opened(url: str) -> Page:
    with urllib.request.urlopen(url, timeout=60) as answer:
        return Page(answer.read().decode())


def pressed(url: str, page: Page, button: str, **typed: str) -> Page:
    [form] = page.forms
    body = urllib.parse.urlencode(form.pressed(button, **typed)).encode()
    parts = urllib.parse.urlsplit(url)
    headers = {"Origin": f"{parts.scheme}://{parts.netloc}"}
    request = urllib.request.Request(urllib.parse.urljoin(url, form.action), body, headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return Page(answer.read().decode())


def begin(home):
    """Both terminals, and what is on the telephone once the code was scanned."""
    server = home.on_terminal("server", "--port", "0")
    home.environment["HUFU_SERVER"] = server.see(r"listening (http://127\.0\.0\.1:\d+)")[1]
    server.see("Ctrl-C ends it all")
    login = home.on_terminal("login", "--device", "--client-name", "my laptop")
    number = login.see(r"number that it asks for (\d\d)")[1]
    url = scanned(login.screen, home.folder)
    assert url.startswith(home.environment["HUFU_SERVER"] + "/device?user_code=")
    [link] = opened(url).links
    telephone = opened(urllib.parse.urljoin(url, link))
    question = pressed(url, telephone, "小华")
    assert "my laptop" in question.text and "小华" in question.text
    return server, login, url, question, number


def test_scanned_and_approved(home):
    server, login, url, question, number = begin(home)
    assert "Approved" in pressed(url, question, "Approve", number=number).text
    login.see(r"Signed in as 小华 \(")
    assert login.end() == 0
    assert "小华" in home.run("whoami").out
    os.kill(server.process, signal.SIGINT)
    server.end()


def test_scanned_and_denied(home):
    server, login, url, question, _ = begin(home)
    assert "Denied" in pressed(url, question, "Deny").text
    login.see("declined")
    assert login.end() == 4
    home.run("token", status=3)
    os.kill(server.process, signal.SIGINT)
    server.end()
