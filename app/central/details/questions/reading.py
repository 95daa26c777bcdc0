"""What the page behind a customer's link shows: the fields asked, what was given, and nothing of anybody else's."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import msgspec

from app.central.centre import Centre
from app.central.details.questions.asking import LIVE
from app.central.details.questions.tokens import digest, is_signed
from app.central.details.questions.words import label, problem_words
from app.central.details.values import LinkRow, QuestionRow
from app.central.intake.setting import site_row
from app.central.storage.unit import Work
from app.central.values import OrderRow
from app.domain.parcels import PostalAddress

_ORDER: Final = (
    *(f"recipient.{name}" for name in ("name", "company", "street", "street2", "postcode", "city", "region")),
    *("recipient.country", "recipient.phone", "email"),
)


class FixState(StrEnum):
    """`asking` takes answers; `thanks` after an answer; `settled` somebody else answered; `ended` the order left."""

    ASKING = "asking"
    THANKS = "thanks"
    SETTLED = "settled"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One field to mend; `value` is what to show in it, `optional` may stay as it is."""

    field: str
    label: str
    value: str
    words: str
    optional: bool
    confirmable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FixView:
    """`items` counts units; `opened` tells that the customer has looked before."""

    state: FixState
    number: str
    items: int
    sender: str
    language: str
    asked: tuple[Asked, ...] = ()
    opened: bool = False


def fix_view(centre: Centre, token: str, language: str = "") -> FixView | None:
    """The page of a token; None for one that is unknown, replaced or expired: nobody learns which."""
    with centre.read() as work:
        link = work.questions.link_of_token(digest(token))
    if link is None:
        return None
    with centre.read(link.site_id) as work:
        return None if not good(work, link, token) else view_of(work, link, language)


def record_opened(centre: Centre, token: str) -> None:
    """Remember when the customer first looked."""
    with centre.read() as work:
        link = work.questions.link_of_token(digest(token))
    if link is not None:
        with centre.begin(link.site_id) as work:
            work.questions.opened(link.link_id, work.now)


def good(work: Work, link: LinkRow, token: str) -> bool:
    """The link is signed by this site, not expired and not replaced by a newer one."""
    return link.expires_at > work.now and link.state != "replaced" and is_signed(work, link, token)


def view_of(work: Work, link: LinkRow, language: str = "") -> FixView:
    """The page of a good link, judged by what the order is now."""
    order = work.orders.order(link.order_id)
    assert order is not None, link.order_id
    spoken = language or link.language
    asked = open_questions(work, order) if link.state == "open" else ()
    state = _state(link, order, bool(asked))
    lines = work.orders.lines(order.order_id)
    address = msgspec.json.decode(order.recipient, type=PostalAddress)
    return FixView(
        state=state,
        number=order.number,
        items=sum(line.quantity - line.cancelled for line in lines),
        sender=site_row(work).name,
        language=spoken,
        asked=tuple(_asked(one, address, spoken) for one in asked) if state is FixState.ASKING else (),
        opened=link.opened_at is not None,
    )


def open_questions(work: Work, order: OrderRow) -> tuple[QuestionRow, ...]:
    """Questions that still stand: those whose hold was released meanwhile do not. () when none holds the order."""
    holds = {hold.hold_id for hold in work.orders.holds(order.order_id) if hold.released_at is None}
    standing = work.questions.open_ones(order.order_id)
    left = tuple(one for one in standing if one.hold_id is None or one.hold_id in holds)
    return tuple(sorted(left, key=_place)) if any(one.hold_id for one in left) else ()


def _place(one: QuestionRow) -> int:
    """Fields stand on the page as on an envelope."""
    return _ORDER.index(one.field) if one.field in _ORDER else len(_ORDER)


def _state(link: LinkRow, order: OrderRow, asks: bool) -> FixState:
    if link.state == "answered":
        return FixState.THANKS
    if order.lifecycle not in LIVE or link.state == "ended":
        return FixState.ENDED
    return FixState.ASKING if asks else FixState.SETTLED


def _asked(one: QuestionRow, address: PostalAddress, language: str) -> Asked:
    name = one.field.removeprefix("recipient.")
    now = getattr(address, name) if one.field != "email" else one.given
    return Asked(
        field=one.field,
        label=label(one.field, language),
        value=now,
        words=problem_words(one.problem, one.suggestion, language),
        optional=one.hold_id is None,
        confirmable=one.problem == "house_number",
    )
