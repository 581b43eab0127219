"""Runs clang-tidy on sources that changed since they last passed.

Usage: tidy.py CLANG_TIDY BUILD_DIR JOBS FOLDER...
A source counts as unchanged when the text of it, of every header of ours that it reaches, and of
.clang-tidy, its compile command and the tool are the same as at its last pass.
"""

import hashlib
import json
import re
import shlex
import subprocess
import sys
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
    """A unity build includes sources, and means it."""
    is_unity = sources(entry) != [Path(entry["file"])]
    return [*OPTIONS, "--checks=-bugprone-suspicious-include"] if is_unity else OPTIONS


def fingerprint(entry: dict, settings: bytes) -> str:
    source = Path(entry["file"])
    search = [Path(word[2:]) for word in shlex.split(entry["command"]) if word.startswith("-I")]
    digest = hashlib.sha256(settings + entry["command"].encode())
    for file in sorted(reachable(source, search)):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def main() -> int:
    tool, build, jobs = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    folders = [Path(name).resolve() for name in sys.argv[4:]]
    version = subprocess.run([tool, "--version"], capture_output=True, check=True).stdout
    settings = version + Path(".clang-tidy").read_bytes()
    cache = build.parent / "tidy-cache"
    cache.mkdir(exist_ok=True)

    def check(entry: dict) -> bool:
        stamp = cache / fingerprint(entry, settings)
        if stamp.exists():
            return True
        run = subprocess.run(
            ["nice", tool, "-p", str(build), *options_for(entry), entry["file"]],
            capture_output=True,
            text=True,
        )
        if run.returncode == 0:
            stamp.touch()
            return True
        print(run.stdout + run.stderr, flush=True)
        return False

    entries = {
        entry["file"]: entry
        for entry in json.loads((build / "compile_commands.json").read_text())
        if any(source.is_relative_to(folder) for source in sources(entry) for folder in folders)
    }
    with ThreadPoolExecutor(jobs) as pool:
        passed = list(pool.map(check, entries.values()))
    print(f"{sum(passed)} of {len(passed)} files pass")
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
