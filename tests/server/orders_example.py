"""Usage: orders_example.py SERVER ORDERS: somebody signs in at the mock server, and the example's route knows them."""

import json
import subprocess
import sys
import urllib.error
import urllib.request


def started(*command: str) -> tuple[subprocess.Popen, str]:
    """The program, and what it says it listens at."""
    program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    return program, program.stdout.readline().split()[1]


def answer(url: str, body: dict | None = None, **headers: str) -> tuple[int, dict, str]:
    data = None if body is None else json.dumps(body).encode()
    named = {"Content-Type": "application/json"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, named), timeout=20) as reply:
            return reply.status, dict(reply.headers), reply.read().decode()
    except urllib.error.HTTPError as reply:
        return reply.code, dict(reply.headers), reply.read().decode()


def check(server: str, orders: str) -> None:
    _, _, person = answer(f"{server}/_control/wechat/people", {})
    wish = {"personId": json.loads(person)["personId"]}
    _, _, code = answer(f"{server}/_control/wechat/login-codes", wish)
    body = {"code": json.loads(code)["code"]}
    status, _, text = answer(f"{server}/api/wechat/login", body, X_Platform="miniprogram")
    assert status == 200, text
    token = json.loads(text)["token"]

    status, headers, text = answer(orders)
    assert (status, headers["WWW-Authenticate"]) == (401, "Bearer"), text
    status, _, text = answer(orders, Authorization="Bearer " + token)
    assert status == 200 and text.startswith("the orders of "), text
    status, headers, _ = answer(orders, Authorization="Bearer " + token + "A")
    assert (status, headers["WWW-Authenticate"]) == (401, 'Bearer error="invalid_token"')


def main(mock_server: str, example: str) -> None:
    programs = []
    try:
        server, url = started(mock_server, "--control", "--port", "0")
        programs.append(server)
        orders, port = started(example, url, "0")
        programs.append(orders)
        check(url, f"http://127.0.0.1:{port}/orders")
    finally:
        for program in programs:
            program.kill()
            program.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
