"""What is shown while one waits, and in which colours: only to people, never to files and pipes."""

import os
import signal

import pytest

from people import WechatHalf


@pytest.fixture
def waiting(at):
    """`hufu login --device` on a terminal, at the point where somebody else has to act."""
    started = []

    def start(**environment):
        at.environment.update(environment)
        started.append(at.on_terminal("login", "--device"))
        started[-1].see(r"number that it asks for \d\d")
        return started[-1]

    yield start
    for login in started:
        os.kill(login.process, signal.SIGINT)
        login.end()


def test_progress_moves_on_a_terminal(waiting):
    login = waiting()
    # Drawn again in its own line, again and again.
    login.see(r"\r[^\n]*Waiting for approval")
    login.see(r"\r[^\n]*Waiting for approval")


def test_what_ends_is_counted_down(waiting):
    login = waiting()
    minutes, seconds = map(int, login.see(r"\r[^\n]*\.\.\. (\d+):(\d\d) left").groups())
    before = 60 * minutes + seconds
    # The server says ten minutes.
    assert 500 < before <= 600
    while True:
        minutes, seconds = map(int, login.see(r"\r[^\n]*\.\.\. (\d+):(\d\d) left").groups())
        left = 60 * minutes + seconds
        assert left <= before
        if left < before:
            break


def test_the_countdown_is_gone_when_it_is_over(at, api):
    login = at.on_terminal("login", "--device")
    said = login.see(r"The code is (\S+), and the number that it asks for (\d\d)")
    login.see(r"\d:\d\d left")
    person = WechatHalf.make(api, nickname="Hua").sign_in()
    api.call(
        "POST /api/device/{user_code}/approve",
        200,
        user_code=said[1],
        body={"number": said[2]},
        headers=person.headers,
    )
    login.see("Signed in as")
    assert login.end() == 0
    # Erased before the next line, in the language of terminals.
    assert "left" not in login.screen.rsplit("\x1b[K", 1)[1]


def test_nothing_stands_in_the_first_row_of_the_code(waiting):
    screen = waiting().screen
    before = screen[: screen.index("\x1b[30;107m")]
    assert not before or before.endswith(("\r\x1b[K", "\n"))


@pytest.mark.parametrize("columns, drawn", [(80, True), (30, False)])
def test_a_code_that_does_not_fit_is_not_drawn(at, columns, drawn):
    """A broken one is scanned by nobody; the address alone does it, too."""
    login = at.on_terminal("login", "--device", columns=columns)
    login.see(r"[Oo]pen http://127\.0\.0\.1:\d+/device\?user_code=")
    os.kill(login.process, signal.SIGINT)
    login.end()
    assert ("\x1b[30;107m" in login.screen) == drawn
    assert ("Scan this" in login.screen) == drawn


@pytest.mark.parametrize(
    "environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["NO_COLOR", "dumb"]
)
def test_no_colours_where_they_are_not_wanted(waiting, environment):
    assert "\x1b[30;107m" not in waiting(**environment).screen


def test_colours_on_a_terminal(waiting):
    assert "\x1b[30;107m" in waiting().screen


def test_pipes_get_neither_colours_nor_progress(at, api):
    login = at.start("login", "--device")
    person = WechatHalf.make(api, nickname="Hua").sign_in()
    said = ""
    while "The code is" not in said:
        said += login.stderr.readline()
    words = said.split("The code is ")[1].split()
    api.call(
        "POST /api/device/{user_code}/approve",
        200,
        user_code=words[0].rstrip(","),
        body={"number": words[-1].rstrip(".")},
        headers=person.headers,
    )
    out, err = login.communicate()
    assert login.returncode == 0, err
    assert "\x1b" not in out + said + err and "\r" not in out + said + err
    # Said once, as a line.
    assert (said + err).count("Waiting for approval") == 1


def test_a_warning_is_coloured_for_people_only(at):
    terminal = at.on_terminal("status")
    terminal.end()
    assert "\x1b[" in terminal.screen
    assert "\x1b" not in at.run("status", status=3).err
