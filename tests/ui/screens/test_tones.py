"""Every tone has a colour and a shape of its own on the kiosk, and its words can be read on its ground."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.station.view.signs import Tone

QML = Path(__file__).parents[3] / "ui" / "touch" / "qml"
READABLE, SEEN = 7.0, 3.0
VERDICTS = {
    Tone.RIGHT: "#009E73",
    Tone.WRONG: "#D55E00",
    Tone.WRONG_TOTE: "#E69F00",
    Tone.CARE: "#F0E442",
    Tone.UNKNOWN: "#CC79A7",
    Tone.DONE: "#56B4E9",
    Tone.NOT_NOW: "#14181C",
}


def table(page: str, name: str) -> dict[str, str]:
    """The pairs of a JavaScript table in a QML file; names of colours are followed to their values."""
    text = (QML / page).read_text(encoding="utf-8")
    found = re.search(rf"property var {name}: \(\{{(.*?)\}}\)", text, re.DOTALL)
    assert found is not None, name
    values = dict(re.findall(r'property color (\w+): "(#\w+)"', text))
    pairs = re.findall(r'(\w+): (?:"([^"]*)"|(\w+))', found[1])
    return {key: text or values[named] for key, text, named in pairs}


def light(colour: str) -> float:
    """Relative luminance after WCAG 2.1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_each_verdict_has_its_colour() -> None:
    colours = table("theme/Theme.qml", "tone_colours")
    assert {tone: colours[tone] for tone in VERDICTS} == VERDICTS
    assert len({colours[tone] for tone in Tone}) == len(Tone)


@pytest.mark.parametrize("part", ["outlines", "signs"])
def test_each_verdict_has_its_silhouette_and_its_sign(part: str) -> None:
    """A disc is the right one's and, with other hands, the clock's; every other outline and every sign is its own."""
    drawn = table("controls/ToneMark.qml", part)
    assert set(Tone) <= set(drawn)
    refusals = [drawn[tone] for tone in VERDICTS if tone is not Tone.RIGHT]
    assert len(set(refusals)) == len(refusals)
    assert part == "outlines" or len({drawn[tone] for tone in Tone}) == len(Tone)


@pytest.mark.parametrize("tone", Tone)
def test_words_in_a_tone_are_read_on_white_and_on_its_ground(tone: Tone) -> None:
    ink, ground = table("theme/Theme.qml", "tone_inks")[tone], table("theme/Theme.qml", "tone_grounds")[tone]
    assert min(contrast(ink, "#FFFFFF"), contrast(ink, ground)) >= READABLE


@pytest.mark.parametrize("tone", VERDICTS)
def test_a_verdict_is_framed_and_signed_to_be_seen(tone: Tone) -> None:
    frame, sign = table("theme/Theme.qml", "tone_frames")[tone], table("theme/Theme.qml", "tone_marks")[tone]
    assert contrast(frame, "#FFFFFF") >= SEEN
    assert contrast(sign, VERDICTS[tone]) >= SEEN
