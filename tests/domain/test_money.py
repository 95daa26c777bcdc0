"""Money: exact in every currency, and an amount that is not plainly one is refused with the reason."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import EXPONENTS, LARGEST_MINOR, BadAmount, Money, exponent, parse_amount

CURRENCIES = st.sampled_from(sorted(EXPONENTS))
MINORS = st.integers(-LARGEST_MINOR, LARGEST_MINOR)


@given(MINORS, CURRENCIES)
def test_text_reads_back(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert parse_amount(money.text(), currency) == money
    assert Decimal(money.text()).scaleb(exponent(currency)) == minor


@given(st.integers(-(2**40), 2**40), st.integers(-(2**40), 2**40), st.integers(-1000, 1000), CURRENCIES)
def test_sums_are_those_of_whole_numbers(a: int, b: int, quantity: int, currency: str) -> None:
    one, other = Money(a, currency), Money(b, currency)
    assert (one + other).minor == a + b
    assert (one - other).minor == a - b
    assert one.times(quantity).minor == a * quantity


@given(st.text(max_size=12), CURRENCIES)
def test_any_text_is_an_amount_or_a_bad_amount(text: str, currency: str) -> None:
    try:
        money = parse_amount(text, currency)
    except BadAmount as why:
        said = str(why)
    else:
        said = "taken"
        assert Decimal(money.text()) == Decimal(text)
    assert said.isprintable()


@pytest.mark.parametrize(
    ("text", "currency", "minor", "shown"),
    [
        ("12.50", "EUR", 1250, "12.50"),
        (" 12.5 ", "EUR", 1250, "12.50"),
        ("-0.05", "USD", -5, "-0.05"),
        ("007", "USD", 700, "7.00"),
        ("1250", "JPY", 1250, "1250"),
        ("-3", "KRW", -3, "-3"),
        ("1.234", "KWD", 1234, "1.234"),
        ("1", "BHD", 1000, "1.000"),
        ("1.0001", "CLF", 10001, "1.0001"),
    ],
)
def test_amounts(text: str, currency: str, minor: int, shown: str) -> None:
    money = parse_amount(text, currency)
    assert money == Money(minor, currency)
    assert money.text() == shown


@pytest.mark.parametrize(
    ("text", "currency", "words"),
    [
        ("", "EUR", "empty"),
        ("  ", "EUR", "empty"),
        ("1,234.50", "EUR", "thousands"),
        ("1.234.567", "EUR", "thousands"),
        ("12,50", "EUR", "point"),
        ("1'234.50", "CHF", "expected digits"),
        ("1 234", "EUR", "expected digits"),
        ("1\u00a0234", "EUR", "invisible"),
        ("12.50\x00", "EUR", "control"),
        ("12\n", "EUR", "control"),
        ("NaN", "EUR", "not a number"),
        ("-Infinity", "EUR", "not a number"),
        ("1e3", "EUR", "exponents"),
        ("1.5E-2", "EUR", "exponents"),
        ("+5", "EUR", "leading minus"),
        (".5", "EUR", "both sides"),
        ("5.", "EUR", "both sides"),
        ("\u0661\u0662", "EUR", "other than 0-9"),
        ("\u20ac5", "EUR", "other than 0-9"),
        ("0x10", "EUR", "expected digits"),
        ("1_000", "EUR", "expected digits"),
        ("=1+1", "EUR", "expected digits"),
        ("12.505", "EUR", "has 3 decimals; EUR has 2"),
        ("12.500", "EUR", "has 3 decimals; EUR has 2"),
        ("1250.00", "JPY", "has 2 decimals; JPY has 0"),
        ("1.2345", "KWD", "has 4 decimals; KWD has 3"),
        ("9" * 5000, "EUR", "too large"),
        ("92233720368547758.08", "EUR", "too large"),
        ("5", "eur", "'eur' is not an active"),
        ("5", "XAU", "'XAU' is not an active"),
        ("5", "DEM", "'DEM' is not an active"),
        ("5", "", "'' is not an active"),
    ],
)
def test_what_was_wrong_is_said(text: str, currency: str, words: str) -> None:
    with pytest.raises(BadAmount) as why:
        parse_amount(text, currency)
    assert words in str(why.value)
    assert len(str(why.value)) < 160


def test_zeros_beyond_the_currency_go_only_when_asked_and_only_zeros() -> None:
    assert parse_amount("1250.00", "JPY", drop_zeros=True) == Money(1250, "JPY")
    assert parse_amount("12.500", "EUR", drop_zeros=True) == Money(1250, "EUR")
    with pytest.raises(BadAmount, match="JPY has 0"):
        parse_amount("1250.50", "JPY", drop_zeros=True)


def test_two_currencies_never_meet() -> None:
    for mix in (Money.__add__, Money.__sub__):
        with pytest.raises(BadAmount, match="EUR and USD"):
            mix(Money(1, "EUR"), Money(1, "USD"))


def test_sums_stay_within_what_a_database_holds() -> None:
    with pytest.raises(BadAmount, match="too large"):
        Money(LARGEST_MINOR, "EUR") + Money(1, "EUR")


def test_the_table_is_the_active_list() -> None:
    assert len(EXPONENTS) == 165
    assert all(len(code) == 3 and code.isupper() for code in EXPONENTS)
    no_decimals = {code for code, digits in EXPONENTS.items() if digits == 0}
    assert no_decimals >= {"JPY", "KRW", "CLP", "VND", "ISK", "XOF"}
    assert len(no_decimals) == 17
    assert {code for code, digits in EXPONENTS.items() if digits == 3} == {
        "BHD",
        "IQD",
        "JOD",
        "KWD",
        "LYD",
        "OMR",
        "TND",
    }
