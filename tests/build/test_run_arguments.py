"""The command line of build/run.py, its gates, and how an exit code comes about."""

import subprocess
import sys
from pathlib import Path

import pytest

import gates
import run
from environment import CHECKOUT

MANY = """
import pytest

@pytest.mark.parametrize("number", range(8))
def test_it(number):
    assert number != 5
"""


def bare(folder: Path) -> list[str]:
    """Arguments for a suite that is not ours, in a folder of its own, with no more plugins than it needs."""
    unneeded = [word for name in ("schemathesis", "hypothesispytest", "anyio") for word in ("-p", f"no:{name}")]
    return [*unneeded, "--rootdir", str(folder), "-c", "/dev/null", str(folder)]


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


@pytest.mark.parametrize("spread", [(), ("-n", "0")])
def test_pytest_that_collects_nothing_fails_its_gate(tmp_path: Path, spread: tuple[str, ...]) -> None:
    gate = gates.tests([*bare(tmp_path), *spread])
    done = subprocess.run(gate.command, cwd=CHECKOUT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 5, done.stdout + done.stderr
    assert ("workers [0 items]" in done.stdout) == (not spread)


def test_one_failure_among_many_fails_the_gate(tmp_path: Path) -> None:
    (tmp_path / "test_many.py").write_text(MANY, encoding="utf-8")
    gate = gates.tests(bare(tmp_path))
    done = subprocess.run(gate.command, cwd=CHECKOUT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed, 7 passed" in done.stdout
