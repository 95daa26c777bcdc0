"""How a customer can be reached: telephone numbers in E.164, mail addresses, and the slips people make typing them."""

from __future__ import annotations

from typing import Final

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from app.domain.intake.countries import COUNTRIES

LONGEST: Final = 254
"""Of a mail address: RFC 5321, 4.5.3.1.3."""

DIGITS_LEAST: Final = 5
"""Of a national number: some plans, like Germany's, allow two digits, which reach nobody from abroad."""

_KNOWN_HOSTS: Final = (
    "gmail.com", "googlemail.com", "hotmail.com", "hotmail.de", "outlook.com", "outlook.de", "icloud.com", "yahoo.com",
    "yahoo.de", "gmx.de", "gmx.net", "gmx.at", "web.de", "t-online.de", "freenet.de", "live.com", "aol.com", "me.com",
)  # fmt: skip
_SLIPS: Final = {
    "gmial.com": "gmail.com", "gmai.com": "gmail.com", "gmail.co": "gmail.com", "gnail.com": "gmail.com",
    "gmail.de": "gmail.com", "googlmail.com": "googlemail.com", "hotnail.com": "hotmail.com", "gxm.de": "gmx.de",
    "hotmial.com": "hotmail.com", "outlok.com": "outlook.com", "yaho.com": "yahoo.com", "gmx.dee": "gmx.de",
    "webb.de": "web.de", "wed.de": "web.de", "tonline.de": "t-online.de", "t-onlin.de": "t-online.de",
    "iclod.com": "icloud.com", "icoud.com": "icloud.com",
}  # fmt: skip
_ENDINGS: Final = {"con": "com", "cmo": "com", "ocm": "com", "vom": "com", "comm": "com", "nte": "net", "dee": "de"}


def tidy_phone(given: str, country: str) -> str:
    """The number in E.164, read as dialled in `country`; "" when nobody could be called under it."""
    try:
        number = phonenumbers.parse(given, country if country in COUNTRIES else None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number) or len(str(number.national_number)) < DIGITS_LEAST:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def tidy_email(given: str) -> tuple[str, str]:
    """(the address normalised, "") or ("", what is wrong with it in words); nothing is asked of the network."""
    if len(given) > LONGEST:
        return "", f"it is longer than {LONGEST} characters"
    try:
        return validate_email(given.strip(), check_deliverability=False).normalized, ""
    except EmailNotValidError:
        return "", _what_is_wrong(given.strip())


def _what_is_wrong(given: str) -> str:
    """In words of our own, which can be said in every language: the library's are English and many."""
    local, at, host = given.rpartition("@")
    if not at:
        return "it has no @"
    if not local or not host:
        return "something is missing before the @" if not local else "something is missing behind the @"
    if "@" in local:
        return "it has more than one @"
    try:
        validate_email(f"a@{host}", check_deliverability=False)
    except EmailNotValidError:
        return f"{host!r} behind the @ is not the name of a mail server, like example.com"
    return f"{local!r} before the @ can not be part of an address"


def slip_in(email: str) -> str:
    """The address most likely meant instead; "" when nothing looks like a slip."""
    local, at, host = email.rpartition("@")
    host = host.casefold()
    if not at or host in _KNOWN_HOSTS:
        return ""
    meant = _SLIPS.get(host, "")
    name, dot, ending = host.rpartition(".")
    if not meant and dot and ending in _ENDINGS:
        meant = f"{name}.{_ENDINGS[ending]}"
    return f"{local}@{meant}" if meant else ""
