"""packbench from the outside: exit codes, words, and files; each command in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.barcodes import encode_command
from app.station.press import on_offer


def packbench(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app.main", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def test_version_says_what_it_is(tmp_path: Path) -> None:
    done = packbench("version", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("packbench 0.")


def test_help_names_every_command(tmp_path: Path) -> None:
    done = packbench("--help", folder=tmp_path)
    assert done.returncode == 0
    for command in ("central", "station", "simulate", "card", "demo", "version"):
        assert command in done.stdout


def test_the_card_has_every_command_the_bench_takes_and_no_other(tmp_path: Path) -> None:
    done = packbench("card", "--out", "card.html", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "card.html").read_text("utf-8")
    printed = {line for line in on_offer() if f">{encode_command(line)}<" in page}
    assert printed == set(on_offer())
    assert encode_command("VOID") not in page


def test_a_sheet_of_totes_names_a_missing_column(tmp_path: Path) -> None:
    (tmp_path / "totes.csv").write_text("name\nT-01\n", "utf-8")
    done = packbench("card", "--totes", "totes.csv", folder=tmp_path)
    assert done.returncode == 1
    assert "totes.csv: line 1: column 'code' is missing" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("station", "status"), "station.toml"),
        (("station", "run", "--config", "other.toml"), "other.toml"),
        (("central", "serve", "--data", "nothing"), "migrate"),
    ],
)
def test_what_cannot_be_done_is_said_and_exits_non_zero(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    done = packbench(*arguments, folder=tmp_path)
    assert done.returncode in (1, 2)
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bench_that_is_not_enrolled_says_so(tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text(
        '[station]\nname = "ST-1"\ncentre = "http://127.0.0.1:9"\nsite = "DO1"\n', "utf-8"
    )
    status = packbench("station", "status", folder=tmp_path)
    assert (status.returncode, status.stdout) == (1, "ST-1 is not enrolled\n")
    enrol = packbench("station", "enrol", "--code", "NONE", folder=tmp_path)
    assert enrol.returncode == 1
    assert "cannot be reached" in enrol.stderr


def test_a_language_that_is_not_shipped_is_named(tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text(
        '[station]\nname = "ST-1"\ncentre = "http://127.0.0.1:9"\nsite = "DO1"\n[screen]\nlanguage = "xx"\n', "utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-m", "app.main", "station", "run"],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert done.returncode == 1
    assert "no words for language 'xx'" in done.stderr
    assert "Traceback" not in done.stderr
