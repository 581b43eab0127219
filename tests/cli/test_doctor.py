"""hufu doctor: each thing that can be wrong, made wrong."""

import http.server
import ssl
import subprocess
import threading

import pytest


def found(home, *words) -> dict[str, dict]:
    told = home.run("doctor", "--json", *words, status=None)
    assert told.status == (0 if told.json["ok"] else 1)
    return {each["part"]: each for each in told.json["findings"]}


@pytest.fixture
def tls(tmp_path):
    """A server with a certificate that only a file of ours vouches for: its address, and the file."""
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    made += ["-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", key, "-out", certificate]
    made += ["-addext", "subjectAltName=DNS:localhost"]
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = http.server.ThreadingHTTPServer(("localhost", 0), http.server.SimpleHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"https://localhost:{server.server_port}", str(certificate)
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_certificate_that_nobody_vouches_for(home, tls):
    url, certificate = tls
    wrong = found(home, "--server", url)
    assert not wrong["tls"]["ok"] and "--ca-file" in wrong["tls"]["sentence"]
    assert wrong["network"]["ok"]
    right = found(home, "--server", url, "--ca-file", certificate)
    assert right["tls"]["ok"] and right["clock"]["ok"]


def test_nobody_listens(home):
    wrong = found(home, "--server", "http://127.0.0.1:1")
    assert not wrong["network"]["ok"] and not wrong["clock"]["ok"]
    assert "is it running" in wrong["network"]["sentence"]


def test_plain_text_is_wrong(at, api):
    at.environment["HUFU_STORE_KEY"] = ""
    wrong = found(at, "--store", "plain")
    assert not wrong["store"]["ok"] and "set a key" in wrong["store"]["sentence"]


def test_a_broken_file_is_set_aside_and_said(signed_in):
    [file] = (signed_in.folder / ".local/state/hufu").glob("*.hufu")
    file.write_bytes(file.read_bytes()[:-7] + b"garbage")
    told = signed_in.run("status", "--json", status=3)
    assert told.json["state"] == "signed_out"
    [aside] = file.parent.glob("*.corrupt-*")
    assert aside.name in told.err or str(file) in told.err
    # From here on there is simply no session.
    assert found(signed_in)["session"]["sentence"] == "nobody is signed in: hufu login"
