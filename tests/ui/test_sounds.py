"""Sounds go through a real player process, in order, and leave none behind."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from app.station.view.signs import Sound
from tests.waiting import wait_until
from ui.touch.sounds import SoundPlayer, find_player


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for sound in Sound:
        if sound is not Sound.NONE:
            (tmp_path / f"{sound.value}.wav").write_bytes(b"RIFF")
    return tmp_path


def program(folder: Path, words: str) -> Path:
    """A player of our own, at the border where the system's player stands."""
    path = folder / "player"
    path.write_text(f"#!/bin/sh\n{words}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_sounds_are_played_in_order_and_each_once(folder: Path) -> None:
    log, said = folder / "log", list[str]()
    player = program(folder, f'echo "$1 $(basename "$2")" >> {log}')
    sounds = SoundPlayer(folder, said.append, players=((str(player), "-q"),))
    for sound in (Sound.RIGHT, Sound.NONE, Sound.WRONG, Sound.RIGHT):
        sounds.play(sound)
    sounds.stop()
    assert log.read_text(encoding="utf-8").split("\n") == ["-q right.wav", "-q wrong.wav", "-q right.wav", ""]
    assert said == []


def test_no_player_is_said_once_and_then_silence(folder: Path) -> None:
    said: list[str] = []
    sounds = SoundPlayer(folder, said.append, players=(("no-such-player",),))
    sounds.play(Sound.RIGHT)
    sounds.play(Sound.WRONG)
    sounds.stop()
    assert said == ["no sound: none of no-such-player is installed"]
    assert find_player((("no-such-player",),)) is None


def test_a_failing_player_says_why_and_leaves_no_zombie(folder: Path) -> None:
    said: list[str] = []
    sounds = SoundPlayer(folder, said.append, players=((str(program(folder, "echo no card >&2; exit 1")),),))
    sounds.play(Sound.RIGHT)
    sounds.play(Sound.RIGHT)
    sounds.stop()
    assert said == [f"no sound: {folder / 'player'} ended with 1: no card"]
    assert [child for child in psutil.Process().children() if child.name() == "player"] == []


def test_a_player_that_hangs_is_ended(folder: Path) -> None:
    said: list[str] = []
    sounds = SoundPlayer(
        folder, said.append, players=((str(program(folder, "exec tail -f /dev/null")),),), longest_s=0.05
    )
    sounds.play(Sound.RIGHT)
    wait_until(lambda: said, words="the player to be ended")
    sounds.stop()
    assert "ended with" in said[0]


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    said: list[str] = []
    sounds = SoundPlayer(tmp_path, said.append, players=(("true",),))
    sounds.play(Sound.COMPLETE)
    sounds.stop()
    assert said == ["sound file is missing: complete.wav"]
