"""What is found in an order's details, and what is kept of questions and letters, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.parcels import PostalAddress


class Weight(StrEnum):
    """`hold` stops the order; `ask` is asked along when the customer is asked anyway; `note` is for the clerk's eye."""

    HOLD = "hold"
    ASK = "ask"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with one field; `code` is stable, `detail` the clerk's words, `suggestion` what may be meant.

    `answerable`: the customer can mend it. Fields are named like "recipient.postcode", "email", "lines.0.gtin".
    """

    field: str
    code: str
    given: str
    detail: str
    suggestion: str = ""
    weight: Weight = Weight.HOLD
    answerable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """`normal` is the address as couriers want it, `phone` in E.164 ("" when it is none), `email` normalised."""

    problems: tuple[Problem, ...]
    normal: PostalAddress
    phone: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """A place nothing is shipped to; every part that is not "" must match. `words` are looked for in the street."""

    country: str = ""
    postcode: str = ""
    words: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailRules:
    """What a site asks of details; `repeat_minutes` per channel code, 0 or absent looks for no repeats."""

    blocked: tuple[Blocked, ...] = ()
    repeat_minutes: dict[str, int] = field(default_factory=dict)
    link_days: int = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailsRow:
    """`normal`, `problems` and `confirmed` are JSON; `confirmed` maps a field to the value a person stands by."""

    order_id: str
    email: str
    phone: str
    normal: str
    problems: str
    confirmed: str
    checked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """`state`: open | answered | settled (nothing left to ask) | replaced (a newer link) | ended (the order left)."""

    link_id: str
    site_id: str
    order_id: str
    token_sha256: str
    language: str
    state: str
    made_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """`state`: open | answered | withdrawn; `hold_id` None for what is only asked along."""

    question_id: str
    order_id: str
    hold_id: str | None
    field: str
    problem: str
    given: str
    suggestion: str
    state: str
    asked_at: datetime
    answered_at: datetime | None
    answered_by: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """`body` holds {link} where the link goes; `state`: queued | sent | failed | dropped."""

    message_id: str
    site_id: str
    order_id: str
    link_id: str | None
    kind: str
    to_address: str
    subject: str
    body: str
    state: str
    attempts: int
    next_at: datetime
    made_at: datetime
    sent_at: datetime | None
    last_error: str
