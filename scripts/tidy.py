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


def sources(entry: dict) -> list[Path]:
    """The source, or those that CMake's unity build has put together in it."""
    source = Path(entry["file"])
    if source.parent.name != "Unity":
        return [source]
    return [Path(name) for name in INCLUDE.findall(source.read_text())]


def options_for(entry: dict) -> list[str]:
    """Who puts sources together includes them, and means it."""
    is_together = sources(entry) != [Path(entry["file"])]
    return [*OPTIONS, "--checks=-bugprone-suspicious-include"] if is_together else OPTIONS


def how_compiled(entry: dict) -> str:
    """The command without what it reads and what it writes, which CMake puts last."""
    return entry["command"].partition(" -o ")[0]


def as_one(entries: list[dict], folder: Path) -> dict:
    """One source in `folder` that includes those of the entries."""
    source = Path(entries[0]["file"])
    made = folder / "Unity" / ("_".join([*source.parent.parts[-3:], source.stem]) + ".cpp")
    made.parent.mkdir(parents=True, exist_ok=True)
    made.write_text("".join(f'#include "{entry["file"]}"\n' for entry in entries))
    return {**entries[0], "file": str(made), "command": how_compiled(entries[0])}


def fingerprint(entry: dict, settings: bytes) -> str:
    source = Path(entry["file"])
    search = [Path(word[2:]) for word in shlex.split(entry["command"]) if word.startswith("-I")]
    digest = hashlib.sha256(settings + entry["command"].encode())
    for file in sorted(reachable(source, search)):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def main() -> int:
    tool, build, jobs = sys.argv[1], Path(sys.argv[2]).resolve(), int(sys.argv[3])
    folders = [Path(name).resolve() for name in sys.argv[4:]]
    version = subprocess.run([tool, "--version"], capture_output=True, check=True).stdout
    settings = version + Path(".clang-tidy").read_bytes()
    cache = build.parent / "tidy-cache"
    cache.mkdir(exist_ok=True)

    def passes(entry: dict, show: bool) -> bool:
        stamp = cache / fingerprint(entry, settings)
        if stamp.exists():
            return True
        flags = shlex.split(how_compiled(entry))[1:]
        run = subprocess.run(
            ["nice", tool, *options_for(entry), entry["file"], "--", *flags],
            cwd=entry["directory"],
            capture_output=True,
            text=True,
        )
        if run.returncode == 0:
            stamp.touch()
        elif show:
            print(run.stdout + run.stderr, flush=True)
        return run.returncode == 0

    def check(entries: list[dict]) -> list[bool]:
        if len(entries) > 1 and passes(as_one(entries, cache), show=False):
            return [True] * len(entries)
        passed = [passes(entry, show=True) for entry in entries]
        if len(entries) > 1 and all(passed):
            print(f"{Path(entries[0]['file']).parent}: as one they do not pass, each alone does", flush=True)
        return passed

    folders_of = defaultdict(list)
    for entry in json.loads((build / "compile_commands.json").read_text()):
        if any(source.is_relative_to(folder) for source in sources(entry) for folder in folders):
            file = Path(entry["file"])
            # Those of a unity build stand together already.
            place = file if file.parent.name == "Unity" else file.parent
            folders_of[place, how_compiled(entry)].append(entry)
    with ThreadPoolExecutor(jobs) as pool:
        passed = sum(pool.map(check, sorted(folders_of.values(), key=len, reverse=True)), [])
    print(f"{sum(passed)} of {len(passed)} files pass")
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
