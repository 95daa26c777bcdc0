"""Another process that was stopped in the middle of writing: who waits for it is told so, and goes on when it does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from app.central.storage.engines.faults import StorageFault
from app.central.storage.engines.sqlite import SqliteWriter

ANSWER_S = 60
STOPPED = """
import sys
from pathlib import Path
from app.central.storage.engines.sqlite import door
with door(Path(sys.argv[1])):
    print("inside", flush=True)
    sys.stdin.read()
"""


def test_a_stopped_process_in_the_door_is_waited_for_no_longer_than_is_said(tmp_path: Path) -> None:
    file = tmp_path / "centre.db"
    writer = SqliteWriter(file, lambda: None, door_s=0.3)
    command = [sys.executable, "-c", STOPPED, str(file)]

    def write() -> int:
        with writer.begin("DO1") as connection:
            return int(connection.execute(text("SELECT 1")).scalar_one())

    try:
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == "inside\n"
            os.kill(other.pid, signal.SIGSTOP)
            try:
                with pytest.raises(StorageFault, match="another process has been writing"):
                    writer.submit(write).result(ANSWER_S)
                assert writer.alive
            finally:
                os.kill(other.pid, signal.SIGKILL)
        assert writer.submit(write).result(ANSWER_S) == 1
    finally:
        writer.close()
