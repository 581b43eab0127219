"""Commands: each program is there, each flag of ours is in its help, each file that is named is in the tree."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from commands import Command, commands_of

from pages import ROOT, Block, Page, in_tree, is_record

OURS = {
    "hufu": "build/native/bindings/cli/hufu",
    "hufu-mock-server": "build/native/mock-server/hufu-mock-server",
    "hufu-backend": "build/native/mock-server/hufu-backend",
}
BUILTINS = set(
    "alias cd command exit export false read set source test true unset wait . [".split()
)
# What `./dev build` leaves behind.
PACKAGE = r"build/release(/(hufu|hufu-mock-server|hufu-mock-server-linux-x64)-\d[\w.]*\.tgz|/\S*\.(whl|deb|tar\.gz)|/?)"
# Until it is published, these names are nobody's, or somebody else's.
REGISTRY = re.compile(
    r"(hufu|hufu-mock-server|hufu-auth|hufu-auth-mock-server)(\[[\w,]+\])?(@[\w.]+|==[\w.]+)?"
)
FOREIGN = {
    line.split()[0]
    for line in (Path(__file__).parents[1] / "programs.txt").read_text().splitlines()
    if line and line[0] != "#"
}


def check(pages: list[Page], built: Path) -> list[str]:
    said = [
        f"{block}: {fault}" for page in pages for block in page.blocks if (fault := _syntax(block))
    ]
    for page in pages:
        if is_record(page.name):
            continue
        for command in commands_of(page):
            said += [f"{command}\n    {fault}" for fault in _Judge(page, built).faults(command)]
    return list(dict.fromkeys(said))


def _syntax(block: Block) -> str:
    if block.language != "sh" or block.because:
        return ""
    done = subprocess.run(["bash", "-n"], input=block.code, capture_output=True, text=True)
    return done.stderr.strip()


@cache
def help_of(*command: str | Path) -> str:
    done = subprocess.run(
        [*command, "--help"],
        capture_output=True,
        text=True,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )
    return done.stdout if done.returncode == 0 else ""


@cache
def _programs() -> set[str]:
    """What the build of this tree makes."""
    lists = [(ROOT / name).read_text() for name in in_tree() if name.endswith("CMakeLists.txt")]
    return {name for text in lists for name in re.findall(r"add_executable\((\S+)", text)} | set(
        OURS
    )


class _Judge:
    def __init__(self, page: Page, built: Path) -> None:
        self.page, self.built = page, built

    def faults(self, command: Command) -> list[str]:
        words, program = command.words, command.program
        if program == "npx":
            rest = [word for word in words[1:] if not word.startswith("-")]
            return self._npx(command, rest) if rest else ["npx what?"]
        if program in ("npm", "pip", "pip3") or words[1:3] == ("-m", "pip"):
            return self._installed(command) + self._script(command)
        if program in OURS:
            return self._of_ours(program, words[1:])
        if program == "dev":
            return self._of_dev(words[1:])
        return (self._program(words[0]) + self._files(words)) if command.typed else []

    def _npx(self, command: Command, rest: list[str]) -> list[str]:
        name = rest[0].split("@")[0] or rest[0]
        if name in OURS:
            return self._of_ours(name, tuple(command.words[command.words.index(rest[0]) + 1 :]))
        return [] if name in FOREIGN else [f"npx: programs.txt has no {name}"]

    def _installed(self, command: Command) -> list[str]:
        wants = [word for word in command.words[1:] if REGISTRY.fullmatch(word)]
        ours = "--find-links" in command.words
        if wants and not ours and {"install", "i", "add"} & set(command.words):
            return [f"{wants[0]} is in no registry yet: name the file that ./dev build leaves"]
        return self._files(command.words)

    def _script(self, command: Command) -> list[str]:
        words = command.words
        if words[0] != "npm" or len(words) < 2 or words[1] not in ("run", "test", "start"):
            return []
        name = words[2] if words[1] == "run" and len(words) > 2 else words[1]
        scripts: set[str] = set()
        for text in [
            block.code for block in self.page.blocks if block.path.endswith("package.json")
        ]:
            scripts |= set(json.loads(text).get("scripts", {}))
        own = {
            f"{folder}/package.json" for folder in (Path(self.page.name).parent, *self._folders())
        }
        files = {name for name in in_tree() if name.endswith("package.json")}
        for file in own & files or files:
            scripts |= set(json.loads((ROOT / file).read_text()).get("scripts", {}))
        if "create-next-app" in self.page.text:
            scripts |= {"dev", "build", "start"}
        return [] if name in scripts else [f"no package.json has a script {name!r}"]

    def _folders(self) -> list[str]:
        """Those of the tree that the page goes to."""
        return re.findall(r"\bcd (?:~/hufu/)?([\w./-]+)", self.page.text)

    def _of_ours(self, program: str, words: tuple[str, ...]) -> list[str]:
        path = self.built / OURS[program]
        texts = [help_of(path)]
        if program == "hufu":
            named = [word for word in words if word in _listed(texts[0])]
            if not named and any(not word.startswith("-") for word in words):
                return [f"hufu has no command among {' '.join(words)!r}"]
            if named:
                texts.append(help_of(path, named[0]))
                texts += [help_of(path, named[0], word) for word in _listed(texts[1]) & set(words)]
        known = {flag for text in texts for flag in _defined(text)}
        return [f"--help has no {flag}" for flag in _flags(words) if flag not in known]

    def _of_dev(self, words: tuple[str, ...]) -> list[str]:
        if not words:
            return []
        usage = help_of(ROOT / "dev", words[0]) if words[0] != "help" else "help"
        if not usage:
            return [f"there is no ./dev {words[0]}"]
        return [
            f"./dev {words[0]} --help has no {word}"
            for word in words[1:]
            if re.fullmatch(r"[a-z_-]+(=.*)?", word) and not _has(word.split("=")[0], usage)
        ]

    def _program(self, word: str) -> list[str]:
        name = word.rsplit("/", 1)[-1]
        if name in BUILTINS or word in FOREIGN or word.startswith("$"):
            return []
        if "/" not in word:
            return (
                [] if shutil.which(word) else [f"no program {word} here, and none in programs.txt"]
            )
        path = re.sub(r"^(~/hufu|\.)/", "", word)
        made = re.search(r"-m venv|cmake -B|cmake --build|cmake -S|build/venv/bin/", self.page.text)
        in_built = path.startswith("build/") and name in _programs()
        if path in in_tree() or in_built or made or self._beside(word):
            return []
        return [f"there is no program {word}"]

    def _beside(self, word: str) -> bool:
        return any(
            (ROOT / folder / word).exists()
            for folder in (Path(self.page.name).parent, *self._folders())
        )

    def _files(self, words: tuple[str, ...]) -> list[str]:
        tops = {name.split("/")[0] for name in in_tree() if "/" in name} | {"build"}
        faults = []
        for word in words[1:]:
            path = re.sub(
                r"^(~/hufu|\.|(?:\.\./)+hufu|(?:\.\./)+)/", "", re.sub(r"\[[\w,]*\]$", "", word)
            )
            wants_tree = word.startswith(("~/hufu/", "../hufu/"))
            if (
                path.split("/")[0] not in tops
                or ("/" not in path and not wants_tree)
                or path.startswith("examples/*")
            ):
                faults += [f"~/hufu has no {path}"] if wants_tree else []
                continue
            if path.startswith("build/") and (
                re.fullmatch(PACKAGE, path) or not re.match(r"build/(packages|release)", path)
            ):
                continue
            if (
                not any(True for _ in ROOT.glob(path.rstrip("/")))
                and not self._beside(path)
                and path not in self._made()
            ):
                faults.append(f"there is no {path} in the tree")
        return faults

    def _made(self) -> set[str]:
        return {block.path for block in self.page.blocks if block.path}


def _flags(words: tuple[str, ...]) -> list[str]:
    """Up to `--`, behind which they are another's."""
    own = words[: words.index("--")] if "--" in words else words
    return [word.split("=")[0] for word in own if re.match(r"--?[A-Za-z]", word)]


def _defined(text: str) -> set[str]:
    """The flags that a help explains, not those of which it speaks."""
    listed = re.findall(r"^ {2,6}(--?[A-Za-z][\w,-]*)", text, re.M)
    return {flag for names in listed for flag in names.split(",")}


def _listed(text: str) -> set[str]:
    """The commands of a help."""
    return set(re.findall(r"^  ([a-z-]+)  ", text.partition("Subcommands:")[2], re.M))


def _has(flag: str, text: str) -> bool:
    return bool(re.search(rf"(?<![\w-]){re.escape(flag)}(?![\w-])", text))
