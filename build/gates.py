"""The gates: everything a reviewer would check, one command each, and one line each that says how it went."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from environment import BUILD, CHECKOUT, PYTHON, program
from progress import elapsed_s, say

STOP_TIMEOUT_S = 20.0
WORKERS_LEAST = 2
"""Tests wait for clocks, disks and processes often enough to keep two busy on one core."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A check that passes when its command exits with 0."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a gate went: its exit code and the seconds it took."""

    gate: Gate
    code: int
    took_s: float

    def line(self) -> str:
        """One line for the summary."""
        word = "passed" if self.code == 0 else f"FAILED with {self.code}"
        return f"{self.gate.name:<12} {word} in {self.took_s:.1f} s"


def checks() -> tuple[Gate, ...]:
    """The gates that run nothing of ours: format, lint, types, arrows, QML."""
    return (
        Gate("format", (program("ruff"), "format", "--check", ".")),
        Gate("lint", (program("ruff"), "check", ".")),
        Gate("types", (program("mypy"),)),
        Gate("arrows", (program("lint-imports"),)),
        Gate("qmllint", (str(PYTHON), str(BUILD / "qml_lint.py"))),
    )


def tests(arguments: Sequence[str]) -> Gate:
    """The test suite, a worker on every core; pytest exits with 5, so the gate fails, when it collects nothing.

    A worker that has none left takes tests from another's. `arguments` come last: `-n 0` runs all in one process.
    """
    spread = ("-n", str(max(WORKERS_LEAST, os.cpu_count() or 1)), "--dist", "worksteal")
    return Gate("tests", (str(PYTHON), "-m", "pytest", *spread, *arguments))


def judge(gates: Sequence[Gate], environ: Mapping[str, str]) -> list[Verdict]:
    """Runs every gate, the ones after a failure too, and lets each print as it goes."""
    verdicts: list[Verdict] = []
    for gate in gates:
        say(f"gate: {gate.name}")
        begun_s = elapsed_s()
        verdicts.append(Verdict(gate, _exit_code(gate.command, environ), elapsed_s() - begun_s))
    return verdicts


def _exit_code(command: Sequence[str], environ: Mapping[str, str]) -> int:
    """Runs `command` to its end. Told to leave meanwhile, it lets the command clean up first."""
    with subprocess.Popen(command, cwd=CHECKOUT, env=dict(environ), stdin=subprocess.DEVNULL) as child:
        try:
            return child.wait()
        except BaseException:
            child.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGINT)
            try:
                child.wait(STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                child.kill()
            raise


def report(verdicts: Sequence[Verdict]) -> int:
    """Says a line for each gate and returns the exit code: 0 only if there was a gate and every one passed."""
    for verdict in verdicts:
        say(verdict.line())
    return 0 if verdicts and all(verdict.code == 0 for verdict in verdicts) else 1
