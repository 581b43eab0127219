"""hufu doctor: each thing that can be wrong, made wrong."""

import http.server
import ssl
import subprocess
import threading

import pytest

from server import RunningServer


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


def test_plain_text_is_told(at, api):
    at.environment["HUFU_STORE_KEY"] = ""
    told = found(at, "--store", "plain")["store"]
    assert told["ok"] and "plain text, as was chosen" in told["sentence"]


def test_an_app_key_that_is_not_the_projects(home, server_program):
    server = RunningServer(
        server_program, environment={"NEXT_PUBLIC_SUPABASE_ANON_KEY": "the-anon-key"}
    )
    try:
        asked = ("--server", server.url, "--backend", "gotrue")
        for words, said in (([], "wants one"), (["--app-key", "another"], "is refused")):
            wrong = found(home, *asked, *words)
            assert not wrong["app_key"]["ok"] and said in wrong["app_key"]["sentence"]
            assert "--app-key" in wrong["app_key"]["sentence"]
            assert "another" not in wrong["app_key"]["sentence"]
        assert found(home, *asked, "--app-key", "the-anon-key")["app_key"]["ok"]
        assert "app_key" not in found(home, "--server", server.url)
    finally:
        server.stop()


def test_an_app_id_that_is_not_authings(home, server_program):
    server = RunningServer(server_program, environment={"AUTHING_APP_ID": "the-app"})
    try:
        asked = ("--server", server.url, "--backend", "authing")
        wrong = found(home, *asked, "--app-key", "an&other")["app_key"]
        assert not wrong["ok"] and "is refused" in wrong["sentence"]
        assert "--app-key takes the application's id" in wrong["sentence"]
        assert "an&other" not in wrong["sentence"]
        assert found(home, *asked, "--app-key", "the-app")["app_key"]["ok"]
    finally:
        server.stop()


def test_an_app_id_that_is_missing_or_asked_of_another_server(home, api, tls):
    asked = ("--backend", "authing", "--server")
    missing = found(home, *asked, api.url)["app_key"]
    assert not missing["ok"] and "the server wants one" in missing["sentence"]
    url, certificate = tls
    none = found(home, *asked, url, "--ca-file", certificate, "--app-key", "x")["app_key"]
    assert not none["ok"] and "no Authing answers at" in none["sentence"]


def test_https_is_asked_of_http(at, api):
    wrong = found(at, "--server", api.url.replace("http:", "https:"))
    assert wrong["network"]["ok"]
    assert not wrong["tls"]["ok"] and "is it http" in wrong["tls"]["sentence"]
    refused = at.run(
        "whoami", "--server", api.url.replace("http:", "https:"), "--profile", "x", status=3
    )
    assert "login" in refused.err


def test_a_broken_file_is_set_aside_and_said(signed_in):
    [file] = (signed_in.folder / ".local/state/hufu").glob("*.hufu")
    file.write_bytes(file.read_bytes()[:-7] + b"garbage")
    told = signed_in.run("status", "--json", status=3)
    assert told.json["state"] == "signed_out"
    [aside] = file.parent.glob("*.corrupt")
    assert aside.name in told.err or str(file) in told.err
    # From here on there is simply no session.
    assert found(signed_in)["session"]["sentence"] == "nobody is signed in: hufu login"
