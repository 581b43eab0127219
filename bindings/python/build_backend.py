"""scikit-build-core's backend, with an sdist that holds the C++ sources from above this folder."""

import shutil
from pathlib import Path

from scikit_build_core import build as _backend
from scikit_build_core.build import *  # noqa: F403 - every hook but the one below is theirs

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
NEEDED = (
    "CMakeLists.txt",
    "LICENSE",
    "cmake",
    "core",
    "bindings/c",
    "bindings/native",
)


def build_sdist(sdist_directory, config_settings=None):
    """Copies what the extension is built from into `sources/` for as long as the sdist is made."""
    sources = HERE / "sources"
    if not (REPOSITORY / "core").is_dir():  # an sdist made from an unpacked sdist has them already
        return _backend.build_sdist(sdist_directory, config_settings)
    shutil.rmtree(sources, ignore_errors=True)
    try:
        for name in NEEDED:
            origin, target = REPOSITORY / name, sources / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if origin.is_dir():
                shutil.copytree(origin, target)
            else:
                shutil.copy2(origin, target)
        return _backend.build_sdist(sdist_directory, config_settings)
    finally:
        shutil.rmtree(sources, ignore_errors=True)
