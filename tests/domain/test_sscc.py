"""SSCC numbers agree with biip, and a block hands out each of its numbers once."""

import pytest
from biip.checksums import gs1_standard_check_digit
from biip.sscc import Sscc
from hypothesis import given
from hypothesis import strategies as st

from app.domain.sscc import (
    NumberBlock,
    check_digit,
    has_valid_check_digit,
    is_digits,
    left,
    make,
    serials_per_extension,
    take,
)

PREFIXES = st.text("0123456789", min_size=4, max_size=12)


@given(st.text("0123456789", min_size=1, max_size=30))
def test_check_digits_agree_with_biip(digits: str) -> None:
    assert check_digit(digits) == gs1_standard_check_digit(digits)
    assert has_valid_check_digit(f"{digits}{check_digit(digits)}")


@given(prefix=PREFIXES, extension=st.integers(0, 9), data=st.data())
def test_a_made_number_is_an_sscc(prefix: str, extension: int, data: st.DataObject) -> None:
    serial = data.draw(st.integers(0, serials_per_extension(prefix) - 1))
    number = make(prefix, extension, serial)
    read = Sscc.parse(number)
    assert (read.extension_digit, read.value) == (extension, number)
    assert number[1 : 1 + len(prefix)] == prefix
    assert int(number[1 + len(prefix) : 17]) == serial


def test_capacity() -> None:
    assert serials_per_extension("9501101") * 10 == 10**10
    assert make("9501101", 3, 530000001) == "395011015300000011"
    assert make("9501101", 9, 10**9 - 1).startswith("99501101999999999")


@pytest.mark.parametrize(
    ("prefix", "extension", "serial", "field"),
    [
        ("123", 0, 0, "company_prefix"),
        ("1234567890123", 0, 0, "company_prefix"),
        ("95011O1", 0, 0, "company_prefix"),
        ("950110\u0661", 0, 0, "company_prefix"),
        ("9501101", 10, 0, "extension"),
        ("9501101", -1, 0, "extension"),
        ("9501101", 0, 10**9, "serial"),
        ("9501101", 0, -1, "serial"),
    ],
)
def test_what_does_not_fit_is_named(prefix: str, extension: int, serial: int, field: str) -> None:
    with pytest.raises(ValueError, match=f"^{field}: "):
        make(prefix, extension, serial)


@pytest.mark.parametrize("text", ["", "12a", "\u00b2", "\u0661\u0662", "-1", " 1"])
def test_only_ascii_digits_are_digits(text: str) -> None:
    assert not is_digits(text)
    assert not has_valid_check_digit(text)
    with pytest.raises(ValueError, match=r"^digits: "):
        check_digit(text)


@given(first=st.integers(0, 10**9 - 40), size=st.integers(1, 40))
def test_a_block_gives_each_number_once_and_then_none(first: int, size: int) -> None:
    block = NumberBlock(first, first + size - 1, first, "9501101", 0, "block-1")
    assert left(block) == size
    seen = []
    while (taken := take(block)) is not None:
        block, number = taken
        seen.append(number)
    assert seen == [make("9501101", 0, serial) for serial in range(first, first + size)]
    assert left(block) == 0
    assert take(block) is None


@pytest.mark.parametrize(
    ("first", "last", "following", "field"),
    [(5, 4, 5, "last"), (5, 9, 4, "next"), (5, 9, 11, "next"), (-1, 9, 0, "serial"), (0, 10**9, 0, "serial")],
)
def test_a_block_that_could_not_be_served_is_refused(first: int, last: int, following: int, field: str) -> None:
    with pytest.raises(ValueError, match=f"^{field}: "):
        NumberBlock(first, last, following, "9501101", 0, "block-1")
