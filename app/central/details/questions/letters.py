"""The letter that carries a link: which order, what we need to know, and nothing else about the customer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from babel.dates import format_date

from app.central.details.questions.words import label, problem_words, spoken
from app.central.details.values import LinkRow, MessageRow, QuestionRow
from app.central.intake.setting import site_row
from app.central.storage.unit import Work
from app.central.values import OrderRow

LINK: Final = "{link}"
QUESTIONS: Final = "questions"
NUMBER_MOST: Final = 60
_DATES: Final = {"en": "en_GB"}
"""How a day is written in a language, where that is not told by its name."""


def write_letter(work: Work, order: OrderRow, link: LinkRow, email: str, asked: Sequence[QuestionRow]) -> MessageRow:
    """Queue the letter of a link, in the transaction that asks."""
    number = one_line(order.number)[:NUMBER_MOST]
    lines = [f"- {label(one.field, link.language)}: {_why(one, link.language)}" for one in asked]
    words = spoken(link.language)
    body = words.letter["body"].format(
        number=number,
        asked="\n".join(lines),
        link=LINK,
        until=format_date(link.expires_at, "long", locale=_DATES.get(words.code, words.code)),
        sender=one_line(site_row(work).name),
    )
    row = MessageRow(
        message_id=work.new_id(),
        site_id=work.site,
        order_id=order.order_id,
        link_id=link.link_id,
        kind=QUESTIONS,
        to_address=email,
        subject=words.letter["subject"].format(number),
        body=body,
        state="queued",
        attempts=0,
        next_at=work.now,
        made_at=work.now,
        sent_at=None,
        last_error="",
    )
    work.messages.queue(row)
    return row


def one_line(text: str) -> str:
    """Control characters and braces out: nothing a customer wrote becomes a header or a placeholder."""
    kept = "".join(sign if sign.isprintable() and sign not in "{}" else " " for sign in text)
    return " ".join(kept.split())


def _why(one: QuestionRow, language: str) -> str:
    return problem_words(one.problem, one_line(one.suggestion), language)
