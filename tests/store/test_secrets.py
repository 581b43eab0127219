"""C14: what was stored is found neither in memory once it is dropped, nor on disk, nor in a word."""

import json
import secrets
import time

CANARIES = [f"canary-{secrets.token_hex(24)}" for _ in range(20)]


def test_nothing_of_a_session_stays_in_memory_or_files(program, state, tmp_path):
    dump = tmp_path / "dump"
    ran = program.run("leave", state, dump, text="".join(f"{text}\n" for text in CANARIES))
    assert ran.status == 0, ran.errors
    memory = dump.read_bytes()
    assert len(memory) > 100_000
    assert b"HUFU_STORE_KEY" in memory  # the dump holds the process, its environment at least
    words = (ran.output + ran.errors).encode()
    files = b"".join(file.read_bytes() for file in state.iterdir())
    for canary in CANARIES:
        # The first eight bytes of freed memory belong to the allocator; the rest would betray.
        for place, there in (("memory", memory), ("words", words), ("files", files)):
            assert canary.encode()[-40:] not in there, f"{canary} is left in {place}"


def test_a_private_program_leaves_no_token_in_memory(program, state, start_server, tmp_path):
    """Not even in the buffers of libraries. Whole tokens: single lines of them may lie on stacks."""
    server = start_server(token_life_s=2, reuse="strict")
    signed_in = program.run("sign-in", state, server.url, text=server.login_code())
    assert signed_in.status == 0, signed_in.errors
    spent = texts(json.loads(program.load(state, "hufu.session")))
    time.sleep(2)  # so that the next program renews them
    visited = program.run("visit", state, server.url, tmp_path / "dump")
    assert visited.status == 0, visited.errors
    renewed = texts(json.loads(program.load(state, "hufu.session")))
    assert len({*spent, *renewed}) >= 4
    memory = (tmp_path / "dump").read_bytes()
    assert server.url.encode() in memory  # the command line, at least
    assert [token for token in spent + renewed if token.encode() in memory] == []


def test_no_key_in_words(program, state):
    key = secrets.token_hex(31) + "zz"  # as long as a key, and none
    ran = program.run("save", state, "s", text="text", HUFU_STORE_KEY=key)
    assert ran.status == 1
    assert "HUFU_STORE_KEY" in ran.errors
    assert key[:20] not in ran.errors


def texts(value) -> list[str]:
    """All texts of a JSON value that are as long as a token."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return [text for one in inner for text in texts(one)]
    return [value] if isinstance(value, str) and len(value) > 40 else []


def test_no_token_in_words_or_files(program, state, start_server):
    server = start_server(token_life_s=2, reuse="strict")
    code = server.login_code()
    ran = [program.run("sign-in", state, server.url, text=code)]
    tokens = texts(json.loads(program.load(state, "hufu.session")))
    ran.append(program.run("work", state, server.url, 3))
    tokens += texts(json.loads(program.load(state, "hufu.session")))
    assert len(set(tokens)) >= 4  # two of each: it was renewed
    # And where all goes wrong.
    server.control("POST", "/faults", {"route": "*", "status": 500, "times": None})
    ran.append(program.run("work", state, server.url, 3))
    assert '"good":0,' in ran[-1].output
    tokens += texts(json.loads(program.load(state, "hufu.session")))

    assert [each.status for each in ran] == [0, 0, 0]
    said = "".join(each.output + each.errors for each in ran)
    files = b"".join(file.read_bytes() for file in state.iterdir())
    for secret in [code, *tokens]:
        assert secret not in said
        assert secret.encode() not in files
