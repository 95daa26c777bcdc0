"""As an operator installs it: an empty environment, the wheel with hashes of the lock, and the unit's own commands."""

import configparser
import email.parser
import hashlib
import importlib.metadata
import json
import re
import shlex
import subprocess
import sys
import urllib.request
import venv
import zipfile
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from environment import BUILD, CHECKOUT

UNIT = BUILD / "packbench-central.service"
LOCK = CHECKOUT / "build" / "requirements.lock"


def commands(opt: Path, config: Path) -> tuple[list[str], list[str]]:
    """What the unit does before it serves, and how it serves, with this machine's places."""
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(UNIT.read_text("utf-8"))
    first, then = (
        unit["Service"][name].replace("/opt/packbench", str(opt)).replace("/etc/packbench/central.toml", str(config))
        for name in ("ExecStartPre", "ExecStart")
    )
    return shlex.split(first), shlex.split(then)


def needs(wheel: Path, extra: str) -> set[str]:
    """Names of everything the extra asks for, and what that asks for in turn, on this machine."""
    with zipfile.ZipFile(wheel) as packed:
        (about,) = [name for name in packed.namelist() if name.endswith(".dist-info/METADATA")]
        said = email.parser.Parser().parsestr(packed.read(about).decode("utf-8"))
    waiting = [(Requirement(line), extra) for line in said.get_all("Requires-Dist", [])]
    found: dict[str, set[str]] = {}
    while waiting:
        wanted, of = waiting.pop()
        name = canonicalize_name(wanted.name)
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": of}):
            continue
        for inner in {"", *wanted.extras} - found.setdefault(name, set()):
            found[name].add(inner)
            waiting += [(Requirement(line), inner) for line in importlib.metadata.requires(name) or []]
    return set(found)


def locked(name: str) -> str:
    """The lines of the lock about a package: its version and its hashes."""
    (block,) = re.findall(rf"(?m)^{re.escape(name)}==(?:.*\\\n)*.*\n", LOCK.read_text("utf-8"))
    return str(block)


def test_it_is_installed_with_hashes_and_served_by_the_units_commands(wheel: Path, tmp_path: Path) -> None:
    opt, config, wanted = tmp_path / "opt", tmp_path / "central.toml", tmp_path / "wanted.txt"
    venv.create(opt, with_pip=False, symlinks=True)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    pinned = "".join(locked(name) for name in sorted(needs(wheel, "central")))
    wanted.write_text(f"packbench @ {wheel.as_uri()} --hash=sha256:{digest}\n{pinned}")
    python = opt / "bin" / "python"
    install = ["install", "--quiet", "--no-input", "--no-deps", "--require-hashes", "-r", str(wanted)]
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(python), *install], capture_output=True, text=True, timeout=400
    )
    assert done.returncode == 0, done.stderr
    there = subprocess.run([python, "-c", "import PySide6"], capture_output=True, text=True, timeout=60)
    assert "No module named 'PySide6'" in there.stderr
    config.write_text("data = 'data'\nport = 0\n[backup]\nfolder = 'backups'\n")
    migrate, serve = commands(opt, config)
    made = subprocess.run(migrate, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert made.returncode == 0, made.stderr
    log = tmp_path / "serve.log"
    with (
        log.open("wb") as errors,
        subprocess.Popen(serve, cwd=tmp_path, stdout=subprocess.PIPE, stderr=errors, text=True) as server,
    ):
        try:
            assert server.stdout is not None
            found = re.search(r"http://[\d.:]+", server.stdout.readline())
            assert found is not None, log.read_text("utf-8", "replace")
            with urllib.request.urlopen(f"{found.group()}/readyz", timeout=20) as ready:  # noqa: S310  our own
                assert json.load(ready)["status"] == "ready"
        finally:
            server.terminate()
            assert server.wait(40) == 0
