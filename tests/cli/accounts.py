"""Somebody with an account of GoTrue's kind, and what they do with the mails of it."""

MAIL = "hua@example.com"
PASSWORD = "correct horse battery"
# What a profile is told of such a server.
SERVER = ("--backend", "gotrue", "--app-key", "anon")


def answered(home, words, mails, to, *more) -> tuple:
    """Types the code of the mail that the command has sent, and what comes after."""
    running = home.start(*words)
    said = running.stderr.readline()
    assert "on its way" in said, said + running.stderr.read()
    code = mails(to)[0]["code"]
    out, err = running.communicate("".join(f"{line}\n" for line in (code, *more)))
    assert code not in out + err
    return running.returncode, out, said + err
