"""No text from outside makes a regular expression work for long: what is ten times as long takes ten times the steps.

Every pattern of the program is tried on text that is hostile to patterns, 20,000 signs of it; one that backtracks
through all pairs of them would need hundreds of millions of steps each time, and the system's limit on processor time
stops it.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CPU_S = 30
"""For all of them; in vain for a single one that backtracks through all pairs."""
OURS_ALONE = {
    "app.central.storage.backup.postgresql_dump._REVISION": "the words of pg_restore",
    "ui.web.shell.languages.speaking._CODE": "our own templates",
    "ui.web.shell.languages.speaking._SPOKEN_ATTRIBUTE": "our own templates",
}
"""Patterns that no text from outside meets."""
TRY = """
import importlib, sys
size = int(sys.argv[1])
for wanted in sys.argv[2:]:
    print(wanted, flush=True)
    wanted, how = wanted.split(" ")
    room, name = wanted.rsplit(".", 1)
    pattern = getattr(importlib.import_module(room), name)
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    own = [sign for sign in dict.fromkeys(source) if 32 < ord(sign) < 127 and not sign.isalnum()][:8]
    for piece in dict.fromkeys([*own, "a", "A", "0", " ", "0.", "a ", "A-0", "10)", "1 "]):
        text = piece * (size // len(piece)) + "\\x00"
        given = text.encode("latin-1") if isinstance(pattern.pattern, bytes) else text
        pattern.fullmatch(given), pattern.match(given)
        if how == "anywhere":
            pattern.search(given)
"""
NAMED = re.compile(r"^(\w+)(?:\s*:[^=\n]+)?\s*=\s*re\.compile\(", re.MULTILINE)


def patterns() -> list[str]:
    """Every pattern that stands at the top of a module, as `module.NAME anywhere|beginning`."""
    found = []
    for room in ("app", "sync", "ui/web", "devices"):
        for file in sorted((ROOT / room).rglob("*.py")):
            module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
            text = file.read_text("utf-8")
            found += [f"{module}.{name} {_how(text, name)}" for name in NAMED.findall(text)]
    return [one for one in found if one.split()[0] not in OURS_ALONE and ".demo." not in one]


def _how(text: str, name: str) -> str:
    """Whether its module looks for it anywhere in a text, or only at its beginning."""
    sought = re.search(rf"\b{name}\.(search|sub|subn|split|findall|finditer)\b", text)
    return "anywhere" if sought else "beginning"


@pytest.mark.parametrize("part", range(2))
def test_patterns_do_not_backtrack_through_all_pairs(part: int) -> None:
    names = patterns()
    assert len(names) > 30
    command = [sys.executable, "-c", TRY, "20000", *names[part::2]]
    ended = subprocess.run(command, cwd=ROOT, preexec_fn=limited, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, (ended.stdout.splitlines()[-1:], ended.stderr[-500:])


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
