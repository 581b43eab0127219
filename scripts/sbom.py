"""Prints a software bill of materials (CycloneDX 1.5, JSON) of programs that were just built.

Usage: sbom.py NAME VERSION [--with NAME=VERSION]... [--opens FILE]... PROGRAM...
Libraries that the programs load are found with ldd and named by the Debian package they come from,
where there is dpkg. `--with` names what was compiled in,
`--opens` a library that the programs open at run time. The same input gives the same output.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

LOADED = re.compile(r"^\s*(\S+) => (/\S+)", re.MULTILINE)
NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")


def output_of(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def needed_by(program: str) -> dict[str, str]:
    """What the program itself asks for: soname to file. The loader has no file in ldd's list; it comes with libc."""
    files = dict(LOADED.findall(output_of("ldd", program)))
    needed = NEEDED.findall(output_of("readelf", "-d", program))
    return {name: files[name] for name in needed if name in files}


def package_of(file: str) -> dict | None:
    """Where files of /usr are known by their names of before /usr was merged, those are tried too."""
    real = str(Path(file).resolve())
    for known in (real, real.removeprefix("/usr"), file):
        found = subprocess.run(["dpkg-query", "-S", known], capture_output=True, text=True)
        if found.returncode == 0:
            package = found.stdout.split(": ")[0].split(",")[0]
            fields = "${Package}\t${Version}\t${Architecture}"
            name, version, machine = output_of("dpkg-query", "-W", "-f", fields, package).split(
                "\t"
            )
            purl = f"pkg:deb/debian/{name}@{version.replace('+', '%2B')}?arch={machine}"
            return {"type": "library", "name": name, "version": version, "purl": purl}
    return None


def component_of(soname: str, file: str) -> dict:
    try:
        package = package_of(file)
    except FileNotFoundError:  # no dpkg here
        package = None
    component = package or {"type": "library", "name": soname}
    return {**component, "bom-ref": component.get("purl", soname)}


def main() -> int:
    name, version, *rest = sys.argv[1:]
    compiled_in, opened, programs = [], [], []
    while rest:
        word = rest.pop(0)
        if word == "--with":
            library, number = rest.pop(0).split("=")
            purl = f"pkg:generic/{library}@{number}"
            compiled_in.append(
                {
                    "type": "library",
                    "name": library,
                    "version": number,
                    "purl": purl,
                    "bom-ref": purl,
                }
            )
        elif word == "--opens":
            opened.append(Path(rest.pop(0)).resolve())
        else:
            programs.append(word)
    files = {file.name: str(file) for file in opened}
    for program in programs:
        files |= needed_by(program)
    found = [component_of(name, file) for name, file in files.items()]
    libraries = {component["bom-ref"]: component for component in found}
    components = sorted([*compiled_in, *libraries.values()], key=lambda each: each["bom-ref"])
    own = {
        "type": "application",
        "name": name,
        "version": version,
        "bom-ref": name,
        "licenses": [{"license": {"id": "Apache-2.0"}}],
    }
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": own},
        "components": components,
        "dependencies": [{"ref": name, "dependsOn": [each["bom-ref"] for each in components]}],
    }
    print(json.dumps(bill, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
