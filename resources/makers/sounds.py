"""Makes the sounds: `python -m resources.makers.sounds [FOLDER]`, 44.1 kHz, 16 bit, mono, from sines alone."""

from __future__ import annotations

import io
import math
import struct
import sys
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

RATE = 44100


@dataclass(frozen=True, slots=True)
class Tone:
    """`ms` long, from `start` to `end` Hz (0 is silence); `reed` adds odd harmonics, which make it buzz."""

    ms: int
    start: float = 0
    end: float = 0
    reed: float = 0


_GAP = Tone(45)
SOUNDS = {
    "right": (Tone(80, 1320, 1980),),
    "wrong": (Tone(170, 185, 175, 0.9), Tone(70), Tone(230, 165, 150, 0.9)),
    "wrong_tote": (Tone(250, 294, 294, 0.9), Tone(120), Tone(110, 147, 147, 0.9)),
    "too_many": (Tone(160, 262, 262, 0.35), _GAP, Tone(190, 988, 988, 0.1)),
    "unknown": (Tone(85, 587, 587, 0.2), _GAP, Tone(85, 587, 587, 0.2), _GAP, Tone(85, 587, 587, 0.2)),
    "already_done": (Tone(120, 698, 698), Tone(120), Tone(120, 698, 698)),
    "complete": (Tone(110, 784, 784), Tone(25), Tone(110, 988, 988), Tone(25), Tone(240, 1319, 1319)),
    "not_now": (Tone(240, 660, 330, 0.25),),
    "trouble": (Tone(140, 466, 466, 0.5), Tone(60), Tone(140, 370, 370, 0.5), Tone(60), Tone(140, 466, 466, 0.5)),
}
"""One sound for each verdict and for device trouble; no two share a contour, so pitch may be moved for a neighbour."""

_ATTACK_S = 0.004
_RELEASE_S = 0.018
_LOUDNESS = 0.6


def main(arguments: Sequence[str]) -> None:
    folder = Path(arguments[0]) if arguments else Path(__file__).parents[1] / "sounds"
    folder.mkdir(parents=True, exist_ok=True)
    for name, tones in SOUNDS.items():
        (folder / f"{name}.wav").write_bytes(wav(tones))


def wav(tones: Sequence[Tone]) -> bytes:
    """The RIFF file of the tones one after the other."""
    samples = [sample for tone in tones for sample in _samples(tone)]
    page = io.BytesIO()
    with wave.open(page, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return page.getvalue()


def _samples(tone: Tone) -> list[int]:
    count = RATE * tone.ms // 1000
    if not tone.start:
        return [0] * count
    made: list[int] = []
    phase = 0.0
    for at in range(count):
        phase += 2 * math.pi * (tone.start + (tone.end - tone.start) * at / count) / RATE
        swing = math.sin(phase) + tone.reed * (math.sin(3 * phase) / 3 + math.sin(5 * phase) / 5)
        made.append(round(32767 * _LOUDNESS * _envelope(at, count) * swing / (1 + tone.reed * 0.4)))
    return made


def _envelope(at: int, count: int) -> float:
    """A raised cosine in and out: no step, so no click."""
    rise = min(1.0, at / (RATE * _ATTACK_S), (count - 1 - at) / (RATE * _RELEASE_S))
    return 0.5 - 0.5 * math.cos(math.pi * rise)


if __name__ == "__main__":
    main(sys.argv[1:])
