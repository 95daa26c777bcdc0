"""Names in scripts the printer lacks: drawn shaped where the libraries are, drawn all the same where they are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices.printing.text_image import TextPainter

FONTS = Path(__file__).parents[3] / "resources" / "fonts"
ARABIC = "محمد الأحمد"


def test_without_fribidi_a_right_to_left_name_is_still_drawn_and_the_log_says_how(
    caplog: pytest.LogCaptureFixture,
) -> None:
    plain = TextPainter(FONTS, shapes=False).draw(ARABIC, 60, 700)
    assert "libfribidi0" in caplog.text
    black = sum(1 for dot in plain.convert("L").tobytes() if not dot)
    assert black > 300


def test_shaping_joins_the_letters(caplog: pytest.LogCaptureFixture) -> None:
    shaped, plain = (TextPainter(FONTS, shapes=shapes).draw(ARABIC, 60, 700) for shapes in (True, False))
    assert shaped.size != plain.size or shaped.tobytes() != plain.tobytes()
