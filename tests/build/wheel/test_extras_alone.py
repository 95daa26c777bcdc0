"""Each extra imports alone: the station without a web server, the centre without Qt or devices."""

import subprocess
import sys

import pytest

from environment import CHECKOUT

STATION = ("app.domain", "app.station", "ui.touch", "devices", "sync.protocol", "sync.station")
CENTRE = ("app.domain", "app.central", "ui.web", "sync.protocol", "sync.central", "sync.channels", "sync.couriers")
NOT_AT_THE_STATION = ("fastapi", "starlette", "uvicorn", "jinja2")
NOT_AT_THE_CENTRE = ("PySide6", "shiboken6", "serial", "escpos", "zebra")

IMPORT_ALONE = """
import importlib, sys
blocked, modules = sys.argv[1].split(","), sys.argv[2:]
for name in blocked:
    sys.modules[name] = None
for module in modules:
    try:
        importlib.import_module(module)
    except ImportError as fault:
        sys.exit(f"{module}: {fault}")
"""


def modules(room: str) -> list[str]:
    """Every module of `room`, dotted; scripts that Alembic runs by path are no modules."""
    base = CHECKOUT.joinpath(*room.split("."))
    files = [base.with_suffix(".py")] if base.with_suffix(".py").is_file() else sorted(base.rglob("*.py"))
    parts = [file.relative_to(CHECKOUT).with_suffix("").parts for file in files]
    names = [".".join(p[:-1] if p[-1] == "__init__" else p) for p in parts]
    return [name for name in names if "migrations" not in name.split(".")]


ALONE = [(room, NOT_AT_THE_STATION) for room in STATION] + [(room, NOT_AT_THE_CENTRE) for room in CENTRE]


@pytest.mark.parametrize(("room", "blocked"), ALONE, ids=[f"{room} without {gone[0]}" for room, gone in ALONE])
def test_a_room_imports_without_the_other_sides_packages(room: str, blocked: tuple[str, ...]) -> None:
    names = modules(room)
    assert names
    command = [sys.executable, "-c", IMPORT_ALONE, ",".join(blocked), *names]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
