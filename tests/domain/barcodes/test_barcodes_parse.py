"""Reading a scan: every kind of code, every way it goes wrong, and that no bytes at all make it raise."""

from dataclasses import FrozenInstanceError, fields
from datetime import date
from typing import get_args

import biip
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.barcodes import Barcode, Foreign, ForeignKind, Gtin, Sscc, Unclear, Unknown, parse
from app.domain.sscc import check_digit

AIMS = st.sampled_from(
    [b"", b"]", b"]C0", b"]C1", b"]d2", b"]Q3", b"]Q1", b"]e0", b"]E0", b"]E3", b"]E4", b"]I1", b"]X0"]
)
GS1_TEXT = st.text("0123456789ABC()\x1d<GS>~/-", max_size=60).map(str.encode)
DIGITS = st.text("0123456789", max_size=30).map(str.encode)
LINKS = st.text("/0123456789?=&%.A\x1d", max_size=60).map(lambda t: f"https://id.example{t}".encode())


@given(
    aim=AIMS, body=st.one_of(st.binary(max_size=80), GS1_TEXT, DIGITS, LINKS), beside=st.none() | st.text(max_size=4)
)
@example(aim=b"]C1", body=b"39099", beside=None)
@example(aim=b"]C1", body=b"394912", beside=None)
@example(aim=b"", body=b"http://[", beside=None)
@example(aim=b"]Q3", body="01\u0663".encode() * 9, beside="]Y9")
def test_any_bytes_have_an_answer(aim: bytes, body: bytes, beside: str | None) -> None:
    code = parse(aim + body, beside)
    assert isinstance(code, get_args(Barcode))
    assert code.text.isprintable()
    if isinstance(code, Gtin):
        assert len(code.gtin) == 14
        assert check_digit(code.gtin[:-1]) == int(code.gtin[-1])
    if isinstance(code, Sscc):
        assert biip.sscc.Sscc.parse(code.sscc).value == code.sscc


@given(st.sampled_from([7, 11, 12, 13]).flatmap(lambda n: st.text("0123456789", min_size=n, max_size=n)))
def test_a_number_with_its_check_digit_is_a_gtin_and_with_another_is_not(payload: str) -> None:
    right = check_digit(payload)
    good = f"{payload}{right}"
    assert parse(good.encode()) == Gtin(good, good.zfill(14))
    bad = f"{payload}{(right + 1) % 10}"
    assert parse(bad.encode()) == Unknown(bad, Unclear.BAD_CHECK_DIGIT)
    assert biip.gtin.Gtin.parse(good).value == good


def test_a_plain_ean_that_reads_like_a_gs1_message_is_a_gtin() -> None:
    assert biip.parse("9501101530003").gs1_message is not None
    assert parse(b"9501101530003\r\n") == Gtin("9501101530003", "09501101530003")


@pytest.mark.parametrize(
    ("raw", "gtin"),
    [
        (b"]E09501101530003", "09501101530003"),
        (b"]E0012345678905", "00012345678905"),
        (b"]E496385074", "00000096385074"),
        (b"]E004252614", "00042100005264"),
        (b"]E0425261", "00042100005264"),
        (b"]E3950110153000312", "09501101530003"),
        (b"]E3950110153000312345", "09501101530003"),
        (b"]I119501101530000", "19501101530000"),
        (b"]C09501101530003", "09501101530003"),
    ],
)
def test_retail_symbols(raw: bytes, gtin: str) -> None:
    code = parse(raw)
    assert isinstance(code, Gtin)
    assert code.gtin == gtin


@given(system=st.sampled_from("01"), six=st.text("0123456789", min_size=6, max_size=6))
def test_upc_e_expands_as_biip_does(system: str, six: str) -> None:
    expected = biip.upc.Upc.parse(system + six).as_upc_a()
    code = parse(f"]E0{system}{six}{expected[-1]}".encode())
    assert isinstance(code, Gtin)
    assert code.gtin == expected.zfill(14)


def test_the_driver_may_tell_the_identifier_apart() -> None:
    assert parse(b"04252614", "]E0") == parse(b"04252614", "E0") == parse(b"]E004252614")
    assert parse(b"]E496385074", "]C1") == parse(b"]E496385074"), "the one in the data wins"


@pytest.mark.parametrize("raw", [b"]E0ABC", b"]E012345", b"]E019501101530000", b"]C1hello", b"]d2(01)", b"]E0"])
def test_a_symbol_that_does_not_hold_what_it_promises(raw: bytes) -> None:
    code = parse(raw)
    assert isinstance(code, Unknown)
    assert code.reason in (Unclear.MALFORMED, Unclear.EMPTY)


@pytest.mark.parametrize(
    "raw",
    [
        b"]C100395011015300000011",
        b"]C1\x1d00395011015300000011",
        b"00395011015300000011",
        b"]C000395011015300000011",
        b"(00)395011015300000011",
        b"(00) 3 9501101 530000001 1",
        b"https://id.gs1.org/00/395011015300000011",
        b"]C10039501101530000001102095011015300033712",
    ],
)
def test_an_sscc_however_it_is_written(raw: bytes) -> None:
    code = parse(raw)
    assert isinstance(code, Sscc)
    assert code.sscc == "395011015300000011"


@pytest.mark.parametrize(
    "raw",
    [
        b"]C100395011015300000012",
        b"00395011015300000012",
        b"(00)395011015300000012",
        b"]d20109501101530004",
        b"(01)09501101530004",
        b"]C10209501101530004373",
    ],
)
def test_a_wrong_check_digit_inside_gs1_data_is_named(raw: bytes) -> None:
    code = parse(raw)
    assert isinstance(code, Unknown)
    assert code.reason is Unclear.BAD_CHECK_DIGIT


def test_element_strings_are_taken_apart() -> None:
    code = parse(b"]d2010950110153000310ABC123\x1d2112345\x1d172611303005")
    assert code == Gtin(
        "010950110153000310ABC123\u241d2112345\u241d172611303005",
        "09501101530003",
        lot="ABC123",
        serial="12345",
        expiry=date(2026, 11, 30),
        count=5,
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"010950110153000310ABC\x1d21S1",
        b"\x1d010950110153000310ABC\x1d21S1",
        b"(01)09501101530003(10)ABC(21)S1",
        b"(01) 0950 1101 5300 03 (10)ABC (21)S1",
        b"]Q1https://id.gs1.org/01/09501101530003/10/ABC/21/S1",
        b"]Q3https://id.gs1.org/01/09501101530003/10/ABC/21/S1",
        b"HTTPS://SHOP.EXAMPLE/01/09501101530003/10/ABC/21/S1",
    ],
)
def test_the_same_element_strings_in_other_clothes(raw: bytes) -> None:
    code = parse(raw)
    assert isinstance(code, Gtin)
    assert (code.gtin, code.lot, code.serial, code.warnings) == ("09501101530003", "ABC", "S1", ())


def test_content_of_a_case() -> None:
    code = parse(b"]C102095011015300033712")
    assert isinstance(code, Gtin)
    assert (code.gtin, code.count) == ("09501101530003", 12)


@pytest.mark.parametrize("spelled", ["<GS>", "~", "|", "{GS}", "\x1d"])
def test_a_configured_substitute_separates(spelled: str) -> None:
    raw = f"]d2010950110153000310ABC123{spelled}2112345".encode()
    code = parse(raw, separators=("\x1d", spelled))
    assert isinstance(code, Gtin)
    assert (code.lot, code.serial, code.warnings) == ("ABC123", "12345", ())


def test_a_substitute_means_nothing_outside_gs1_data() -> None:
    assert parse(b"OLD~CODE|7", separators=("~", "|", "")) == Unknown("OLD~CODE|7")


@pytest.mark.parametrize(
    "lost",
    [
        b"10ABC1232112345",
        b"10ABC123<GS>2112345",
        b"10ABC123~2112345",
        b"10ABC12317261130",
        b"21SERIAL00123410LOT7",
        b"10ABCDEFGHIJKLMNOPQRST2112345",
    ],
)
def test_a_lost_separator_is_suspected_aloud(lost: bytes) -> None:
    code = parse(b"]d20109501101530003" + lost)
    assert isinstance(code, Gtin)
    assert code.gtin == "09501101530003"
    assert any("separator lost" in warning for warning in code.warnings)


@pytest.mark.parametrize("fine", [b"10L20211105", b"10ABC123", b"21ABC2101", b"17261130", b"10ABC1232112345\x1d213"])
def test_ordinary_lots_are_not_suspected(fine: bytes) -> None:
    code = parse(b"]d20109501101530003" + fine)
    assert isinstance(code, Gtin)
    assert code.warnings == ()


def test_an_impossible_date_costs_the_date_and_not_the_item() -> None:
    code = parse(b"]C10109501101530003172611311012A")
    assert isinstance(code, Gtin)
    assert (code.gtin, code.expiry, code.lot) == ("09501101530003", None, "12A")
    assert code.warnings == ("(17) 261131 is not a date",)


@pytest.mark.parametrize(
    ("digits", "year", "expected"),
    [
        ("260200", 2026, date(2026, 2, 28)),
        ("280200", 2026, date(2028, 2, 29)),
        ("760101", 2026, date(2076, 1, 1)),
        ("770101", 2026, date(1977, 1, 1)),
        ("010101", 2060, date(2101, 1, 1)),
    ],
)
def test_day_zero_and_the_century(digits: str, year: int, expected: date) -> None:
    code = parse(f"]C1010950110153000317{digits}".encode(), this_year=year)
    assert isinstance(code, Gtin)
    assert code.expiry == expected


def test_best_before_stands_in_for_expiry_but_never_over_it() -> None:
    code = parse(b"]C1010950110153000315261130")
    assert isinstance(code, Gtin)
    assert code.expiry == date(2026, 11, 30)
    code = parse(b"]C101095011015300031526113017261231")
    assert isinstance(code, Gtin)
    assert code.expiry == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"https://tea.example/brew", ForeignKind.URL),
        (b"]Q1HTTP://TEA.EXAMPLE", ForeignKind.URL),
        (b"www.tea.example", ForeignKind.URL),
        (b"WIFI:S:shop;T:WPA;P:x;;", ForeignKind.WIFI),
        (b"BEGIN:VCARD\r\nN:Bloggs\r\nEND:VCARD", ForeignKind.CONTACT),
        (b"mailto:a@shop.example", ForeignKind.MAIL),
        (b"tel:+4930000", ForeignKind.PHONE),
        (b"BCD\n002\n1\nSCT", ForeignKind.PAYMENT),
        (b"RA473124829JP", ForeignKind.TRACKING),
        (b"1Z5R89390357567127", ForeignKind.TRACKING),
        (b"]C142012345\x1d9205500000000000000000", ForeignKind.TRACKING),
    ],
)
def test_codes_of_others_are_recognised(raw: bytes, kind: ForeignKind) -> None:
    code = parse(raw)
    assert isinstance(code, Foreign)
    assert code.kind is kind


@pytest.mark.parametrize(
    "raw", [b"RA473124828JP", b"1Z5R89390357567128", b"SKU-1", b"TEA/GREEN 250", "Größe-M".encode()]
)
def test_plain_text_is_kept_for_the_catalogue(raw: bytes) -> None:
    assert parse(raw) == Unknown(raw.decode(), Unclear.PLAIN_TEXT)


def test_latin_1_is_read_where_it_is_no_utf_8() -> None:
    assert parse("Größe-M".encode("latin-1")).text == "Größe-M"


def test_nothing_gs1_without_item_and_far_too_much() -> None:
    assert parse(b" \r\n") == Unknown("", Unclear.EMPTY)
    assert parse(b"]C110ABC") == Unknown("10ABC", Unclear.NO_ITEM_NUMBER)
    endless = parse(b"9" * 100_000)
    assert isinstance(endless, Unknown)
    assert endless.reason is Unclear.TOO_LONG
    assert len(endless.text) < 400


def test_what_can_not_be_seen_is_made_visible() -> None:
    assert parse(b"A\x03B\x1b[2J\x7f").text == "A\u2403B\u241b[2J\u2421"
    assert parse("A\u202eB\u200b".encode()).text == "A<U+202E>B<U+200B>"


def test_every_kind_is_a_frozen_value_with_text() -> None:
    for kind in get_args(Barcode):
        assert fields(kind)[0].name == "text"
        assert hasattr(kind, "__slots__")
    with pytest.raises(FrozenInstanceError):
        parse(b"SKU-1").text = "SKU-2"  # type: ignore[misc]
