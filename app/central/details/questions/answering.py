"""Answers: looked over like any address, taken whole or not at all, and releasing exactly the holds they answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import msgspec

from app.central.centre import Centre
from app.central.details.addressing import change_address
from app.central.details.judging import confirmed_of, judge_address
from app.central.details.questions.asking import LIVE, follow
from app.central.details.questions.reading import FixView, good, open_questions, view_of
from app.central.details.questions.tokens import digest
from app.central.details.questions.words import problem_words
from app.central.details.values import DetailsRow, LinkRow, Problem, QuestionRow, Weight
from app.central.intake.changes import go_on
from app.central.storage.unit import Work
from app.central.values import OrderRow
from app.domain.parcels import PostalAddress

LONGEST: Final = 300
CUSTOMER: Final = "customer"
_EMAIL: Final = "email"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """`view` is the page as it is now; `wrong` what is wrong with which field, in the customer's words.

    Nothing was stored when something is wrong. `taken` tells that the answer was.
    """

    view: FixView
    taken: bool = False
    wrong: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """A clerk's answer: `wrong` in the clerk's words by field; `stale` when nothing asks for it any more."""

    taken: bool
    wrong: Mapping[str, str] = field(default_factory=dict)
    stale: bool = False


def answer_by_customer(
    centre: Centre, token: str, answers: Mapping[str, str], confirmed: Collection[str] = (), language: str = ""
) -> Answered | None:
    """Take what a customer entered behind his link; only fields he was asked for count. None for no good token.

    `confirmed` names fields he says are right without a house number.
    """
    with centre.read() as work:
        link = work.questions.link_of_token(digest(token))
    if link is None:
        return None
    with centre.begin(link.site_id) as work:
        fresh = work.questions.link(link.link_id)
        if fresh is None or not good(work, fresh, token):
            return None
        return _answer(work, fresh, answers, confirmed, language)


def answer_by_clerk(
    centre: Centre, site: str, order_id: str, answers: Mapping[str, str], who: str, confirmed: Collection[str] = ()
) -> Entered:
    """Enter what a customer told a clerk: fields of the address, and `email`. LookupError for an unknown order.

    The same rules hold; `confirmed` names fields the clerk stands by as they are. The customer's link ends when
    nothing is left to ask.
    """
    with centre.begin(site) as work:
        order = _order(work, order_id)
        if order.lifecycle not in LIVE:
            return Entered(taken=False, stale=True)
        known = work.details.of_order(order_id)
        given = _Given(order, known, answers, confirmed)
        wrong = given.unreadable() or {
            one.field: one.detail for one in _standing(work, given) if one.field in given.fields
        }
        if wrong:
            return Entered(taken=False, wrong=wrong)
        for one in work.questions.open_ones(order_id):
            if one.field in given.fields:
                work.questions.close(one.question_id, "answered", who, given.value(one.field))
        change_address(work, order, given.address, who, email=given.email, confirmed=given.stands_by)
        return Entered(taken=True)


def ship_anyway(centre: Centre, site: str, order_id: str, field_name: str, who: str, why: str) -> bool:
    """A clerk takes it on himself: release what holds this field; False when nothing does. ValueError without a why.

    The value is remembered as stood by, so that the next look at the address does not hold it again.
    """
    if not why.strip():
        raise ValueError("say why it is shipped anyway")
    with centre.begin(site) as work:
        order = _order(work, order_id)
        held = [
            hold
            for hold in work.orders.holds(order_id)
            if hold.released_at is None and hold.field == field_name and hold.reason in ("address", "details")
        ]
        for hold in held:
            work.orders.release_hold(hold.hold_id, f"{who}: {why.strip()}")
        if not held:
            return False
        _remember(work, order, field_name)
        follow(work, order_id)
        go_on(work, order_id)
        return True


class _Given:
    """What was entered, put together with what the order has."""

    def __init__(
        self, order: OrderRow, known: DetailsRow | None, answers: Mapping[str, str], confirmed: Collection[str]
    ) -> None:
        self.order = order
        self.before = msgspec.json.decode(order.recipient, type=PostalAddress)
        self.fields = {name: " ".join(text.split()) for name, text in answers.items() if _is_field(name)}
        self._raw = answers
        email_before = "" if known is None else known.email
        self.email = self.fields.get(_EMAIL, email_before)
        cells = {name.removeprefix("recipient."): text for name, text in self.fields.items() if name != _EMAIL}
        if "country" in cells:
            cells["country"] = cells["country"].upper()
        self.address = replace(self.before, **cells)
        self.stands_by = confirmed_of(known)
        self.stands_by.update({name: self.value(name) for name in confirmed if name in self.fields})

    def value(self, name: str) -> str:
        return self.email if name == _EMAIL else str(getattr(self.address, name.removeprefix("recipient.")))

    def unreadable(self) -> dict[str, str]:
        """Fields with signs no label and no letter may carry, in words."""
        bad = [name for name in self.fields if not _is_text(self._raw[name])]
        return {name: problem_words("characters", "", "en") for name in bad}


def _answer(
    work: Work, link: LinkRow, answers: Mapping[str, str], confirmed: Collection[str], language: str
) -> Answered:
    view = view_of(work, link, language)
    if not view.asked:
        return Answered(view=view)
    order = _order(work, link.order_id)
    asked = {one.field: one for one in open_questions(work, order)}
    mine = {name: text for name, text in answers.items() if name in asked}
    ticked = [name for name in confirmed if name in asked and asked[name].problem == "house_number"]
    given = _Given(order, work.details.of_order(order.order_id), mine, ticked)
    wrong = _wrong(work, given, asked, view.language)
    if wrong:
        return Answered(view=view, wrong=wrong)
    for name, one in asked.items():
        work.questions.close(one.question_id, "answered", CUSTOMER, given.value(name))
    change_address(work, order, given.address, CUSTOMER, email=given.email, confirmed=given.stands_by, done="answered")
    fresh = work.questions.link(link.link_id)
    assert fresh is not None
    return Answered(view=view_of(work, fresh, language), taken=True)


def _wrong(work: Work, given: _Given, asked: Mapping[str, QuestionRow], language: str) -> dict[str, str]:
    """What is wrong with the fields that were asked; one asked along may stay as it was."""
    unreadable = given.unreadable()
    if unreadable:
        return {name: problem_words("characters", "", language) for name in unreadable}
    found: dict[str, str] = {}
    for one in _standing(work, given):
        if one.field not in asked:
            continue
        question = asked[one.field]
        kept = one.given == question.given or not one.given.strip()
        if question.hold_id is None and (kept or one.code == "email_slip"):
            continue
        found[one.field] = problem_words(one.code, one.suggestion, language)
    return found


def _standing(work: Work, given: _Given) -> tuple[Problem, ...]:
    """What would be wrong with the order then, notes left out."""
    judged = judge_address(work, given.order, given.address, given.email, given.stands_by)
    return tuple(one for one in judged.problems if one.weight is not Weight.NOTE)


def _remember(work: Work, order: OrderRow, field_name: str) -> None:
    known = work.details.of_order(order.order_id)
    if known is None or not field_name.startswith("recipient."):
        return
    address = msgspec.json.decode(order.recipient, type=PostalAddress)
    stands = {**confirmed_of(known), field_name: str(getattr(address, field_name.removeprefix("recipient.")))}
    work.details.change(order.order_id, confirmed=msgspec.json.encode(stands).decode())


def _order(work: Work, order_id: str) -> OrderRow:
    order = work.orders.order(order_id)
    if order is None:
        raise LookupError(f"there is no order {order_id!r}")
    return order


def _is_field(name: str) -> bool:
    return name == _EMAIL or name.removeprefix("recipient.") in PostalAddress.__dataclass_fields__


def _is_text(text: str) -> bool:
    """Printable, and not longer than any channel may send; joiners and direction marks of other scripts are text."""
    if len(text) > LONGEST or "\ufffd" in text:
        return False
    return all(sign.isprintable() or sign in "\u200c\u200d\u200e\u200f\t " for sign in text.strip())
