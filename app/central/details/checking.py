"""Looking an order's details over: every problem with its field, its code, and what the customer may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from app.central.details.delivery import HOUSE, blocked_by, delivery_problems
from app.central.details.places import Country, area_named, area_of_postcode, country, tidy_postcode
from app.central.details.reaching import slip_in, tidy_email, tidy_phone
from app.central.details.values import DetailRules, Examined, Problem, Weight
from app.domain.intake.orders import HoldNeeded, NewLine
from app.domain.parcels import PostalAddress
from app.domain.sscc import has_valid_check_digit

STRICT_AREAS: Final = frozenset({"US", "CA", "AU"})
"""Where a state that is none of the country's keeps a label from being bought; elsewhere spellings vary."""

GTIN_LENGTHS: Final = frozenset({8, 12, 13, 14})
WARM: Final = ("DE", "AT", "CH", "NL", "GB", "US", "FR", "BE", "DK", "SE", "PL", "IT", "ES")


def examine(address: PostalAddress, email: str, courier: str, rules: DetailRules) -> Examined:
    """What is wrong with where an order goes and how its customer is reached. Pure but for data read once."""
    place = country(address.country)
    problems: list[Problem] = []
    normal = _trimmed(address)
    if place is not None:
        normal = _postcode_and_area(place, normal, problems)
    problems.extend(delivery_problems(normal, courier))
    blocked = blocked_by(normal, rules.blocked)
    if blocked is not None:
        problems.insert(0, blocked)
    phone = _phone(normal, courier, problems)
    mail = _email(email, problems)
    return Examined(problems=_one_per_field(problems), normal=normal, phone=phone, email=mail)


def line_problems(lines: Iterable[NewLine]) -> tuple[Problem, ...]:
    """Codes of lines whose check digit is wrong."""
    found = []
    for position, line in enumerate(lines):
        if line.gtin and not (len(line.gtin) in GTIN_LENGTHS and has_valid_check_digit(line.gtin)):
            detail = f"{line.gtin!r} on line {position + 1} is no GTIN: a digit of it is wrong. Correct the line."
            field = f"lines.{position}.gtin"
            found.append(Problem(field=field, code="gtin", given=line.gtin, detail=detail, answerable=False))
    return tuple(found)


def from_holds(holds: Iterable[HoldNeeded], address: PostalAddress) -> tuple[Problem, ...]:
    """What the pure rules of acceptance found about the address, as problems of ours."""
    found = []
    for hold in holds:
        if hold.field.startswith("recipient."):
            given = str(getattr(address, hold.field.removeprefix("recipient.")))
            code = "unknown" if hold.field == "recipient.country" else "po_box" if given.strip() else "missing"
            found.append(Problem(field=hold.field, code=code, given=given, detail=hold.detail))
    return tuple(found)


def warm_up() -> None:
    """Load what is slow the first time, so that no order waits for it."""
    for code in WARM:
        country(code)
        tidy_phone("+1", code)
        tidy_phone("030123456", code)
    tidy_email("warm@example.com")


def _trimmed(address: PostalAddress) -> PostalAddress:
    cells = {name: " ".join(getattr(address, name).split()) for name in PostalAddress.__dataclass_fields__}
    return PostalAddress(**cells)


def _postcode_and_area(place: Country, address: PostalAddress, problems: list[Problem]) -> PostalAddress:
    tidy = tidy_postcode(place, address.postcode) if address.postcode else ""
    if tidy is None:
        example = f", expected one like {place.shapes[0]}" if place.shapes else ""
        problems.append(
            Problem(
                field="recipient.postcode",
                code="format",
                given=address.postcode,
                detail=f"{address.postcode!r} is no postcode of {place.code}{example}: ask the customer.",
                suggestion=place.shapes[0] if place.shapes else "",
            )
        )
        return address
    address = replace(address, postcode=tidy)
    return _area(place, address, problems) if place.areas else address


def _area(place: Country, address: PostalAddress, problems: list[Problem]) -> PostalAddress:
    told = area_of_postcode(place, address.postcode) if address.postcode else None
    named = area_named(place, address.region) if address.region else None
    if named is None:
        if told is None or address.region:
            problems.extend(_area_unknown(place, address, told.name if told else ""))
        return replace(address, region=told.key) if told else address
    fits = named.postcodes is None or not address.postcode or named.postcodes.match(address.postcode)
    if not fits and place.code in STRICT_AREAS:
        where = f"lies in {told.name}" if told else f"does not lie in {named.name}"
        problems.append(
            Problem(
                field="recipient.postcode",
                code="postcode_area",
                given=address.postcode,
                detail=f"The postcode {address.postcode} {where}, but the {place.area_word} is {named.name}: "
                "ask the customer which of the two is right.",
                suggestion=told.name if told else "",
            )
        )
    return replace(address, region=named.key)


def _area_unknown(place: Country, address: PostalAddress, told: str) -> Iterable[Problem]:
    if not address.region and not place.area_needed:
        return
    word = place.area_word
    missing = f"The {word} is missing, and {place.code} needs one: ask the customer."
    strange = f"{address.region!r} is no {word} of {place.code}: ask the customer."
    strict = place.code in STRICT_AREAS or not address.region
    yield Problem(
        field="recipient.region",
        code="unknown" if address.region else "missing",
        given=address.region,
        detail=strange if address.region else missing,
        suggestion=told,
        weight=Weight.HOLD if strict and not told else Weight.NOTE,
    )


def _phone(address: PostalAddress, courier: str, problems: list[Problem]) -> str:
    """Couriers other than the house's refuse a label with a number nobody can be called under."""
    if not address.phone:
        return ""
    phone = tidy_phone(address.phone, address.country)
    if not phone:
        problems.append(
            Problem(
                field="recipient.phone",
                code="phone",
                given=address.phone,
                detail=f"Nobody can be called under {address.phone!r}: ask the customer for the number.",
                weight=Weight.ASK if courier == HOUSE else Weight.HOLD,
            )
        )
    return phone


def _email(given: str, problems: list[Problem]) -> str:
    """A wrong address keeps nothing from being sent; it is asked for when the customer is asked anyway."""
    if not given.strip():
        return ""
    email, wrong = tidy_email(given)
    meant = slip_in(email)
    if wrong or meant:
        detail = f"The e-mail address is wrong: {wrong}." if wrong else f"{given} looks like a slip for {meant}."
        problems.append(
            Problem(
                field="email",
                code="email" if wrong else "email_slip",
                given=given,
                detail=detail,
                suggestion=meant,
                weight=Weight.ASK,
            )
        )
    return email


def _one_per_field(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """One question per field, the gravest first found; notes stand beside it."""
    asked: dict[str, Problem] = {}
    notes = []
    for problem in problems:
        if problem.weight is Weight.NOTE:
            notes.append(problem)
        else:
            asked.setdefault(problem.field, problem)
    return (*asked.values(), *notes)
