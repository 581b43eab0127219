"""`hufu server` in one terminal, `hufu login --device` in another: approve, and one is signed in."""

import json
import os
import signal
import time

import pytest


def sign_in(home, server_words, login_words, approve):
    server = home.on_terminal("server", "--port", "0", *server_words)
    url = server.see(r"listening (http://127\.0\.0\.1:\d+)")[1]
    server.see("Ctrl-C ends it all")
    home.environment["HUFU_SERVER"] = url
    login = home.on_terminal("login", "--device", *login_words)
    code = login.see(r"code is ([B-Z]{5}-[B-Z]{5})")[1]
    number = login.see(r"number that it asks for (\d\d)")[1]
    ends = login.see(r"Both are good until (\d\d:\d\d)\.")[1]
    assert ends in clocks_around(time.time() + 600)
    login.see("Waiting for approval")
    approve(server, code, number)
    login.see(r"Signed in as 小华 \(")
    assert login.end() == 0
    return server, login


def clocks_around(moment):
    """What a clock on the wall shows then, and a minute before."""
    return [time.strftime("%H:%M", time.localtime(moment - late)) for late in (0, 60)]


def type_in_server(server, code, number):
    server.type(f"{code} {number}\n")
    server.see("The phone has let hufu in")


def test_two_terminals(home):
    server, login = sign_in(home, [], [], type_in_server)
    # What was shown can be scanned: rows of half blocks, black on white.
    assert login.screen.count("\x1b[30;107m") > 15
    assert "小华" in home.run("whoami").out
    # The address was remembered.
    del home.environment["HUFU_SERVER"]
    assert json.loads(home.run("request", "GET", "/api/user/profile").out)["nickname"] == "小华"
    os.kill(server.process, signal.SIGINT)
    assert server.end() == -signal.SIGINT


def test_a_wrong_number_lets_nobody_in(home):
    def err_first(server, code, number):
        server.type(f"{code} {(int(number) + 1) % 100:02}\n")
        server.see("hufu:")
        server.type("nonsense\n")
        server.see("type the code and the number")
        type_in_server(server, code, number)

    server, _ = sign_in(home, [], [], err_first)
    os.kill(server.process, signal.SIGTERM)
    server.end()


def test_the_server_ends_with_the_terminal(home):
    server = home.on_terminal("server", "--port", "0")
    url = server.see(r"listening (http://127\.0\.0\.1:\d+)")[1]
    server.see("Ctrl-C ends it all")
    os.kill(server.process, signal.SIGKILL)
    server.end()
    home.environment["HUFU_SERVER"] = url
    refused = home.run("doctor", "--json", status=1)
    findings = {each["part"]: each["ok"] for each in refused.json["findings"]}
    assert findings["network"] is False


def test_without_a_terminal_it_is_the_mock_server_itself(home):
    server = home.start("server", "--port", "0", "--", "--control")
    url = server.stdout.readline().split()[1]
    home.environment["HUFU_SERVER"] = url
    home.run("request", "GET", "/openapi.json", status=3)
    server.terminate()
    assert server.wait() == 0
    server.communicate()


def test_a_build_tree_has_a_server(home, hufu):
    """Without a word about where it is."""
    built = hufu.parents[2] / "mock-server/hufu-mock-server"
    if not built.exists():
        pytest.skip(f"{built} is not built")
    del home.environment["HUFU_MOCK_SERVER"]
    server = home.start("server", "--port", "0")
    assert server.stdout.readline().startswith("listening http://127.0.0.1:")
    server.terminate()
    assert server.wait() == 0
    server.communicate()


def test_a_server_that_is_missing(home):
    home.environment["HUFU_MOCK_SERVER"] = "/nonexistent/hufu-mock-server"
    missing = home.run("server", status=1)
    assert "/nonexistent/hufu-mock-server cannot be started" in missing.err
    assert missing.out == ""
