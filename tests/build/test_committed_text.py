"""What may never be committed: addresses to download from, paths of somebody's machine, locks without hashes."""

import json
import re
import subprocess

import pytest

from environment import BUILD, CHECKOUT

ADDRESS = re.compile(r"https?://(files\.|registry\.)?(py[a-z]+|npmjs)\.(org|com)|--(extra-)?index-url", re.IGNORECASE)
MACHINE = re.compile(r"(?:^|[^\w./-])/(?:wor[k]|roo[t]|hom[e]|Use[r]s|far[m])/\w")


def committed() -> list[str]:
    """Paths of tracked files that still exist."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, check=True, capture_output=True, text=True)
    return [path for path in listing.stdout.split("\0") if path and (CHECKOUT / path).is_file()]


def text_of(path: str) -> str:
    """The file's text; empty for a file that is not UTF-8 text."""
    raw = (CHECKOUT / path).read_bytes()
    try:
        return "" if b"\0" in raw else raw.decode("utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize("pattern", [ADDRESS, MACHINE], ids=["registry address", "path of a machine"])
def test_no_committed_text_holds(pattern: re.Pattern[str]) -> None:
    paths = committed()
    assert "pyproject.toml" in paths
    found = [
        f"{path}:{number}: {line.strip()[:80]}"
        for path in paths
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if pattern.search(line) and path != "tests/build/test_committed_text.py"
    ]
    assert found == []


@pytest.mark.parametrize("line", ["x = '/wor" + "k/main'", "see https://py" + "pi.org/simple", "--index-" + "url x"])
def test_the_patterns_find_what_they_are_for(line: str) -> None:
    assert ADDRESS.search(line) or MACHINE.search(line)


def test_the_python_lock_pins_every_package_by_hash_and_names_no_address() -> None:
    lock = (BUILD / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert len(entries) > 50
    assert "://" not in lock
    assert [entry.splitlines()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_the_npm_lock_pins_every_package_by_hash_and_names_no_address() -> None:
    lock = json.loads((BUILD / "npm" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert "://" not in json.dumps(lock)
