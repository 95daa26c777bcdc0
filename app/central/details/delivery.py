"""What couriers can print and deliver: boxes and lockers, military mail, house numbers, long lines, scripts, blocks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from app.central.details.values import Blocked, Problem, Weight
from app.domain.intake.orders import is_po_box
from app.domain.parcels import PostalAddress

HOUSE: Final = "house"
POSTAL: Final = frozenset({HOUSE, "post", "usps", "royalmail", "canadapost", "laposte"})
"""Couriers that deliver to PO boxes and military post offices; express couriers refuse both."""

LOCKER: Final = POSTAL | {"dhl"}
LINE_MOST: Final = 35
"""Characters a line of a courier's label takes (FedEx, UPS and DHL alike); the house label wraps."""

NUMBERED: Final = frozenset(
    code for row in ("DE AT CH LI NL BE LU DK SE NO FI", "PL CZ SK HU SI HR EE LV LT IT ES") for code in row.split()
)
"""Countries where a street address without any digit is nearly always one with its house number left out."""

_NO_NUMBER: Final = re.compile(
    r"\b(s/n|s\.n\.|snc|sin número|senza numero|ohne nr\.?|o\.\s?nr\.?)(?!\w)", re.IGNORECASE
)
_LOCKER: Final = re.compile(r"\b(packstation|paketbox|parcel\s*locker|paczkomat|pakkeboks|postomat)\b", re.IGNORECASE)
_MILITARY: Final = re.compile(r"^(apo|fpo|dpo)\b", re.IGNORECASE)
_MILITARY_STATES: Final = frozenset({"AA", "AE", "AP"})
_PRINTED: Final = ("name", "company", "street", "street2", "city")


def delivery_problems(address: PostalAddress, courier: str) -> Iterable[Problem]:
    """What keeps this courier from delivering there, or from printing it."""
    boxed = is_po_box(address)
    if boxed:
        yield from _box(address, courier)
    elif _lacks_number(address):
        yield Problem(
            field="recipient.street",
            code="house_number",
            given=address.street,
            detail=f"The street has no house number, and addresses in {address.country} have one: ask the customer.",
        )
    if address.country == "US" and _is_military(address) and courier not in POSTAL:
        yield _refused(address, "city", "military", f"{courier} does not deliver to military post offices (APO, FPO).")
    yield from _too_long(address, courier)
    yield from _scripts(address, courier)


def blocked_by(address: PostalAddress, blocked: Iterable[Blocked]) -> Problem | None:
    """The first rule of the site that forbids shipping there."""
    street = f"{address.street}\n{address.street2}\n{address.name}\n{address.company}".casefold()
    for rule in blocked:
        if not (rule.country or rule.postcode or rule.words):
            continue
        if rule.country not in ("", address.country) or not address.postcode.startswith(rule.postcode):
            continue
        if rule.words.casefold() in street:
            why = f": {rule.why}" if rule.why else ""
            detail = f"This site does not ship there{why}. Cancel the order, or release it if this is an exception."
            field = "recipient.street" if rule.words else "recipient.postcode" if rule.postcode else "recipient.country"
            return Problem(field=field, code="blocked", given=address.country, detail=detail, answerable=False)
    return None


def _box(address: PostalAddress, courier: str) -> Iterable[Problem]:
    locker = _LOCKER.search(f"{address.street}\n{address.street2}") is not None
    if courier not in (LOCKER if locker else POSTAL):
        what = "a parcel locker" if locker else "a PO box"
        yield _refused(address, "street", "po_box", f"{courier} can not deliver to {what}: ask for a street address.")


def _refused(address: PostalAddress, name: str, code: str, detail: str) -> Problem:
    return Problem(field=f"recipient.{name}", code=code, given=getattr(address, name), detail=detail)


def _lacks_number(address: PostalAddress) -> bool:
    street = f"{address.street} {address.street2}"
    if address.country not in NUMBERED or not address.street.strip():
        return False
    return not any(sign.isdigit() for sign in street) and _NO_NUMBER.search(street) is None


def _is_military(address: PostalAddress) -> bool:
    return _MILITARY.match(address.city.strip()) is not None or address.region.upper() in _MILITARY_STATES


def _too_long(address: PostalAddress, courier: str) -> Iterable[Problem]:
    for name in _PRINTED:
        value = getattr(address, name)
        if len(value) > LINE_MOST:
            yield Problem(
                field=f"recipient.{name}",
                code="too_long",
                given=value,
                detail=f"The {name} has {len(value)} characters; couriers print {LINE_MOST} on a line.",
                suggestion=value[:LINE_MOST].rpartition(" ")[0] or value[:LINE_MOST],
                weight=Weight.NOTE if courier == HOUSE else Weight.HOLD,
            )


def _scripts(address: PostalAddress, courier: str) -> Iterable[Problem]:
    """Not the customer's to mend: whoever buys the label writes it in Latin letters where the courier needs that."""
    for name in _PRINTED:
        value = getattr(address, name)
        if any(sign.isalpha() and not _is_latin(sign) for sign in value):
            yield Problem(
                field=f"recipient.{name}",
                code="script",
                given=value,
                detail=f"The {name} is not written in Latin letters: a courier that can not print it needs it spelled.",
                weight=Weight.NOTE,
                answerable=False,
            )


def _is_latin(sign: str) -> bool:
    return sign < "\u0250" or unicodedata.name(sign, "").startswith(("LATIN", "MODIFIER LETTER"))
