"""The command line and the composition of both programs: the only room that may import everything."""

from __future__ import annotations

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command of `packbench`; the exit code is 0 when it did what it was asked."""
    from app.main.command_line import run

    return run(arguments)
