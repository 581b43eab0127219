"""Who may include whom, and what the portable core must not touch.

Usage: include_lint.py REPOSITORY
"""

import re
import sys
from pathlib import Path

from cpp_text import cpp_files, strip_hidden

# Each part, and the parts that it may include besides itself.
PARTS = {
    "core": set(),
    "bindings": {"core"},
    "wasm": {"core", "bindings"},
    "mock-server": {"bindings"},
    "examples": {"core", "bindings"},
}

# Where an include is looked for, part by part.
ROOTS = (
    "core/include",
    "core/src",
    "bindings/c",
    "bindings/c/include",
    "bindings/native/include",
    "bindings/native/src",
    "bindings/native",
    "bindings/cli/src",
    "bindings/server/include",
    "bindings/server/src",
    "mock-server/include",
    "mock-server/src",
)

# The rooms of the core, from the ground up: each, and the rooms below it that it may touch. Public
# headers are everybody's. A room names only rooms above it in this list, so there are no circles.
ROOMS = {
    "base": (),
    "text": ("base",),
    "hufu": ("base", "text"),
    "catalogue": ("base", "text"),
    "dialects": ("base", "text", "catalogue"),
    "flow": ("base", "text", "catalogue"),
    "vault": ("base", "text", "catalogue", "dialects", "flow"),
    "backend": ("base", "text", "catalogue", "dialects", "flow"),
    "announcer": ("base", "text", "flow", "vault"),
    "tokens": ("base", "text", "catalogue", "flow", "vault", "backend", "announcer"),
    "stories": (
        "base",
        "text",
        "catalogue",
        "flow",
        "vault",
        "backend",
        "announcer",
        "tokens",
    ),
    "session": (
        "base",
        "catalogue",
        "flow",
        "vault",
        "backend",
        "announcer",
        "tokens",
        "stories",
    ),
    "face": ("base", "text", "catalogue", "dialects", "flow", "session"),
}

# The same of the native client. Of the core's own sources it may touch the ground alone.
NATIVE_ROOMS = {
    "system": (),
    "files": (),
    "lock": ("files",),
    "store": ("system", "files", "lock"),
    "transport": ("system",),
    "desktop": ("system", "files"),
    "client": ("system", "lock", "transport"),
}

# What every surface of the backend stands on.
SHARED = ("base", "crypto", "settings", "jose", "http", "pages", "store", "context.h", "people")
# And what the surfaces of other systems, which the mock server alone has, have beside it.
FOREIGN = (*SHARED, "surfaces", "mock_settings")
MOCK_SERVER_ROOMS = {
    "base": (),
    "crypto": (),
    "settings": ("base", "crypto"),
    "jose": ("base", "crypto"),
    "http": ("base", "crypto", "settings"),
    # The digest of its style stands in the policy of a page.
    "pages": ("crypto", "http"),
    "store": ("base", "crypto"),
    "context.h": ("base", "settings", "http"),
    "people": ("base", "crypto", "settings", "jose", "http", "store", "context.h"),
    "surfaces": SHARED,
    "unified": (*SHARED, "surfaces"),
    # What both servers stand on. Nothing above this line may include anything below it.
    "the server": (*SHARED, "surfaces"),
    # hufu-backend.
    "program": (*SHARED, "surfaces", "unified", "the server"),
    "mock_settings": ("base", "crypto", "settings"),
    "record": ("base", "crypto", "settings", "http"),
    "article": (*SHARED, "surfaces", "unified"),
    "wx_login": (*SHARED, "surfaces"),
    "mini_login": (*SHARED, "surfaces"),
    "authing": FOREIGN,
    "gotrue": FOREIGN,
    # The fakes know nothing of the backend: they are what it could have beside it in earnest, too.
    "upstreams": ("base", "crypto", "settings", "jose", "http", "pages", "context.h"),
    "control": (*FOREIGN, "unified", "gotrue", "upstreams"),
    "mock_server": (
        *FOREIGN,
        "the server",
        "record",
        "unified",
        "article",
        "wx_login",
        "mini_login",
        "authing",
        "gotrue",
        "upstreams",
        "control",
    ),
}

HOUSES = {
    "core/src": ROOMS,
    "bindings/native/src": NATIVE_ROOMS,
    "mock-server/src": MOCK_SERVER_ROOMS,
}
# Files that belong to a room though they lie beside the folders.
LOOSE = {
    "mock-server/src/context.h": "context.h",
    "mock-server/src/ending.cpp": "the server",
    "mock-server/src/ending.h": "the server",
    "mock-server/src/server.cpp": "the server",
    "mock-server/src/server.h": "the server",
}
GROUND = "text"
# Of bindings the mock server may touch this: it verifies tokens as services do.
GUARD = "bindings/server/include/"

FORBIDDEN_HEADERS = re.compile(
    r"(thread|mutex|shared_mutex|condition_variable|future|stop_token|semaphore|random"
    r"|fstream|iostream|sstream|ostream|istream|iomanip|locale|regex|filesystem"
    r"|unistd\.h|pthread\.h|time\.h|sys/.*|netinet/.*|arpa/.*|curl/.*|openssl/.*|windows\.h)"
)
FORBIDDEN_TEXT = {
    "a clock": re.compile(r"chrono\s*::\s*\w+\s*::\s*now|\bclock_gettime\b|\bgettimeofday\b"),
    "the time of day": re.compile(r"(?<![\w.>])(?:std\s*::\s*)?time\s*\(\s*(?:nullptr|NULL|0|&)"),
    "a random source": re.compile(r"\brandom_device\b|\bsrand\s*\(|(?<![\w.>])rand\s*\("),
    "a thread": re.compile(r"\bstd\s*::\s*j?thread\b|\bthread_local\b"),
    "a mutex": re.compile(r"\bstd\s*::\s*(?:\w+_)?mutex\b"),
    "a file": re.compile(r"\b[io]?fstream\b|\bfopen\s*\("),
    "a stream": re.compile(r"\bstd\s*::\s*(?:cout|cerr|clog|cin)\b"),
    "a socket": re.compile(r"(?<![\w.>])socket\s*\("),
    "the environment": re.compile(r"\bgetenv\b"),
}
# A story is given the parts of the host that its header names, and nothing that can do anything.
FORBIDDEN_IN_STORIES = re.compile(r"\bLoop\b|\bHost\b|\bHttp\b")

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^">]+)[">]', re.MULTILINE)


def resolve(repository: Path, file: Path, name: str) -> str | None:
    """The repository's file that this include means; its own part comes first."""
    part = file.relative_to(repository).parts[0]
    own_first = sorted(ROOTS, key=lambda root: not root.startswith(part))
    for folder in [file.parent, *(repository / root for root in own_first), repository]:
        target = (folder / name).resolve()
        if target.is_file() and target.is_relative_to(repository):
            return target.relative_to(repository).as_posix()
    return None


def findings_in(repository: Path, file: Path) -> list[tuple[int, str]]:
    path = file.relative_to(repository).as_posix()
    part = path.split("/")[0]
    text = strip_hidden(file.read_text(), keep_directives=True)
    findings = []
    for match in INCLUDE.finditer(text):
        line, name = text.count("\n", 0, match.start()) + 1, match.group(1)
        target = resolve(repository, file, name)
        reason = include_fault(path, part, name, target)
        if reason:
            findings.append((line, reason))
    if part == "core":
        bare = strip_hidden(file.read_text())
        for what, pattern in FORBIDDEN_TEXT.items():
            for match in pattern.finditer(bare):
                line = bare.count("\n", 0, match.start()) + 1
                findings.append((line, f"the core knows no such thing as {what}"))
        if room_of(path) == ("core/src", "stories"):
            for match in FORBIDDEN_IN_STORIES.finditer(bare):
                line = bare.count("\n", 0, match.start()) + 1
                findings.append((line, f"a story never gets a {match.group()}"))
    return findings


def include_fault(path: str, part: str, name: str, target: str | None) -> str | None:
    if target:
        other = target.split("/")[0]
        if other in PARTS and other != part and other not in PARTS[part]:
            return f"{part} must not include {other} ({name})"
        if part == "mock-server" and other == "bindings" and not target.startswith(GUARD):
            return f"of bindings the mock server includes hufu::server alone ({name})"
        if room_fault := between_rooms(path, target):
            return f"{room_fault} ({name})"
    if part != "core":
        return None
    if name.startswith("nlohmann"):
        return "the core reads JSON itself (core/src/text/json.h)"
    if FORBIDDEN_HEADERS.fullmatch(name):
        return f"the core must not include <{name}>"
    return None


def room_of(path: str) -> tuple[str, str] | None:
    """The house with rooms that a file stands in, and its room: empty where it stands in none."""
    for house in HOUSES:
        if path.startswith(house + "/"):
            below = path.removeprefix(house + "/").split("/")
            return house, below[0] if len(below) > 1 else LOOSE.get(path, "")
    return None


def between_rooms(path: str, target: str) -> str | None:
    here, there = room_of(path), room_of(target)
    if here is None or there is None or here == there:
        return None
    house, room = here
    rooms = HOUSES[house]
    if room not in rooms:
        return f"{path} stands in no room of {house}"
    allowed = rooms[room] if there[0] == house else (GROUND,)
    return None if there[1] in allowed else f"{house}/{room} must not include {'/'.join(there)}"


def lint(repository: Path) -> list[str]:
    repository = repository.resolve()
    folders = [repository / part for part in PARTS if (repository / part).is_dir()]
    return [
        f"{file.relative_to(repository)}:{line}: {reason}"
        for file in cpp_files(*folders)
        for line, reason in findings_in(repository, file)
    ]


def main(repository: str) -> int:
    findings = lint(Path(repository))
    print("\n".join(findings), end="\n" if findings else "")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
