"""S2: whatever a power cut leaves on the disk, a stored session is the old one or the new one."""

import itertools

import pytest

from disk import power_cuts, read_disk, write_disk

NUMBERS = itertools.count()


@pytest.fixture
def found_after(program, state, tmp_path):
    """Opens a disk, and answers what is stored there; "broken" if the store had to complain."""
    seen = {}

    def found(disk):
        key = tuple(sorted(disk.items()))
        if key not in seen:
            copy = tmp_path / f"after-{next(NUMBERS)}"
            write_disk(disk, state, copy)
            ran = program.run("load", copy, "s")
            seen[key] = "broken" if ran.errors else ran.output or None
        return seen[key]

    return found


def record(program, preload, state, command):
    before = read_disk(state)
    calls = preload.lines(program, command, state, "s", text="new")
    return calls, before


@pytest.mark.parametrize("before", [None, "old"])
def test_a_save_survives_every_cut(program, preload, state, found_after, before):
    if before is not None:
        program.save(state, before)
    calls, disk = record(program, preload, state, "save")
    found = [(made, found_after(left)) for made, left in power_cuts(calls, disk)]
    assert len(found) > len(calls)
    assert {text for _, text in found} == {before, "new"}
    # What was acknowledged is never lost.
    assert {text for made, text in found if made == len(calls)} == {"new"}


def test_an_erase_survives_every_cut(program, preload, state, found_after):
    program.save(state, "old")
    calls, disk = record(program, preload, state, "erase")
    found = [(made, found_after(left)) for made, left in power_cuts(calls, disk)]
    assert {text for _, text in found} == {"old", None}
    assert {text for made, text in found if made == len(calls)} == {None}


def test_a_broken_file_stays_set_aside(program, preload, state):
    """Whoever finds it broken again after a cut sets it aside again; nobody reads it."""
    program.save(state, "old")
    (state / "s.hufu").write_bytes(b"rubbish")
    calls, disk = record(program, preload, state, "save")
    renamed = [call for call in calls if call[0] == "rename"]
    assert renamed[0][2].endswith(".corrupt")
    copies = []
    for _, left in power_cuts(calls, disk):
        copy = state.parent / f"after-{next(NUMBERS)}"
        write_disk(left, state, copy)
        ran = program.run("load", copy, "s")
        copies.append(ran.output or None)
    assert set(copies) == {None, "new"}


def without(calls, name, nth):
    """The calls as a careless program would have made them."""
    places = [place for place, call in enumerate(calls) if call[0] == name]
    return calls[: places[nth]] + calls[places[nth] + 1 :]


def test_the_model_sees_what_a_careless_program_loses(program, preload, state, found_after):
    program.save(state, "old")
    calls, disk = record(program, preload, state, "save")
    fsyncs = [call[1] for call in calls if call[0] == "fsync"]
    assert fsyncs == [f"{state}/.writing-s.hufu", f"{state}"]

    unflushed = power_cuts(without(calls, "fsync", 0), disk)
    assert "broken" in {found_after(left) for _, left in unflushed}
    forgetful = without(calls, "fsync", 1)
    last = [
        found_after(left) for made, left in power_cuts(forgetful, disk) if made == len(forgetful)
    ]
    assert "old" in last
