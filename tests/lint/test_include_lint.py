"""Each dependency rule, broken once in a repository of a few files."""

from pathlib import Path

import pytest

from include_lint import HOUSES, LOOSE, lint

ROOT = Path(__file__).resolve().parents[2]

SOUND = {
    "core/include/hufu/core.h": "#include <string>\n",
    "core/src/flow/task.h": "#include <hufu/core.h>\n",
    "core/src/text/json.h": "#include <string>\n",
    "core/src/text/json.cpp": '#include "text/json.h"\n#include "text/utf8.h"\n',
    "core/src/text/utf8.h": "#include <string>\n",
    "core/src/session/session.h": "#include <string>\n",
    "core/src/session/refresh.cpp": '#include "flow/task.h"\n',
    "bindings/native/src/files/fd.h": "#include <string>\n",
    "bindings/native/src/lock/line.h": '#include "files/fd.h"\n#include "text/utf8.h"\n',
    "bindings/native/include/hufu/native.h": "#include <hufu/core.h>\n#include <mutex>\n",
    "bindings/server/include/hufu/server/proof.h": "#include <string>\n",
    "mock-server/src/jose/token.h": "#include <hufu/server/proof.h>\n",
    "mock-server/src/server.h": "#include <nlohmann/json.hpp>\n#include <thread>\n",
    "mock-server/src/http/router.h": "#include <string>\n",
    "mock-server/src/context.h": '#include "http/router.h"\n',
    "mock-server/src/people/backend.h": '#include "context.h"\n',
    "mock-server/src/mock_settings/mock_config.h": "#include <string>\n",
    "mock-server/src/unified/unified.h": '#include "people/backend.h"\n',
    "examples/demo/main.cpp": "#include <hufu/native.h>\n",
}

BROKEN = {
    "core includes bindings": ("core/src/session/a.cpp", "#include <hufu/native.h>"),
    "core includes the mock server": (
        "core/src/session/a.cpp",
        '#include "../../mock-server/src/server.h"',
    ),
    "mock server includes core": ("mock-server/src/a.cpp", "#include <hufu/core.h>"),
    "mock server includes the client": ("mock-server/src/a.cpp", "#include <hufu/native.h>"),
    "http includes the context": ("mock-server/src/http/a.cpp", '#include "context.h"'),
    "a surface includes another": (
        "mock-server/src/gotrue/a.cpp",
        '#include "unified/unified.h"',
    ),
    "people include a surface": ("mock-server/src/people/a.cpp", '#include "unified/unified.h"'),
    "a room includes the server": ("mock-server/src/control/a.cpp", '#include "server.h"'),
    "the backend includes what the mock server alone has": (
        "mock-server/src/people/a.cpp",
        '#include "mock_settings/mock_config.h"',
    ),
    "a loose file of the mock server": ("mock-server/src/b.cpp", '#include "http/router.h"'),
    "bindings include examples": ("bindings/c/a.cpp", '#include "../../examples/demo/main.cpp"'),
    "text includes flow": ("core/src/text/a.cpp", '#include "flow/task.h"'),
    "dialects include flow": ("core/src/dialects/a.cpp", '#include "../flow/task.h"'),
    "a floor below includes one above": (
        "core/src/flow/a.cpp",
        '#include "session/session.h"',
    ),
    "a floor of native includes one above": (
        "bindings/native/src/files/a.h",
        '#include "lock/line.h"',
    ),
    "native includes more of the core than its ground": (
        "bindings/native/src/lock/a.h",
        '#include "flow/task.h"',
    ),
    "a loose file of native": ("bindings/native/src/a.h", '#include "files/fd.h"'),
    "a story with the whole host": ("core/src/stories/a.h", "void begin(flow::Host& host);"),
    "a loose file": ("core/src/a.cpp", '#include "text/json.h"'),
    "another reader of JSON": ("core/src/text/json.cpp", "#include <nlohmann/json.hpp>"),
    "thread header": ("core/src/session/a.cpp", "#include <thread>"),
    "mutex header": ("core/include/hufu/a.h", "#include <mutex>"),
    "fstream header": ("core/src/session/a.cpp", "#include <fstream>"),
    "iostream header": ("core/src/session/a.cpp", "#include <iostream>"),
    "socket header": ("core/src/session/a.cpp", "#include <sys/socket.h>"),
    "clock": ("core/src/session/a.cpp", "auto t = std::chrono::system_clock::now();"),
    "random device": ("core/src/session/a.cpp", "std::random_device source;"),
    "environment": ("core/src/session/a.cpp", 'auto home = std::getenv("HOME");'),
    "thread local": ("core/src/session/a.cpp", "thread_local int x = 0;"),
    "mutex": ("core/src/session/a.cpp", "std::mutex guard;"),
    "time": ("core/src/session/a.cpp", "auto t = time(nullptr);"),
}

ALLOWED = {
    "in a comment": ("core/src/session/a.cpp", "// no thread_local, no std::mutex, no getenv"),
    "in a string": ("core/src/session/a.cpp", 'auto s = "std::mutex";'),
    "a member called now": ("core/src/session/a.cpp", "auto t = loop.now();"),
    "a member called time": ("core/src/session/a.cpp", "auto t = reply.time(0);"),
    "in bindings": ("bindings/native/src/lock/a.cpp", "auto t = std::chrono::system_clock::now();"),
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for name, text in SOUND.items():
        write(tmp_path, name, text)
    return tmp_path


def write(repository: Path, name: str, text: str) -> None:
    file = repository / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text + "\n")


@pytest.mark.parametrize("house", HOUSES)
def test_the_rooms_stand_on_one_another(house: str) -> None:
    rooms = list(HOUSES[house])
    for room, below in HOUSES[house].items():
        assert set(below) <= set(rooms[: rooms.index(room)])


@pytest.mark.parametrize("house", HOUSES)
def test_every_room_is_there_and_no_other(house: str) -> None:
    there = {folder.name for folder in (ROOT / house).iterdir() if folder.is_dir()}
    loose = {room for file, room in LOOSE.items() if file.startswith(house + "/")}
    assert there | loose == set(HOUSES[house])


@pytest.mark.parametrize("file", LOOSE)
def test_a_loose_file_is_there(file: str) -> None:
    assert (ROOT / file).is_file()


def test_a_sound_tree_passes(repository: Path) -> None:
    assert lint(repository) == []


@pytest.mark.parametrize(("name", "text"), BROKEN.values(), ids=BROKEN.keys())
def test_each_rule_is_enforced(repository: Path, name: str, text: str) -> None:
    write(repository, name, text)
    findings = lint(repository)
    assert len(findings) == 1
    assert findings[0].startswith(f"{name}:1: ")


@pytest.mark.parametrize(("name", "text"), ALLOWED.values(), ids=ALLOWED.keys())
def test_what_only_looks_alike_is_allowed(repository: Path, name: str, text: str) -> None:
    write(repository, name, text)
    assert lint(repository) == []
