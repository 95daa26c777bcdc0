"""Rows about money as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRow:
    """One assessment; `decision` is accepted | rejected | "" while nobody decided."""

    assessment_id: str
    order_id: str
    level: str
    provider: str
    reason: str
    assessed_at: datetime
    decision: str
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRow:
    """A refund that was granted; `reference` makes it count once."""

    grant_id: str
    order_id: str
    reference: str
    amount_minor: int
    why: str
    granted_by: str
    granted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditRow:
    """What a customer may owe: up to `limit_minor`, each order paid within `days` of being placed."""

    customer: str
    currency: str
    limit_minor: int
    days: int
    granted_by: str
    granted_at: datetime
