"""Money as whole minor units of one ISO 4217 currency; amounts are read strictly, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from app.domain.sscc import is_digits

LARGEST_MINOR: Final = 2**63 - 1

_BY_EXPONENT: Final = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW "
    "CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF "
    "IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK "
    "MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP "
    "SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG "
    "YER ZAR ZMW ZWG",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
EXPONENTS: Final[dict[str, int]] = {code: digits for digits, codes in _BY_EXPONENT.items() for code in codes.split()}
"""Decimals of every active currency: ISO 4217 list one of 2026-01-01, without codes that have no minor unit."""

_PLAIN: Final = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")


class BadAmount(ValueError):
    """An amount or currency that can not be taken as money; the message says what was wrong with it, for a person."""


@dataclass(frozen=True, slots=True)
class Money:
    """`minor` counts the smallest unit: Money(1250, "EUR") is 12.50, Money(1250, "JPY") is 1250, KWD has 3 decimals.

    Raises BadAmount for an unknown currency, a mix of two, or a sum that does not fit 64 bits.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        exponent(self.currency)
        if abs(self.minor) > LARGEST_MINOR:
            raise BadAmount(f"{self.currency} amount is too large")

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other).minor, self.currency)

    def times(self, quantity: int) -> Money:
        """The amount `quantity` times; whole units only, so nothing is ever rounded."""
        return Money(self.minor * quantity, self.currency)

    def text(self) -> str:
        """Plain decimal without currency or grouping, all decimals of the currency: "12.50", "-0.05", "1250"."""
        digits = exponent(self.currency)
        sign = "-" if self.minor < 0 else ""
        if digits == 0:
            return f"{self.minor}"
        whole, part = divmod(abs(self.minor), 10**digits)
        return f"{sign}{whole}.{part:0{digits}d}"

    def _same(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise BadAmount(f"{self.currency} and {other.currency} can not be added up")
        return other


def exponent(currency: str) -> int:
    """Decimals of an ISO 4217 currency. Raises BadAmount if the code is not an active currency in capitals."""
    digits = EXPONENTS.get(currency)
    if digits is None:
        raise BadAmount(f"{shown(currency)} is not an active ISO 4217 currency")
    return digits


def parse_amount(text: str, currency: str, *, drop_zeros: bool = False) -> Money:
    """Read "12.50" or "-3" exactly; spaces around it are ignored. Raises BadAmount saying what was wrong.

    `drop_zeros` takes decimals beyond the currency's if they are all 0: some shops write yen as "1250.00".
    """
    digits = exponent(currency)
    amount = text.strip(" ")
    found = _PLAIN.fullmatch(amount)
    if found is None:
        raise BadAmount(f"{shown(text)} is not an amount: {_what_is_wrong(amount)}")
    sign, whole, part = found[1], found[2], found[3] or ""
    if len(part) > digits and drop_zeros and not part[digits:].strip("0"):
        part = part[:digits]
    if len(part) > digits:
        raise BadAmount(f"{shown(text)} has {len(part)} decimals; {currency} has {digits}")
    if len(whole.lstrip("0")) > 19:
        raise BadAmount(f"{shown(text)} is too large")
    minor = int(whole + part.ljust(digits, "0"))
    return Money(-minor if sign else minor, currency)


def shown(text: str) -> str:
    """`text` quoted for a message: escapes for what can not be seen, and never longer than a line."""
    quoted = ascii(text)
    return quoted if len(quoted) <= 40 else f"{quoted[:36]}...{quoted[-1]}"


def _what_is_wrong(amount: str) -> str:
    if not amount:
        return "it is empty"
    if any(not character.isprintable() for character in amount):
        return "it holds a control or invisible character"
    if not amount.isascii():
        return "it holds characters other than 0-9, one point and a leading minus"
    if amount.lower().lstrip("+-") in {"nan", "inf", "infinity"}:
        return "it is not a number"
    if is_digits(amount.replace(",", "").replace(".", "").lstrip("-")) and ("," in amount or amount.count(".") > 1):
        return "write it without thousands separators and with a point before the decimals"
    if re.fullmatch(r"[+-]?[0-9.]+[eE][+-]?[0-9]+", amount):
        return "exponents are not taken"
    if amount.startswith(".") or amount.endswith("."):
        return "a point needs digits on both sides"
    return "expected digits, at most one point and a leading minus"
