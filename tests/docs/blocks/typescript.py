"""JavaScript, TypeScript and Vue, by the compiler of TypeScript and the types of the packages that pages name."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from projects import Project

ENDINGS = (".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".vue")


def check(projects: list[Project], built: Path) -> list[str]:
    asked = []
    for project in projects:
        files = project.of(*ENDINGS) + _scripts(project)
        if files:
            asked.append({"name": project.name, "folder": str(project.folder), "files": files})
    if not asked:
        return []
    program = Path(__file__).with_suffix(".mjs")
    done = subprocess.run(
        ["node", program, built], input=json.dumps(asked), capture_output=True, text=True
    )
    if done.returncode:
        return [done.stderr[-2000:]]
    by_name = {project.name: project for project in projects}
    said = [_told(by_name[each["name"]], each) for each in json.loads(done.stdout)]
    return list(dict.fromkeys(said))


def _scripts(project: Project) -> list[str]:
    """The modules in pages of HTML, each as a file whose lines are those of the page."""
    found = []
    for path in project.of(".html"):
        code = project.blocks[path].code
        for script in re.finditer(r"<script type=\"module\">(.*?)</script>", code, re.DOTALL):
            name = f"{path}.{len(found)}.js"
            lines = "\n" * code[: script.start(1)].count("\n")
            (project.folder / name).write_text(lines + script[1])
            found.append(name)
    return found


def _told(project: Project, said: dict) -> str:
    path = re.sub(r"(\.html)\.\d+\.js$", r"\1", said["file"])
    where = project.place(path, said["line"]) if path in project.blocks else project.name
    return f"{where}: {said['says']}"
