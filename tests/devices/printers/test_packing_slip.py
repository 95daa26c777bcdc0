"""The packing slip as the printer would put it on paper."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.domain.parcels import SlipContent, SlipLine
from devices.escpos.slip import PackingSlip, tamed
from devices.simulators.receipt.paper import Barcode, Cut, DrawerKick, Item, Line, PaperReader, Picture, RealTime
from devices.simulators.receipt.picture import picture_of, text_of

RESOURCES = Path(__file__).parents[3] / "resources"
SLIPS = PackingSlip(RESOURCES / "slips" / "printer.json", RESOURCES / "fonts")
AT = datetime(2026, 3, 2, 14, 5, tzinfo=UTC)


def paper(customer: str = "Jürgen Øster", name: str = "Tee, blue", order: str = "#1043", note: str = "") -> list[Item]:
    lines = (SlipLine("TEE-BLU-M", name, "Blue / M", 2, 3), SlipLine("TEE-RED-M", "Tee, red", "Red / M", 1, 1))
    content = SlipContent(order, customer, "395011015300000011", AT, lines, note=note)
    reader = PaperReader()
    items = reader.feed(SLIPS.slip(content))
    assert reader.feed(b"") == []
    return items


def test_what_is_on_the_slip() -> None:
    text = text_of(paper(note="Thank you!"))
    for words in ("Order #1043", "Jürgen Øster", "2026-03-02 14:05", "2 of 3 x Tee, blue", "1 x Tee, red", "TEE-BLU-M"):
        assert words in text
    assert "3 pieces" in text
    assert "Thank you!" in text


def test_the_barcode_is_the_order_number() -> None:
    items = paper()
    assert Barcode("{B#1043") in items
    (symbol,) = zxingcpp.read_barcodes(picture_of(items, RESOURCES / "fonts" / "Inter-Regular.otf"))
    assert symbol.text == "#1043"


def test_other_scripts_are_printed_as_pictures() -> None:
    pictures = [item for item in paper(customer="محمد 🎉", name="山田 Hemd") if isinstance(item, Picture)]
    assert len(pictures) == 2
    assert all(any(picture.rows) for picture in pictures)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=80), st.text(max_size=30))
def test_no_text_can_become_a_command(customer: str, name: str, order: str) -> None:
    items = paper(customer + "\x1bp\x00\x19\xfa", name + "\x10\x14\x01\x00\x05", order + "\x1dV\x00")
    assert items[-1] == Cut()
    assert items.count(Cut()) == 1
    assert not [item for item in items if isinstance(item, DrawerKick | RealTime)]
    assert all(char.isprintable() or char.isspace() for i in items if isinstance(i, Line) for char in i.text)


def test_no_real_time_command_hides_in_a_picture() -> None:
    rows = b"\x10\x04\x10\x05\x10\x14\x00\x10" * 3
    image = Image.frombytes("1", (64, 3), bytes(byte ^ 0xFF for byte in rows))
    out = bytes(byte ^ 0xFF for byte in tamed(image).tobytes())
    assert not any(pair in out for pair in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))


def test_the_library_leaves_no_handler_on_the_root_logger() -> None:
    paper()
    names = {type(handler).__name__ for handler in logging.getLogger().handlers}
    assert "StreamHandler" not in names
