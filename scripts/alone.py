"""Compiles headers and sources, each by itself: without precompiled headers and without the neighbours that a quick
build puts beside it, so that an include that is missing fails.

Usage: alone.py BUILD_DIR JOBS FOLDER
The options are those with which the build folder compiles something in FOLDER. What passed is not tried again until it,
or a header of ours that it reaches, changes.
"""

import hashlib
import json
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tidy import reachable, sources


def options(build: Path, folder: Path) -> list[str]:
    """The compiler and its options for a source below the folder, without what makes an object of it."""
    entries = json.loads((build / "compile_commands.json").read_text())
    entry = next(
        entry
        for entry in entries
        if any(source.is_relative_to(folder) for source in sources(entry))
    )
    words = shlex.split(entry["command"])
    compiler = next(i for i, word in enumerate(words) if Path(word).name in ("c++", "g++"))
    kept, following = [words[compiler]], iter(words[compiler + 1 :])
    for word in following:
        if word in ("-include", "-o", "-c"):
            next(following)
        elif word == "-isystem":
            kept += [word, next(following)]
        elif word.startswith(("-I", "-D", "-std", "-W")) and word != "-Winvalid-pch":
            kept.append(word)
    # A header has functions that nobody calls here.
    return [*kept, "-fsyntax-only", "-Wno-unused-function", "-x", "c++"]


def main() -> int:
    build, jobs, folder = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]).resolve()
    command = options(build, folder)
    search = [Path(word[2:]) for word in command if word.startswith("-I")]
    passes = build.parent / "alone-cache"
    passes.mkdir(exist_ok=True)

    def stands_alone(file: Path) -> bool:
        digest = hashlib.sha256(f"{file} {command}".encode())
        for reached in sorted(reachable(file, search)):
            digest.update(reached.read_bytes())
        stamp = passes / digest.hexdigest()
        if stamp.exists():
            return True
        # A header is included, as it always is: as the main file its `#pragma once` would be warned of.
        tried = f'#include "{file}"\n'
        run = subprocess.run(["nice", *command, "-"], input=tried, capture_output=True, text=True)
        if run.returncode == 0:
            stamp.touch()
            return True
        print(run.stderr, flush=True)
        return False

    files = sorted(file for pattern in ("*.h", "*.cpp") for file in folder.rglob(pattern))
    with ThreadPoolExecutor(jobs) as pool:
        passed = list(pool.map(stands_alone, files))
    print(f"{sum(passed)} of {len(passed)} files stand alone")
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
