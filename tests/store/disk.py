"""What a disk may hold after a power cut, given the calls that a program had made by then.

The model promises no more than POSIX: bytes are safe after fsync of their file, names after fsync
of their directory. Until then any part of either may be there, in any order; of bytes the
beginning, zeros in their place, or nothing. Only a single rename is whole or not at all.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

# A disk: the bytes of each file by its name. Directories are named with a slash at the end.
Disk = dict[str, bytes]


@dataclass
class File:
    """A file by its identity, whatever its names are."""

    content: bytes = b""
    safe: bytes | None = None  # what a power cut cannot take any more

    def after_cut(self) -> set[bytes]:
        if self.safe == self.content:
            return {self.content}
        whole, half = self.content, len(self.content) // 2
        return {self.safe or b"", b"", whole[:half], bytes(len(whole)), whole}


@dataclass
class Change:
    """Of one directory: names that go, and a file that takes a name."""

    directory: str
    gone: list[str]
    name: str | None = None
    file: File | None = None


@dataclass
class Recorder:
    """Follows the calls, as injector.cpp writes them down."""

    safe: dict[str, File]  # names that a power cut cannot take any more
    names: dict[str, File] = field(default_factory=dict)
    pending: list[Change] = field(default_factory=list)

    def __post_init__(self):
        self.names = dict(self.safe)

    def follow(self, call: list[str]) -> None:
        name, path, *more = call
        if name == "create" and path not in self.names:
            self._name(path, File())
        elif name == "mkdir":
            self._name(path + "/", File(safe=b""))
        elif name == "write":
            self.names[path].content += bytes.fromhex(more[0])
        elif name == "rename":
            file = self.names.pop(path)
            self.names[more[0]] = file
            self.pending.append(Change(parent(more[0]), [path], more[0], file))
        elif name == "unlink" and path in self.names:
            del self.names[path]
            self.pending.append(Change(parent(path), [path]))
        elif name == "fsync" and path in self.names:
            self.names[path].safe = self.names[path].content
        elif name == "fsync":
            self._make_safe(path)

    def _name(self, path: str, file: File) -> None:
        self.names[path] = file
        self.pending.append(Change(parent(path), [], path, file))

    def _make_safe(self, directory: str) -> None:
        for change in [one for one in self.pending if one.directory == directory]:
            apply(change, self.safe)
            self.pending.remove(change)

    def after_cut(self) -> Iterator[Disk]:
        for count in range(len(self.pending) + 1):
            for changes in itertools.combinations(self.pending, count):
                names = dict(self.safe)
                for change in changes:
                    apply(change, names)
                yield from disks(names)


def parent(path: str) -> str:
    return path.rstrip("/").rpartition("/")[0]


def apply(change: Change, names: dict[str, File]) -> None:
    for gone in change.gone:
        names.pop(gone, None)
    if change.name is not None:
        names[change.name] = change.file


def disks(names: dict[str, File]) -> Iterator[Disk]:
    """Every content of every file whose name is there, and whose directory is."""
    there = [name for name in sorted(names) if name.endswith("/") or parent(name) + "/" in names]
    for contents in itertools.product(*(sorted(names[name].after_cut()) for name in there)):
        yield dict(zip(there, contents, strict=True))


def power_cuts(calls: list[list[str]], before: Disk) -> Iterator[tuple[int, Disk]]:
    """For each number of calls that were made: every disk that may be found, without repetition."""
    recorder = Recorder({name: File(content, content) for name, content in before.items()})
    for made in range(len(calls) + 1):
        if made:
            recorder.follow(calls[made - 1])
        seen = []
        for disk in recorder.after_cut():
            if disk not in seen:
                seen.append(disk)
                yield made, disk


def read_disk(directory: Path) -> Disk:
    disk = {f"{directory}/": b""} if directory.exists() else {}
    return disk | {str(file): file.read_bytes() for file in directory.glob("*")}


def write_disk(disk: Disk, original: Path, copy: Path) -> None:
    """The disk's files as those of `copy`, which must not exist."""
    for name, content in disk.items():
        place = copy / Path(name).relative_to(original)
        if name.endswith("/"):
            place.mkdir(mode=0o700)
        else:
            place.write_bytes(content)
            place.chmod(0o600)
