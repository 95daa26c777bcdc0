"""A station out of service is shown once, then its process ends, so that a watchdog starts it again."""

from __future__ import annotations

import json
from pathlib import Path

from app.main.kiosk_process import Screenwriter
from app.station.view.bench_view import BenchView
from app.station.view.screens.fault import fault_view
from tests.waiting import wait_until


def test_the_red_screen_is_shown_written_down_and_followed_by_one_end(tmp_path: Path) -> None:
    shown: list[BenchView] = []
    ended: list[int] = []
    screenwriter = Screenwriter(tmp_path / "trace.jsonl", fault_read_s=0.0)
    screenwriter.connect(shown.append, lambda: ended.append(1))
    before = screenwriter.faulted
    for _ in range(2):
        screenwriter(fault_view(OSError("disk I/O error")))
    wait_until(lambda: bool(ended), words="the end")
    screenwriter.close()
    assert (before, screenwriter.faulted) == (False, True)
    assert ended == [1]
    assert [view.message for view in shown] == ["OSError: disk I/O error"] * 2
    lines = (tmp_path / "trace.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["screen"] for line in lines] == ["fault", "fault"]
