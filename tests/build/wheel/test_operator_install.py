"""As an operator installs it: an empty environment, the wheel with hashes of the lock, and the unit's own commands."""

import configparser
import hashlib
import json
import re
import shlex
import subprocess
import sys
import urllib.request
import venv
from pathlib import Path

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


def test_it_is_installed_with_hashes_and_served_by_the_units_commands(wheel: Path, tmp_path: Path) -> None:
    opt, config, wanted = tmp_path / "opt", tmp_path / "central.toml", tmp_path / "wanted.txt"
    venv.create(opt, with_pip=False, symlinks=True)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    wanted.write_text(f"packbench[central] @ {wheel.as_uri()} --hash=sha256:{digest}\n")
    python = opt / "bin" / "python"
    install = ["install", "--quiet", "--no-input", "--require-hashes", "-r", str(wanted), "-c", str(LOCK)]
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
