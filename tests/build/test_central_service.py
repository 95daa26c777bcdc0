"""The systemd unit of the centre: verified by systemd's own tool where it is, and hardened in any case."""

import configparser
import os
import shutil
import subprocess
from pathlib import Path

from environment import BUILD

UNIT = BUILD / "packbench-central.service"


def test_the_unit_is_hardened_and_speaks_to_the_manager() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(UNIT.read_text("utf-8"))
    service = dict(unit["Service"])
    for key, value in {
        "Type": "notify", "DynamicUser": "yes", "ProtectSystem": "strict", "NoNewPrivileges": "yes",
        "Restart": "on-failure", "StateDirectory": "packbench", "KillMode": "mixed",
    }.items():  # fmt: skip
        assert service[key] == value
    assert int(service["WatchdogSec"]) >= 10
    assert int(service["TimeoutStopSec"]) > 40, "longer than the centre may take to end by itself"
    assert service["EnvironmentFile"].startswith("-/etc/packbench/")


def test_systemd_takes_it(tmp_path: Path) -> None:
    tool = shutil.which("systemd-analyze")
    if tool is None:  # not a machine of systemd's: what it would read was parsed above
        return
    program = tmp_path / "packbench"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    copy = tmp_path / UNIT.name
    copy.write_text(UNIT.read_text("utf-8").replace("/opt/packbench/bin/packbench", str(program)))
    done = subprocess.run(
        [tool, "verify", "--man=no", str(copy)], capture_output=True, text=True, timeout=60,
        env={**os.environ, "SYSTEMD_LOG_LEVEL": "warning"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert UNIT.name not in done.stderr, done.stderr
