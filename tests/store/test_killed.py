"""S1: a save that is killed at any of its system calls leaves the old session or the new one."""

import signal

import pytest

# What OpenSSL does when it starts touches no file of ours.
NOT_OURS = {"futex", "brk", "mmap", "munmap", "mprotect", "getpid", "getrandom", "madvise"}


def kill_each_call(program, injector, state, words, before, is_full):
    """Runs the command once for each of its calls, killed there. What was loaded afterwards."""

    def set_up():
        for file in state.glob("*") if state.exists() else []:
            file.unlink()
        if state.exists():
            state.rmdir()
        if before is not None:
            program.save(state, before)

    set_up()
    calls = injector.calls(program, *words, text="new")
    if not is_full:
        calls = [call for call in calls if call.name not in NOT_OURS]
    assert len(calls) >= 10
    found = []
    for call in calls:
        set_up()
        ran = injector.kill(program, call, *words, text="new")
        assert ran.status in (-signal.SIGKILL, 128 + signal.SIGKILL), (call, ran)
        assert ran.output == "", f"{call}: acknowledged, and then killed"
        found.append(program.load(state))
        assert list(state.glob(".writing-*")) == [], f"{call}: a draft was left"
    return found


@pytest.mark.parametrize("before", [None, "old"])
def test_a_save_is_whole_or_never_was(program, injector, state, before, is_full):
    found = kill_each_call(program, injector, state, ["save", state, "s"], before, is_full)
    assert set(found) == {before, "new"}
    # Once it is there, it stays there.
    assert found == sorted(found, key=lambda text: text == "new")


def test_an_erase_is_whole_or_never_was(program, injector, state, is_full):
    found = kill_each_call(program, injector, state, ["erase", state, "s"], "old", is_full)
    assert set(found) == {"old", None}
