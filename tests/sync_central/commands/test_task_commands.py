"""`packbench central task` beside a running centre: what it prints, what it changes, and what it refuses."""

import pytest

from tests.sync_central.commanded import central
from tests.sync_central.wire import Wire, order


def printed(wire: Wire, capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert central(wire.data, "task", *words) == code
    captured = capsys.readouterr()
    return captured.err if code else captured.out


def test_work_is_listed_explained_and_decided_about(wire: Wire, capsys: pytest.CaptureFixture[str]) -> None:
    wire.post_order(order("#1", payment="pending"))
    central(wire.data, "order", "release", "#1", "--hold", "payment", "--why", "paid in cash")
    capsys.readouterr()
    listed = printed(wire, capsys, "list", "--kind", "pick")
    assert listed.startswith("P-1  pick  queued")
    assert listed.endswith("1 shown\n")
    assert "every order that waits" in printed(wire, capsys, "why", "P-1")
    assert printed(wire, capsys, "pause", "P-1", "--why", "printer") == "P-1: P-1 paused: printer\n"
    assert "P-1  pick  paused" in printed(wire, capsys, "list")
    assert printed(wire, capsys, "resume", "P-1") == "P-1: P-1 goes on\n"
    assert "is not paused" in printed(wire, capsys, "resume", "P-1", code=2)
    assert "there is no station 'ST-9'" in printed(wire, capsys, "pin", "P-1", "--to", "ST-9", code=2)
    assert "expected a priority" in printed(wire, capsys, "priority", "P-1", "10", code=2)
    assert "a bench claims it" in printed(wire, capsys, "done", "P-1", code=2)
    assert "there is no task" in printed(wire, capsys, "why", "P-9", code=2)


def test_a_worker_is_described_with_what_he_can_do(wire: Wire, capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(wire, capsys, "worker", "amina", "--skill", "forklift", "--zone", "A", "--role", "supervisor")
    assert said == "amina: supervisor, skills: forklift, zones: A\n"
    assert "at least 1" in printed(wire, capsys, "worker", "bo", "--most", "0", code=2)
