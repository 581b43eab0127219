"""C++ and C, by the compiler and our public headers."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from projects import Project

from pages import ROOT

INCLUDES = [
    f"-I{ROOT / folder}"
    for folder in (
        "core/include",
        "bindings/c/include",
        "bindings/native/include",
        "bindings/server/include",
    )
]
COMPILERS = {
    ".cpp": ("g++", "-std=c++20"),
    ".h": ("g++", "-std=c++20", "-xc++"),
    ".c": ("gcc", "-std=c11"),
}
PACKAGES = ("gtkmm-4.0", "libcurl")


def check(projects: list[Project], built: Path) -> list[str]:
    return [
        said
        for project in projects
        for path in project.of(*COMPILERS)
        for said in _compiled(project, path)
    ]


def _compiled(project: Project, path: str) -> list[str]:
    file = project.folder / path
    text = project.blocks[path].code
    wanted = [package for package in PACKAGES if package.split("-")[0].removeprefix("lib") in text]
    flags = (
        subprocess.run(
            ["pkg-config", "--cflags", *wanted], capture_output=True, text=True
        ).stdout.split()
        if wanted
        else []
    )
    command = [
        *COMPILERS[file.suffix],
        "-fsyntax-only",
        "-Wall",
        *INCLUDES,
        f"-I{project.folder}",
        *flags,
        file,
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    said = []
    for line in done.stderr.splitlines():
        if found := re.match(
            rf"{re.escape(str(file))}:(\d+):\d+: (?:fatal )?(?:error|warning): (.*)", line
        ):
            said.append(f"{project.place(path, int(found[1]))}: {found[2]}")
    return said or ([f"{project.blocks[path]}: {done.stderr[-1500:]}"] if done.returncode else [])
