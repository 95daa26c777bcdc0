"""An order whose address has problems, and what its questions, letters and holds say of it."""

from dataclasses import replace

import msgspec

from app.central.details.questions.asking import link_for_desk
from app.central.details.values import MessageRow, QuestionRow
from app.central.intake.orders import Taken
from app.domain.parcels import PostalAddress
from tests.central.house import ADDRESS, SITE, House, new_order

EMAIL = "ada@example.com"
STREET, POSTCODE = "recipient.street", "recipient.postcode"


def held(house: House, reference: str = "#1", **changes: object) -> Taken:
    """An order whose postcode and house number are missing, unless changed."""
    house.stock({"TEE-M": {"A-1": 50}}, reference)
    wrong = replace(ADDRESS, street="Schloßplatz", postcode="2819")
    order = new_order(reference, [("TEE-M", 2)], **{"recipient": wrong, "email": EMAIL, **changes})
    return house.take(order)


def token(house: House, taken: Taken) -> str:
    shown = link_for_desk(house.centre, SITE, taken.order_id)
    assert shown is not None
    return shown.path.removeprefix("/fix/")


def questions(house: House, taken: Taken, state: str = "open") -> list[QuestionRow]:
    with house.centre.read(SITE) as work:
        return [one for one in work.questions.of_order(taken.order_id) if one.state == state]


def letters(house: House, taken: Taken) -> tuple[MessageRow, ...]:
    with house.centre.read(SITE) as work:
        return work.messages.of_order(taken.order_id)


def open_holds(house: House, taken: Taken) -> set[str]:
    with house.centre.read(SITE) as work:
        return {hold.field or hold.reason for hold in work.orders.holds(taken.order_id) if hold.released_at is None}


def recipient(house: House, taken: Taken) -> PostalAddress:
    with house.centre.read(SITE) as work:
        order = work.orders.order(taken.order_id)
    assert order is not None
    return msgspec.json.decode(order.recipient, type=PostalAddress)


def lifecycle(house: House, taken: Taken) -> str:
    with house.centre.read(SITE) as work:
        order = work.orders.order(taken.order_id)
    assert order is not None
    return order.lifecycle


GOOD = {STREET: "Schloßplatz 88", POSTCODE: "28195"}
