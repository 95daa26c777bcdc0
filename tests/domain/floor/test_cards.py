"""The command card and other sheets: every symbol is read back by a reader that is not ours."""

import re
from xml.etree import ElementTree  # noqa: ICN001

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.domain.barcodes import CommandCode, code128, encode_badge, encode_place, encode_tote, parse
from app.domain.floor.cards import COMMANDS, Command, commands_for_key, render_card, render_sheet

PRINTABLE = st.text([chr(code) for code in range(32, 127)], min_size=1, max_size=45)


def drawn(widths: tuple[int, ...], module_px: int = 2) -> Image.Image:
    """The bars as a picture: quiet zones on both sides and white above and below."""
    image = Image.new("L", ((sum(widths) + 2 * code128.QUIET) * module_px, 60), 255)
    at = code128.QUIET * module_px
    for place, width in enumerate(widths):
        if place % 2 == 0:
            image.paste(0, (at, 5, at + width * module_px, 55))
        at += width * module_px
    return image


def read(image: Image.Image) -> str:
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128))
    assert len(found) == 1
    return found[0].text


@settings(max_examples=200, deadline=None)
@given(PRINTABLE)
def test_another_reader_reads_every_printable_text(text: str) -> None:
    widths = code128.encode(text)
    assert sum(widths) == 11 * (len(text) + 2) + 13
    assert read(drawn(widths)) == text


@pytest.mark.parametrize("text", ["", "Größe", "A\x1dB", "A\n", "\x7f"])
def test_what_set_b_can_not_hold_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^code: "):
        code128.encode(text)


def bars_of(page: str) -> list[Image.Image]:
    """Each <svg> of a page rasterised from its own path, as a browser would fill it."""
    images = []
    for svg in re.findall(r"<svg.*?</svg>", page):
        root = ElementTree.fromstring(svg)  # noqa: S314  # our own page
        total = int(root.attrib["viewBox"].split()[2])
        image = Image.new("L", (total * 2, 60), 255)
        path = root.findall("{http://www.w3.org/2000/svg}path")[0].attrib["d"]
        for start, width in re.findall(r"M(\d+) 0h(\d+)v1h-\d+z", path):
            image.paste(0, (int(start) * 2, 5, (int(start) + int(width)) * 2, 55))
        images.append(image)
    return images


def test_the_card_holds_every_command_and_reads_back() -> None:
    read_back = [parse(read(image).encode()) for image in bars_of(render_card())]
    assert [code.name for code in read_back if isinstance(code, CommandCode)] == list(COMMANDS)


def test_a_short_card_shows_words_keys_and_codes() -> None:
    page = render_card([Command.UNDO, Command.DEVICES], "Karte")
    assert page.count("<section>") == 2
    for words in ("Undo one unit", "key U", "PB.C.UNDO", "Devices", "key F2", "<h1>Karte</h1>"):
        assert words in page


def test_sheets_of_badges_totes_and_places_read_back() -> None:
    codes = [encode_badge("K7XQ2MHT4WZ9P3RD6NBVCY5FGA"), encode_tote("T-01"), encode_place("A-01-02.B"), "X" * 45]
    page = render_sheet("Labels", [("Ünal & <b>Söhne</b>", codes[0]), *((code, code) for code in codes[1:])])
    assert [read(image) for image in bars_of(page)] == codes
    assert "Ünal &amp; &lt;b&gt;Söhne&lt;/b&gt;" in page
    assert "<b>" not in page


def test_a_page_loads_nothing_and_runs_nothing() -> None:
    page = render_card().replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|url\(|<script|<link|<img|@import", page)


def test_symbols_fit_the_page_and_are_wide_enough_to_read() -> None:
    for page, column in ((render_card(), 91.0), (render_sheet("Long", [("long", "X" * 60)]), 190.0)):
        for svg in re.findall(r"<svg.*?</svg>", page):
            width = float(svg.split('width="')[1].split("mm")[0])
            assert width <= column
            assert width / int(svg.split("viewBox=")[1].split()[2]) >= 0.19
    with pytest.raises(ValueError, match="too long"):
        render_sheet("Too long", [("x", "X" * 100)])


def test_every_command_has_words_and_a_key_and_no_screen_needs_a_key_twice() -> None:
    assert set(COMMANDS) == set(Command)
    assert all(info.key and info.label for info in COMMANDS.values())
    shared = {key for info in COMMANDS.values() if len(commands_for_key(key := info.key)) > 1}
    assert shared == {"Enter", "Esc", *"0123456789"}
    assert commands_for_key("3") == (Command.CARTON_3, Command.REASON_3, Command.TASK_3, Command.NUMBER_3)
    assert commands_for_key("Esc") == (Command.BACK, Command.OK)
    assert commands_for_key("U") == (Command.UNDO,)
    assert commands_for_key("X") == ()
