"""S3: an error at any system call of a save is told, costs no session, and leaves nothing behind."""

import errno
import itertools
import json

import pytest

ERRORS = [
    errno.ENOSPC,
    errno.EIO,
    errno.EROFS,
    errno.EMFILE,
    errno.EDQUOT,
    errno.EINTR,
]
# Those that a save makes on files, by the kernel's names and by the C library's.
ON_FILES = {
    *("openat", "newfstatat", "fstat", "read", "getdents64", "mkdir", "fchmod", "flock", "write"),
    *("fsync", "renameat", "rename", "unlinkat", "unlink", "close", "fcntl", "create", "open"),
}


def check_after(program, state, ran, about, before="old"):
    assert ran.status in (0, 1), (about, ran)
    # The sentence is there, and it does not hold what was to be kept.
    assert (ran.status == 0) == (ran.output == "saved\n"), about
    assert ran.status == 0 or ran.errors.strip(), about
    assert "new-session" not in ran.errors, about
    after = program.load(state)
    assert after in ((before, "new-session") if ran.status else ("new-session",)), about
    program.save(state, "later")
    assert program.load(state) == "later", about
    assert list(state.glob(".writing-*")) == [], about
    assert list(state.glob("*.corrupt*")) == [], about


def test_errors_at_each_call(program, injector, state, is_full):
    program.save(state, "old")
    words = ["save", state, "s"]
    calls = injector.calls(program, *words, text="new-session")
    calls = [call for call in calls if call.name in ON_FILES]
    assert len(calls) >= 10
    if is_full:
        cases = list(itertools.product(calls, ERRORS))
    else:
        cases = list(zip(calls, itertools.cycle(ERRORS), strict=False))
    failed = 0
    for call, number in cases:
        program.save(state, "old")
        ran = injector.fail(program, call, number, *words, text="new-session")
        check_after(program, state, ran, (call, errno.errorcode[number]))
        failed += ran.status
    assert failed >= 5  # that the calls were disturbed at all


def test_errors_of_the_first_save_ever(program, injector, tmp_path):
    calls = injector.calls(program, "save", tmp_path / "first", "s", text="new-session")
    for number, call in enumerate(call for call in calls if call.name in ON_FILES):
        state = tmp_path / f"state-{number}"
        ran = injector.fail(program, call, errno.ENOSPC, "save", state, "s", text="new-session")
        check_after(program, state, ran, call, before=None)


@pytest.mark.parametrize("what", ["read", "write"])
def test_calls_that_do_half_of_it(program, preload, state, what):
    program.save(state, "old")
    words = ["save", state, "s"]
    calls = preload.calls(program, *words, text="new-session")
    for call in [call for call in calls if call.name == what]:
        program.save(state, "old")
        ran = preload.shorten(program, call, *words, text="new-session")
        assert ran.status == 0, (call, ran.errors)
        assert program.load(state) == "new-session"


def test_a_full_disk_in_words(program, preload, state):
    program.save(state, "old")
    calls = preload.calls(program, "save", state, "s", text="new")
    write = next(call for call in calls if call.name == "write")
    ran = preload.fail(program, write, errno.ENOSPC, "save", state, "s", text="new")
    assert "No space left on device" in ran.errors
    assert str(state) in ran.errors


# S12: where no file can be kept. What the kernel answers there, and to which calls.
BAD_PLACES = {
    "a read-only home": (errno.EROFS, "mkdir"),
    "a full disk": (errno.ENOSPC, "write"),
    "NFS without locks": (errno.ENOLCK, "flock"),
    "a file system without locks": (errno.EOPNOTSUPP, "flock"),
    "an existing directory on a read-only disk": (errno.EROFS, "create"),
}


@pytest.mark.parametrize("place", BAD_PLACES)
def test_bad_places_are_told_and_memory_takes_their_place(program, preload, state, place):
    number, name = BAD_PLACES[place]
    calls = preload.calls(program, "open", state.with_name("good"))
    call = next(call for call in calls if call.name == name)
    told = preload.fail(program, call, number, "open", state)
    assert told.status == 1
    assert str(state) in told.errors

    elsewhere = state.with_name("elsewhere")
    kept = preload.fail(program, call, number, "open", elsewhere, "-", "memory")
    assert kept.status == 0
    assert json.loads(kept.output)["kind"] == "memory"
    assert "sessions end with this program" in kept.errors
    assert not list(elsewhere.glob("*.hufu"))
