"""Sets Packbench up and runs it: `demo`, `test`, `check` or `bench NAME`; needs Python 3.11 and nothing else."""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from types import FrameType

import gates
from display import x_server
from environment import CHECKOUT, PYTHON, prepare
from machine import provide
from progress import Refused, say

BENCHES = CHECKOUT / "tests" / "bench"
EXPLAINED = {
    "demo": "the main job, on an embedded centre and simulated devices; further arguments go to `packbench demo`",
    "test": "everything a reviewer would check; further arguments go to pytest",
    "check": "format, lint, types, imports and QML only",
    "bench": "one measurement by name; its last line is one JSON object",
}


def main(arguments: Sequence[str]) -> int:
    """Exit code of the verb; 2 when it cannot run, with the reason on stderr."""
    verb, rest = read(arguments)
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts background jobs with it ignored
    try:
        provide(verb, os.environ)
        prepare(with_npm=verb in ("test", "bench", "demo"))
        return VERBS[verb](rest)
    except Refused as refusal:
        print(f"build/run.py {verb}: {refusal}", file=sys.stderr)
        return 2


def read(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """The verb and what follows it. A wrong command line ends here with 2, before anything is touched."""
    lines = "\n".join(f"  {verb:<6} {words}" for verb, words in EXPLAINED.items())
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="build/run.py", description=__doc__, epilog=lines, formatter_class=form)
    parser.add_argument("verb", choices=list(EXPLAINED), metavar="VERB", help=", ".join(EXPLAINED))
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="...", help="arguments of the verb")
    given = parser.parse_args(arguments)
    if given.verb == "check" and given.rest:
        parser.error("check takes no arguments")
    if given.verb == "bench" and (not given.rest or given.rest[0] not in benches()):
        parser.error(f"say which bench: {', '.join(benches()) or 'there is none yet'}")
    return given.verb, given.rest


def benches() -> list[str]:
    """Names that `bench` takes."""
    return sorted(file.stem for file in BENCHES.glob("*.py"))


def demo(rest: list[str]) -> int:
    """Becomes `packbench demo`; on Windows, where a process cannot become another, waits for it."""
    command = [str(PYTHON), "-m", "app.main", "demo", *rest]
    say("starting the demo")
    if sys.platform == "win32":
        return subprocess.run(command, check=False).returncode
    sys.stdout.flush()
    return os.execv(command[0], command)


def check(_rest: list[str]) -> int:
    """Format, lint, types, imports, QML."""
    return gates.report(gates.judge(gates.checks(), os.environ))


def test(rest: list[str]) -> int:
    """Every gate of `check`, then the tests on an X server of their own."""
    verdicts = gates.judge(gates.checks(), os.environ)
    with x_server() as display:
        verdicts += gates.judge([gates.tests(rest)], {**os.environ, **display})
    return gates.report(verdicts)


def bench(rest: list[str]) -> int:
    """Runs tests/bench/NAME.py on an X server of its own; nothing is printed after it."""
    with x_server() as display:
        command = [str(PYTHON), str(BENCHES / f"{rest[0]}.py"), *rest[1:]]
        return subprocess.run(command, check=False, cwd=CHECKOUT, env={**os.environ, **display}).returncode


VERBS = {"demo": demo, "test": test, "check": check, "bench": bench}


def _end(number: int, _frame: FrameType | None) -> None:
    """Leaves through every `finally`, so that no child outlives this process."""
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
