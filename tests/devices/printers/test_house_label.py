"""The house label, drawn by a renderer that is not ours and read by a decoder that is not ours."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import biip
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.domain.parcels import LabelContent, PostalAddress
from devices.simulators.picture import LabelPictures, PictureFailed, Renderer
from devices.zpl.encoder import Format, UnprintableLabel, escape, gs1_128_of_sscc
from devices.zpl.label import HouseLabel, fold, in_printer_font, width_of

RESOURCES = Path(__file__).parents[3] / "resources"
HOUSE = HouseLabel(RESOURCES / "labels" / "house.toml", RESOURCES / "fonts")
PROGRAMS = Path(sys.prefix) / ("Scripts" if sys.platform == "win32" else "bin")
RENDERER = Renderer(PROGRAMS / "node", Path(sys.prefix) / "npm" / "node_modules")
SSCC = "395011015300000011"
SENDER = PostalAddress("Packbench Demo", "Hall 3", "44137", "Dortmund", "DE")
Draw = Callable[[bytes], Image.Image]


def label_for(recipient: PostalAddress, sscc: str = SSCC, order: str = "#1043", copy: int = 0) -> bytes:
    return HOUSE.label(LabelContent(sscc, order, "Standard", SENDER, recipient, 1, 2, 2340, copy))


@pytest.fixture(scope="module")
def draw(tmp_path_factory: pytest.TempPathFactory) -> Draw:
    """Draws one label through Node and reads the picture back."""
    folder = tmp_path_factory.mktemp("labels")
    count = iter(range(1000))

    def drawn(zpl: bytes) -> Image.Image:
        pictures = LabelPictures(RENDERER)
        pictures.start()
        path = folder / f"{next(count)}.zpl"
        path.write_bytes(zpl)
        pictures.draw(path, path.with_suffix(".png"))
        assert pictures.finish() == []
        with Image.open(path.with_suffix(".png")) as image:
            return image.convert("L")

    return drawn


RECIPIENTS = {
    "umlauts": PostalAddress("Jürgen Øster", "Weststr. 9", "50667", "Köln", "DE"),
    "arabic": PostalAddress("محمد عبد الله الأحمد", "شارع الملك فهد 12", "11564", "الرياض", "SA"),
    "emoji": PostalAddress("Zoë 🎉 Müller", "Hauptstraße 7", "80331", "München", "DE", "Bücher & Söhne"),
    "japanese": PostalAddress("山田 太郎", "東京都千代田区1-1", "100-0001", "Tokyo", "JP"),
    "hostile": PostalAddress("Bob^XZ~JR", "\x1e5EXZ_5EXZ\\", "10115", "^XA^FDpwn^FS", "D^"),
    "long": PostalAddress(
        "A" * 90, "An der Alten Donaudampfschifffahrtsgesellschaft 1234", "1", "Ll" * 40, "GB", "B" * 99
    ),
    "empty": PostalAddress("", "", "", "", ""),
}


@pytest.mark.parametrize("who", RECIPIENTS)
def test_the_number_on_paper_is_the_number_we_gave(draw: Draw, who: str) -> None:
    zpl = label_for(RECIPIENTS[who])
    assert (zpl.count(b"^XA"), zpl.count(b"^XZ"), zpl.count(b"^PQ1"), zpl.count(b"~")) == (1, 1, 1, 0)
    image = draw(zpl)
    assert image.size == (812, 1218)
    (symbol,) = zxingcpp.read_barcodes(image)
    assert symbol.symbology_identifier == "]C1"
    parsed = biip.parse(symbol.symbology_identifier + symbol.bytes.decode("ascii"))
    assert parsed.sscc is not None
    assert parsed.sscc.value == SSCC


@pytest.mark.parametrize("who", ["umlauts", "arabic", "emoji", "japanese", "hostile", "long"])
def test_the_address_is_on_the_paper_and_stays_in_its_place(draw: Draw, who: str) -> None:
    with_name, without = draw(label_for(RECIPIENTS[who])), draw(label_for(RECIPIENTS["empty"]))
    address = (40, 150, 772, 570)
    ink = [sum(image.crop(address).histogram()[:128]) for image in (with_name, without)]
    assert ink[0] > ink[1] + 4000
    margins = ((0, 100, 30, 1218), (790, 100, 812, 1218))
    assert all(sum(with_name.crop(margin).histogram()[:128]) == 0 for margin in margins)


def test_a_reprint_carries_its_mark(draw: Draw) -> None:
    corner = (670, 95, 775, 160)
    first, again = (draw(label_for(RECIPIENTS["umlauts"], copy=copy)).crop(corner) for copy in (0, 1))
    assert sum(first.histogram()[:128]) == 0
    assert sum(again.histogram()[:128]) > 500


@given(st.text(max_size=300))
def test_no_text_can_become_a_command(text: str) -> None:
    data = escape(text)
    assert not set(data) & {0x5E, 0x7E, 0x5C, *range(0x20)}
    assert not any(byte > 0x7E for byte in data)
    assert re.fullmatch(rb"(?:[^_]|_[0-9A-F]{2})*", data)


def test_escaping_keeps_the_words() -> None:
    assert escape("Köln ^~_\\") == b"K_C3_B6ln _5E_7E_5F_5C"
    assert escape("two\nlines\x00\x1b") == b"two lines"


@pytest.mark.parametrize("bad", ["395011015300000012", "39501101530000001", "", "3950110153000000１１", "^XZ"])
def test_a_number_that_is_no_sscc_is_never_printed(bad: str) -> None:
    with pytest.raises(UnprintableLabel):
        label_for(RECIPIENTS["umlauts"], sscc=bad)


def test_the_symbol_starts_in_subset_c_with_fnc1_and_never_uses_mode_d() -> None:
    assert gs1_128_of_sscc(SSCC) == b">;>800" + SSCC.encode()
    assert b"^BCN,264,N,N,N,N^FD>;>800" in label_for(RECIPIENTS["umlauts"])


def test_a_command_that_slipped_through_stops_the_label() -> None:
    form = Format(812, 1218)
    form._parts.append(b"~JR")
    with pytest.raises(UnprintableLabel):
        form.payload()


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"], max_codepoint=0x17F), max_size=120))
def test_folded_lines_lose_no_letter_and_fit(text: str) -> None:
    lines = fold(text, 40, 700)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width_of(line, 40) <= 700 for line in lines)


def test_what_the_printer_font_has() -> None:
    assert in_printer_font("Łódź, Jürgen’s – 5 €")
    assert not in_printer_font("Zoë 🎉")


def test_pictures_without_a_renderer_say_so(tmp_path: Path) -> None:
    with pytest.raises(PictureFailed, match="not installed"):
        LabelPictures(Renderer(PROGRAMS / "node", tmp_path)).start()


def test_an_address_that_fills_every_field_never_runs_into_the_country() -> None:
    wide = "Wm" * 60
    full = PostalAddress(wide, wide, wide, wide, "DE", company=wide, street2=wide, region=wide)
    lines = re.findall(rb"\^FO40,(\d+)\^A0N,(\d+)", label_for(full))
    address = [(int(y), int(height)) for y, height in lines if 150 <= int(y) < 700]
    assert len(address) >= 10
    assert max(y + height for y, height in address) <= 578
