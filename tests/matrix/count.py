"""The group `open_world` of ./dev bench: count.py PLAYER > ROWS."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from cases import write
from judge import judge


def row(name: str, value: int, goal: str) -> None:
    print(json.dumps({"name": f"open_world.{name}", "value": value, "unit": "", "goal": goal}))


def main(player: str) -> None:
    with tempfile.TemporaryDirectory(prefix="hufu-matrix-") as folder:
        cases, heard = Path(folder) / "cases", Path(folder) / "heard"
        row("cases", write(cases), ">=2000")
        with heard.open("wb") as out:
            subprocess.run([player, cases], check=True, stdout=out)
        row("wrong", len(judge(heard)), "=0")


if __name__ == "__main__":
    main(sys.argv[1])
