"""More ways into an account of GoTrue's kind: by telephone, by a provider's word; what has not come; the present password."""

import http.client
import http.server
import json
import threading
from urllib.parse import urlsplit

import pytest
from accounts import MAIL, PASSWORD, SERVER, answered

NUMBER = "+8613800000000"


@pytest.fixture
def allow(api):
    """Switches something on that a new project has off; the next test begins without it."""
    return lambda **doors: api.control("PUT /oddities", 200, doors)


@pytest.fixture
def listened_to(at):
    """Something in front of the server that passes everything on, and keeps what was sent."""
    server = urlsplit(at.environment["HUFU_SERVER"])
    heard = []

    class Passes(http.server.BaseHTTPRequestHandler):
        def do_PUT(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            heard.append((self.command, self.path, body))
            onward = http.client.HTTPConnection(server.hostname, server.port)
            onward.request(self.command, self.path, body, dict(self.headers))
            answer = onward.getresponse()
            text = answer.read()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.headers["Content-Type"])
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PUT  # noqa: N815

        def log_message(self, *_):
            pass

    front = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Passes)
    thread = threading.Thread(target=front.serve_forever)
    thread.start()
    at.environment["HUFU_SERVER"] = f"http://127.0.0.1:{front.server_port}"
    yield heard
    front.shutdown()
    thread.join()
    front.server_close()


def test_a_password_by_a_phone_number(at, allow, mails):
    allow(phoneSignIns=True, phoneConfirmation=False)
    words = ("login", "--phone", NUMBER)
    at.run(*words, "--sign-up", *SERVER, given=PASSWORD + "\n")
    assert at.run("account", "--json").json["phone"] == NUMBER.removeprefix("+")
    at.run("logout")
    assert at.run(*words, "--json", given="wrong\n", status=4).error["code"] == "wrong_password"
    at.run(*words, given=PASSWORD + "\n")
    at.run("logout")
    status, out, err = answered(at, (*words, "--otp", "--json"), mails, NUMBER)
    assert status == 0, err
    assert json.loads(out)["event"] == "signed_in"


def test_an_id_token_of_a_provider(at, allow, api):
    allow(idTokens=True)
    wish = {"subject": "1", "email": "ada@example.com", "name": "Ada"}
    token = api.control("POST /id-tokens", 201, wish)["idToken"]
    words = ("login", "--id-token", "google", *SERVER)
    done = at.run(*words, "--json", given=token + "\n")
    assert done.json["user"]["nickname"] == "Ada"
    assert token not in done.out + done.err
    (only,) = at.run("identities", "--json").json["identities"]
    assert (only["provider"], only["email"]) == ("google", "ada@example.com")
    late = api.control("POST /id-tokens", 201, {**wish, "expiresIn": -60})["idToken"]
    refused = at.run(*words, "--profile", "late", "--json", given=late, status=4)
    assert "Bad ID token" in refused.error["server_message"]


def test_what_has_not_come_is_sent_again(at, allow, mails, api):
    allow(emailConfirmation=True)
    by_mail = ("--email", MAIL, *SERVER)
    assert MAIL in at.run("login", "--sign-up", *by_mail, given=PASSWORD, status=4).err
    first = mails(MAIL)[0]["code"]
    assert at.run("resend", *by_mail, "--json", status=5).error["code"] == "rate_limited"
    api.control("POST /clock/advance", 200, {"ms": 61_000})
    done = at.run("resend", *by_mail, "--json")
    assert done.json == {"event": "sent", "to": MAIL}
    assert f"hufu login --otp --sent --email {MAIL}" in done.err
    second = mails(MAIL)[0]["code"]
    assert second != first
    sent = ("login", "--otp", "--sent", *by_mail)
    at.run(*sent, given=first, status=4)
    at.run(*sent, given=second)


def test_the_mail_of_a_change_is_sent_again(gotrue, mails, api):
    new = "hua@example.net"
    gotrue.run("account", "set", "--email", new)
    api.control("POST /clock/advance", 200, {"ms": 61_000})
    gotrue.run("resend", "--email", MAIL, "--change")
    assert len(mails(new)) == 2
    for to in (MAIL, new):
        gotrue.run("account", "confirm", "--email", to, given=mails(to)[0]["code"])
    assert gotrue.run("account", "--json").json["email"] == new
    gotrue.run("resend", status=2)


def test_the_present_password_goes_with_the_new_one(gotrue, listened_to):
    gotrue.run("login", "--email", MAIL, *SERVER, given=PASSWORD + "\n")
    done = gotrue.run("password", "set", "--current", given=f"{PASSWORD}\nquite another one\n")
    assert PASSWORD not in done.out + done.err
    ((_, path, body),) = [each for each in listened_to if each[0] == "PUT"]
    assert path == "/auth/v1/user"
    assert json.loads(body) == {"current_password": PASSWORD, "password": "quite another one"}
    gotrue.run("logout")
    gotrue.run("login", "--email", MAIL, *SERVER, given="quite another one\n")
