"""Sounds, drawings, icons and fonts can be played, drawn and set by the libraries that use them."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
import wave
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

RESOURCES = Path(__file__).parents[2] / "resources"
VERDICTS = ("right", "wrong", "wrong_tote", "too_many", "unknown", "already_done", "not_now")
SOUNDS = (*VERDICTS, "complete", "trouble")
FONTS = sorted((RESOURCES / "fonts").glob("*.[ot]tf"))


def samples(name: str) -> tuple[int, ...]:
    with wave.open(str(RESOURCES / "sounds" / f"{name}.wav"), "rb") as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 44100)
        count = sound.getnframes()
        return struct.unpack(f"<{count}h", sound.readframes(count))


@pytest.mark.parametrize("name", SOUNDS)
def test_a_sound_is_short_audible_and_begins_and_ends_in_silence(name: str) -> None:
    wave_form = samples(name)
    assert 0.05 <= len(wave_form) / 44100 <= 0.7
    assert 8000 < max(map(abs, wave_form)) < 32767
    assert wave_form[0] == wave_form[-1] == 0
    loudest = max(map(abs, wave_form))
    assert max(map(abs, wave_form[:20])) < loudest / 20
    assert max(map(abs, wave_form[-20:])) < loudest / 20


def test_the_right_sound_lasts_80_ms() -> None:
    assert len(samples("right")) == 44100 * 80 // 1000


def test_no_two_sounds_are_the_same() -> None:
    assert len({samples(name) for name in SOUNDS}) == len(SOUNDS)
    assert {path.stem for path in (RESOURCES / "sounds").glob("*.wav")} == set(SOUNDS)


def test_no_two_verdicts_have_the_same_rhythm() -> None:
    """When it sounds and when it is silent, in steps of 20 ms: told apart without an ear for pitch."""
    rhythms = {name: tuple(max(map(abs, part)) > 2000 for part in steps(samples(name), 882)) for name in VERDICTS}
    assert len(set(rhythms.values())) == len(VERDICTS)


def steps(wave_form: tuple[int, ...], length: int) -> list[tuple[int, ...]]:
    return [wave_form[at : at + length] for at in range(0, len(wave_form), length)]


def test_every_icon_comes_in_ink_and_in_white() -> None:
    names = {path.stem for path in (RESOURCES / "icons").glob("*.svg")}
    plain = {name for name in names if not name.endswith("-white")}
    assert names == plain | {f"{name}-white" for name in plain}
    assert {"short-pick", "undo", "print", "scan", "clock"} <= plain
    assert {"tick-circle", "cross-octagon", "tote-cross", "triangle-bang", "diamond-question", "tick-pill"} <= plain


def test_drawings_hold_no_text() -> None:
    for path in (RESOURCES / "demo" / "pictures").iterdir():
        assert not re.search(r"<(text|image|style|script)", path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize("font", FONTS, ids=lambda path: path.stem)
def test_pillow_sets_type_in_every_font(font: Path) -> None:
    sample = {"NotoSansArabic": "محمد", "NotoEmoji": "🎉🦊", "NotoSansJP": "田中花子髙"}.get(
        font.stem.split("-")[0], "Øster 50667"
    )
    face = ImageFont.truetype(str(font), 40)
    page = Image.new("L", (400, 80), 255)
    ImageDraw.Draw(page).text((5, 5), sample, font=face, fill=0)
    assert sum(page.histogram()[:64]) > 0
    blank = face.getmask("\U0010fffd").getbbox()
    assert all(face.getmask(letter).getbbox() != blank for letter in sample if letter not in " 0123456789" and blank)


def test_qt_draws_every_picture_and_loads_every_font() -> None:
    """In a process of its own: Qt allows one application object, and it must be the offscreen one here."""
    script = Path(__file__).with_name("qt_loads.py")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, str(script), str(RESOURCES)], env=environment, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, ["Inter", "Noto", "families", "ok"], "")


def test_the_fonts_are_small_and_their_licence_is_beside_them() -> None:
    assert sum(path.stat().st_size for path in FONTS) < 6_000_000
    licence = (RESOURCES / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    page = (RESOURCES / "fonts" / "README.md").read_text(encoding="utf-8")
    for family in {path.stem.split("-")[0] for path in FONTS}:
        assert family in licence
        assert family in page
