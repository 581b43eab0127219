"""Whose certificates are trusted: the system's, or those that the program or the environment names."""

import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import hufu_auth
import hufu_auth.httpx
import pytest
from hufu_auth.verify import fetch_keys

VARIABLES = ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"]


class Home(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Certificate and key of a server that only itself has signed."""
    folder = tmp_path_factory.mktemp("tls")
    made = [folder / "certificate.pem", folder / "key.pem"]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
        + ["-subj", "/CN=home", "-addext", "subjectAltName=IP:127.0.0.1"]
        + ["-out", str(made[0]), "-keyout", str(made[1])],
        check=True,
        capture_output=True,
    )
    return made


@pytest.fixture(scope="module")
def home(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with ThreadingHTTPServer(("127.0.0.1", 0), Home) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"https://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(autouse=True)
def no_variables(monkeypatch):
    for name in [*VARIABLES, "SSL_CERT_DIR"]:
        monkeypatch.delenv(name, raising=False)


def ask(url, **more) -> int:
    lent = {"session": "borrowed", "credential": lambda kind, fresh: "token"}
    with hufu_auth.Client(url, platform="web", **lent, **more) as client:
        return client.fetch(url + "/x").status


def test_a_stranger_is_sent_nothing(home):
    with pytest.raises(hufu_auth.errors.Tls):
        ask(home)


def test_the_program_names_whom_to_trust(home, certificate):
    assert ask(home, ca_file=certificate[0]) == 200


def test_the_environment_names_whom_to_trust(home, certificate, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate[0]))
    assert ask(home) == 200


@pytest.mark.parametrize("name", VARIABLES)
def test_keys_come_by_whom_the_environment_trusts(home, certificate, monkeypatch, name):
    with pytest.raises(ssl.SSLError):
        fetch_keys(home + "/keys")
    monkeypatch.setenv(name, str(certificate[0]))
    assert fetch_keys(home + "/keys").content == b"{}"


def test_https_to_a_server_of_http_is_the_programs_fault(server):
    with httpx.Client() as web:
        with pytest.raises(hufu_auth.FixProgram, match="https was asked of a port"):
            url = server.url.replace("http:", "https:")
            ask(url, transport=hufu_auth.httpx.Transport(web))
