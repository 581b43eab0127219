"""Runs clang-tidy on sources that changed since they last passed.

Usage: tidy.py CLANG_TIDY BUILD_DIR JOBS FOLDER...
The sources of a folder are read as one: to read what they include, and to check it, is most of the work. When that does
not pass, or they cannot stand together, each is read alone, and that counts.
A source counts as unchanged when the text of it, of every header of ours that it reaches, and of
.clang-tidy, its compile command and the tool are the same as at its last pass.
"""

import hashlib
import json
import re
import shlex
import subprocess
import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# The commands are g++'s, and switch off warnings that clang never heard of.
OPTIONS = ["--quiet", "--warnings-as-errors=*", "--extra-arg=-Wno-unknown-warning-option"]
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^">]+)[">]', re.MULTILINE)


def reachable(source: Path, search: list[Path]) -> set[Path]:
    """The source and the headers that it includes, as far as they lie in `search` or beside it."""
    seen, waiting = set(), [source]
    while waiting:
        file = waiting.pop()
        if file in seen:
            continue
        seen.add(file)
        for name in INCLUDE.findall(file.read_text(errors="replace")):
            for folder in [file.parent, *search]:
                if (folder / name).is_file():
                    waiting.append((folder / name).resolve())
                    break
    return seen


def is_unity(source: Path) -> bool:
    return source.parent.name == "Unity"


def sources(source: Path) -> list[Path]:
    """The source, or those that CMake's unity build has put together in it."""
    if not is_unity(source):
        return [source]
    return [Path(name) for name in INCLUDE.findall(source.read_text())]


def options_for(source: Path) -> list[str]:
    """A unity build includes sources, and means it."""
    return [*OPTIONS, "--checks=-bugprone-suspicious-include"] if is_unity(source) else OPTIONS


def flags_of(entry: dict) -> list[str]:
    """The command without compiler, what it reads and what it writes, which CMake puts last."""
    return shlex.split(entry["command"].partition(" -o ")[0])[1:]


def as_one(files: list[Path], folder: Path) -> Path:
    """One source in `folder` with the text of all: what is included the analyser would not walk."""
    made = folder / ("_".join([*files[0].parent.parts[-3:], files[0].stem]) + ".cpp")
    made.write_text("\n".join(file.read_text() for file in files))
    return made


def fingerprint(files: list[Path], flags: list[str], settings: bytes) -> str:
    search = [Path(word[2:]) for word in flags if word.startswith("-I")]
    digest = hashlib.sha256(settings + shlex.join(flags).encode())
    for file in sorted(set().union(*(reachable(file, search) for file in files))):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def main() -> int:
    tool, build, jobs = sys.argv[1], Path(sys.argv[2]).resolve(), int(sys.argv[3])
    folders = [Path(name).resolve() for name in sys.argv[4:]]
    version = subprocess.run([tool, "--version"], capture_output=True, check=True).stdout
    settings = version + Path(".clang-tidy").read_bytes()
    cache, made = build.parent / "tidy-cache", build.parent / "tidy-together"
    cache.mkdir(exist_ok=True)
    made.mkdir(exist_ok=True)

    def passes(files: list[Path], flags: list[str]) -> bool:
        stamp = cache / fingerprint(files, flags, settings)
        if stamp.exists():
            return True
        source = files[0] if len(files) == 1 else as_one(files, made)
        run = subprocess.run(
            ["nice", tool, *options_for(source), source, "--", *flags, "-iquote", files[0].parent],
            capture_output=True,
            text=True,
        )
        if run.returncode == 0:
            stamp.touch()
        elif len(files) == 1:
            print(run.stdout + run.stderr, flush=True)
        return run.returncode == 0

    def check(files: list[Path], flags: list[str]) -> list[bool]:
        if passes(files, flags):
            return [True] * len(files)
        if len(files) == 1:
            return [False]
        passed = [passes([file], flags) for file in files]
        if all(passed):
            print(f"As one they do not pass, each alone does: {files[0].parent}", flush=True)
        return passed

    # By folder, and by how they are compiled. A unity build has put them together already.
    alike = defaultdict(list)
    for entry in json.loads((build / "compile_commands.json").read_text()):
        source = Path(entry["file"])
        if any(file.is_relative_to(folder) for file in sources(source) for folder in folders):
            place = source if is_unity(source) else source.parent
            alike[place, shlex.join(flags_of(entry))].append(source)
    groups = [(files, shlex.split(flags)) for (_, flags), files in alike.items()]
    groups.sort(key=lambda group: len(group[0]), reverse=True)
    with ThreadPoolExecutor(jobs) as pool:
        passed = sum(pool.map(lambda group: check(*group), groups), [])
    print(f"{sum(passed)} of {len(passed)} files pass")
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
