"""No module of the Python package needs one that needs it, be it late or for its types only."""

import ast
import graphlib
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "bindings" / "python" / "src" / "hufu_auth"


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(
        ".__init__"
    )


def imported_by(path: Path, modules: set[str]) -> set[str]:
    """Of `modules`; `from hufu_auth import results` means the module, not the package."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                name = f"{node.module}.{each.name}"
                found.add(name if name in modules else node.module)
    return found & modules


def test_there_is_an_order_to_read_them_in() -> None:
    files = {module_of(path): path for path in PACKAGE.rglob("*.py")}
    # The package itself names everything and is needed by nobody inside.
    del files["hufu_auth"]
    needs = {name: imported_by(path, set(files)) for name, path in files.items()}
    order = list(graphlib.TopologicalSorter(needs).static_order())
    assert order.index("hufu_auth._base") < order.index("hufu_auth.client")
