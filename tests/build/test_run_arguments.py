"""The command line of build/run.py, its gates, and how an exit code comes about."""

import subprocess
import sys

import pytest

import gates
import run
from environment import CHECKOUT


def test_every_verb_is_explained_and_takes_what_follows_it() -> None:
    assert set(run.EXPLAINED) == set(run.VERBS)
    assert run.read(["demo", "--autopilot", "3", "--out", "x"]) == ("demo", ["--autopilot", "3", "--out", "x"])
    assert run.read(["test", "-k", "scan"]) == ("test", ["-k", "scan"])


@pytest.mark.parametrize("line", [[], ["freeze"], ["check", "x"], ["bench"], ["bench", "no-such-bench"]])
def test_a_wrong_command_line_ends_before_anything_is_touched(line: list[str]) -> None:
    script = [sys.executable, "build/run.py", *line]
    done = subprocess.run(script, cwd=CHECKOUT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "usage:" in done.stderr
    assert done.stdout == ""


def test_all_gates_run_and_one_failure_fails_the_lot(capfd: pytest.CaptureFixture[str]) -> None:
    good = gates.Gate("good", (sys.executable, "-c", "print('ran good')"))
    bad = gates.Gate("bad", (sys.executable, "-c", "raise SystemExit(3)"))
    verdicts = gates.judge([bad, good], {})
    assert [verdict.code for verdict in verdicts] == [3, 0]
    assert gates.report(verdicts) == 1
    assert gates.report(verdicts[1:]) == 0
    said = capfd.readouterr().out
    assert "ran good" in said
    assert "FAILED with 3" in said


def test_no_gate_at_all_is_a_failure() -> None:
    assert gates.report([]) == 1


def test_pytest_that_collects_nothing_fails_its_gate(tmp_path: object) -> None:
    gate = gates.tests(["--rootdir", str(tmp_path), "-c", "/dev/null", str(tmp_path)])
    done = subprocess.run(gate.command, cwd=CHECKOUT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 5
