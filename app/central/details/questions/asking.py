"""Questions follow an order's holds: asked while a hold a customer can answer stands, withdrawn when it does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from app.central.centre import Centre
from app.central.details.judging import problems_of, rules_of
from app.central.details.questions.letters import write_letter
from app.central.details.questions.tokens import ensure_secret, make_link, token_of_link
from app.central.details.questions.words import language_for
from app.central.details.reaching import tidy_email
from app.central.details.values import DetailsRow, LinkRow, Problem, QuestionRow, Weight
from app.central.storage.unit import Work
from app.central.values import HoldRow, OrderRow
from app.domain.parcels import PostalAddress

LIVE: Final = ("submitted", "accepted")
CONTACT: Final = "unanswered"
"""Cause of the task of telling a customer the link by telephone, when there is no mail address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkShown:
    """A customer's link as the desk may copy it: `path` belongs behind the public address of the centre."""

    path: str
    link: LinkRow
    to_address: str


def follow(work: Work, order_id: str, *, tell: bool = True, done: str = "settled") -> tuple[QuestionRow, ...]:
    """Bring the order's questions, its link and its letters in line with its holds; returns what is open.

    `tell` writes a letter for new questions; `done` is the state a link ends in when nothing is left to ask.
    """
    order = work.orders.order(order_id)
    assert order is not None, order_id
    holds = {hold.hold_id: hold for hold in work.orders.holds(order_id) if hold.released_at is None}
    live = order.lifecycle in LIVE
    left = _withdraw(work, order_id, holds if live else {})
    if not live:
        return _end(work, order_id, "ended", "the order left or was cancelled")
    found = work.details.of_order(order_id)
    asked = _ask(work, order_id, holds.values(), left, problems_of(found))
    now_open = work.questions.open_ones(order_id)
    if not any(one.hold_id for one in now_open):
        for one in now_open:
            work.questions.close(one.question_id, "withdrawn", "")
        return _end(work, order_id, done, "nothing is left to ask")
    link = work.questions.open_link(order_id)
    if tell and (asked or link is None):
        _tell(work, order, found, link, now_open)
    return now_open


def ask_again(centre: Centre, site: str, order_id: str) -> LinkShown | None:
    """A new link and a new letter; the old link dies. None when there is nothing to ask. LookupError if unknown."""
    with centre.begin(site) as work:
        order = work.orders.order(order_id)
        if order is None:
            raise LookupError(f"there is no order {order_id!r}")
        now_open = follow(work, order_id, tell=False)
        if not now_open:
            return None
        work.messages.drop(order_id, "asked again")
        work.questions.close_links(order_id, "replaced")
        _tell(work, order, work.details.of_order(order_id), None, now_open, anyway=True)
        return _shown(work, order_id)


def ask_all_again(centre: Centre, site: str) -> int:
    """A new link and a new letter for every order whose link was to answer; how many. Their old links die."""
    with centre.begin(site) as work:
        return sum(ask_again(centre, site, order_id) is not None for order_id in work.questions.linked())


def begin_asking(centre: Centre, site: str) -> int:
    """Give a site its secret, and in the same transaction ask what could not be asked before; how many orders.

    A site that has its secret is left alone: nobody is written to twice because a centre was started again.
    """
    with centre.begin(site) as work:
        if not ensure_secret(centre, site):
            return 0
        waiting = work.questions.never_told()
        for order_id in waiting:
            follow(work, order_id)
        return len(waiting)


def link_for_desk(centre: Centre, site: str, order_id: str) -> LinkShown | None:
    """The link that answers now, to be copied or read out; None when none does."""
    with centre.read(site) as work:
        return _shown(work, order_id)


def _shown(work: Work, order_id: str) -> LinkShown | None:
    link = work.questions.open_link(order_id)
    if link is None:
        return None
    row = work.details.of_order(order_id)
    return LinkShown(path=f"/fix/{token_of_link(work, link)}", link=link, to_address="" if row is None else row.email)


def _withdraw(work: Work, order_id: str, holds: Mapping[str, HoldRow]) -> list[QuestionRow]:
    """Close questions whose hold is gone; those that stay."""
    left = []
    for one in work.questions.open_ones(order_id):
        if one.hold_id is not None and one.hold_id not in holds:
            work.questions.close(one.question_id, "withdrawn", "")
        else:
            left.append(one)
    return left


def _ask(
    work: Work, order_id: str, holds: Iterable[HoldRow], left: Sequence[QuestionRow], problems: Iterable[Problem]
) -> int:
    """New questions for holds that have none, and what is asked along with them; returns how many."""
    by_field = {one.field: one for one in problems if one.weight is not Weight.NOTE}
    asked_holds, asked_fields = {one.hold_id for one in left}, {one.field for one in left}
    count = 0
    for hold in holds:
        problem = by_field.get(hold.field)
        if hold.hold_id in asked_holds or hold.field in asked_fields or not _answerable(hold, problem):
            continue
        _put(work, order_id, hold.field, hold.hold_id, problem)
        asked_fields.add(hold.field)
        count += 1
    if count:
        for problem in by_field.values():
            if problem.weight is Weight.ASK and problem.field not in asked_fields:
                _put(work, order_id, problem.field, None, problem)
    return count


def _answerable(hold: HoldRow, problem: Problem | None) -> bool:
    if hold.reason in ("payment", "stock", "operator"):
        return False
    return problem.answerable if problem is not None else hold.field in _FIELDS


_FIELDS: Final = frozenset(f"recipient.{name}" for name in PostalAddress.__dataclass_fields__)


def _put(work: Work, order_id: str, field: str, hold_id: str | None, problem: Problem | None) -> None:
    work.questions.ask(
        QuestionRow(
            question_id=work.new_id(),
            order_id=order_id,
            hold_id=hold_id,
            field=field,
            problem="check" if problem is None else problem.code,
            given="" if problem is None else problem.given,
            suggestion="" if problem is None else problem.suggestion,
            state="open",
            asked_at=work.now,
            answered_at=None,
            answered_by="",
            answer="",
        )
    )


def _tell(
    work: Work,
    order: OrderRow,
    found: DetailsRow | None,
    link: LinkRow | None,
    asked: Sequence[QuestionRow],
    *,
    anyway: bool = False,
) -> None:
    """A link and a letter; with a telephone only, a task to call; without either, nobody can be asked.

    `anyway` makes a link even then: a clerk asked for it.
    """
    recipient = msgspec.json.decode(order.recipient, type=PostalAddress)
    email = tidy_email(found.email)[0] if found is not None and found.email else ""
    if not (email or recipient.phone or anyway):
        return
    link = link or make_link(work, order.order_id, language_for(recipient.country), rules_of(work).link_days)
    if link is None:
        return
    if email:
        work.messages.drop(order.order_id, "a newer letter asks for more")
        write_letter(work, order, link, email, asked)
    elif recipient.phone:
        text = f"Call the customer of order {order.number} ({recipient.phone}): the address needs an answer."
        work.tasks.open(work.new_id(), CONTACT, text, order.order_id)


def _end(work: Work, order_id: str, state: str, why: str) -> tuple[QuestionRow, ...]:
    work.questions.close_links(order_id, state)
    work.messages.drop(order_id, why)
    return ()
