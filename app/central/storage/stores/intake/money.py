"""Payment events, risk assessments and credit terms."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.central.money.values import CreditRow, GrantRow, RiskRow
from app.central.storage.schema.selling.money import (
    credit_account,
    early_risk,
    payment_event,
    refund_grant,
    risk_assessment,
)
from app.central.storage.schema.selling.orders import hold, sales_order
from app.central.storage.stores.store import Store, columns
from app.central.storage.writing.later import beside, insert_later, settled
from app.domain.intake.clearance import RiskLevel, RiskReport
from app.domain.intake.payments import PaymentEvent, PaymentKind, Source

_P, _R, _O = payment_event.c, risk_assessment.c, sales_order.c
_INSERT = insert(payment_event)
_EVENT = select(
    _P.order_id,
    _P.kind,
    _P.amount_minor,
    _P.currency,
    _P.provider,
    _P.reference,
    _P.source,
    _P.happened_at,
    _P.expires_at,
)
_KNOWN = beside(
    _EVENT.where(_P.site_id == bindparam("of"), _P.provider == bindparam("at"), _P.reference == bindparam("ref"))
)
_OF_ORDER = _EVENT.where(_P.order_id == bindparam("id")).order_by(_P.happened_at, _P.event_id)
_RISKS = (
    columns(risk_assessment, RiskRow).where(_R.order_id == bindparam("id")).order_by(_R.assessed_at, _R.assessment_id)
)
LIVE = ("submitted", "accepted", "closed")
"""Lifecycles of orders whose money is owed."""


class Payments(Store):
    def insert(self, order_id: str, events: Collection[tuple[str, PaymentEvent]], who: str) -> None:
        """Write events under new ids; a reference that is known already breaks the rule of the table."""
        rows = [self._row(order_id, key, event, who) for key, event in events]
        insert_later(self.connection, payment_event, rows)

    def insert_once(self, order_id: str, event_id: str, event: PaymentEvent, who: str) -> bool:
        """Write one event; False when another writer wrote the same reference first."""
        try:
            with self.connection.begin_nested():
                self.connection.execute(_INSERT, [self._row(order_id, event_id, event, who)])
        except IntegrityError:
            if self.known(event.provider, event.reference) is None:
                raise
            return False
        return True

    def _row(self, order_id: str, event_id: str, event: PaymentEvent, who: str) -> dict[str, Any]:
        return {
            "event_id": event_id,
            "site_id": self.site,
            "order_id": order_id,
            "kind": event.kind.value,
            "amount_minor": event.amount_minor,
            "currency": event.currency,
            "provider": event.provider,
            "reference": event.reference,
            "source": event.source.value,
            "happened_at": event.happened_at,
            "expires_at": event.expires_at,
            "recorded_at": self.now,
            "recorded_by": who,
        }

    def of_order(self, order_id: str) -> tuple[PaymentEvent, ...]:
        """Every event of an order, oldest first."""
        return tuple(_event(row) for row in self.connection.execute(_OF_ORDER, {"id": order_id}))

    def known(self, provider: str, reference: str) -> tuple[str, PaymentEvent] | None:
        """(order id, event) with this reference of this provider, anywhere in the site."""
        settled(self.connection, payment_event, provider=(provider,), reference=(reference,))
        row = self.connection.execute(_KNOWN, {"of": self.site, "at": provider, "ref": reference}).first()
        return None if row is None else (row.order_id, _event(row))

    def lock(self, order_id: str) -> None:
        """Let nobody else add up the money of this order until the transaction ends."""
        self.connection.execute(select(_O.order_id).where(_O.order_id == order_id).with_for_update())

    # refunds that were granted

    def grant(self, row: GrantRow) -> None:
        values = {name: getattr(row, name) for name in row.__dataclass_fields__}
        self.connection.execute(insert(refund_grant).values(site_id=self.site, **values))

    def grants(self, order_id: str) -> tuple[GrantRow, ...]:
        """What the customer of an order was promised back, oldest first."""
        g = refund_grant.c
        found = columns(refund_grant, GrantRow).where(g.order_id == order_id).order_by(g.granted_at, g.grant_id)
        return self.all(found, GrantRow)

    # risk

    def assess(self, rows: Collection[RiskRow]) -> None:
        if rows:
            made = [
                {**{name: getattr(row, name) for name in row.__dataclass_fields__}, "site_id": self.site}
                for row in rows
            ]
            insert_later(self.connection, risk_assessment, made)

    def risks(self, order_id: str) -> tuple[RiskRow, ...]:
        return self.all(_RISKS, RiskRow, id=order_id)

    def decide_risks(self, order_id: str, decision: str, who: str) -> int:
        """Settle every assessment of an order nobody decided about; returns how many."""
        mine = update(risk_assessment).where(_R.order_id == order_id, _R.decision == "")
        return int(
            self.connection.execute(mine.values(decision=decision, decided_by=who, decided_at=self.now)).rowcount
        )

    def keep_early(self, channel_id: str, shop_id: str, report: RiskReport) -> None:
        """Keep what is thought of an order that has not come yet; an older word does not replace a newer one."""
        key = {"channel_id": channel_id, "shop_id": shop_id, "provider": report.provider}
        moment = report.assessed_at or self.now
        e = early_risk.c
        mine = (e.channel_id == channel_id, e.shop_id == shop_id, e.provider == report.provider)
        newer = select(e.level).where(*mine, e.assessed_at > moment)
        if self.connection.execute(newer).first() is None:
            self.upsert(early_risk, key, {"site_id": self.site, "level": report.level.value, "assessed_at": moment})

    def early_risks(self, channel_id: str, shop_id: str) -> tuple[RiskReport, ...]:
        """What was kept for an order that came now; it is kept no longer."""
        e = early_risk.c
        gone = delete(early_risk).where(e.channel_id == channel_id, e.shop_id == shop_id)
        rows = self.connection.execute(beside(gone.returning(e.level, e.provider, e.assessed_at)))
        return tuple(
            RiskReport(level=RiskLevel(row.level), provider=row.provider, assessed_at=row.assessed_at) for row in rows
        )

    # credit

    def credit(self, customer: str) -> CreditRow | None:
        c = credit_account.c
        found = columns(credit_account, CreditRow).where(c.site_id == self.site, c.customer == customer)
        return self.one(found, CreditRow)

    def grant_credit(self, row: CreditRow) -> None:
        terms = {"currency": row.currency, "limit_minor": row.limit_minor, "days": row.days}
        granted = {"granted_by": row.granted_by, "granted_at": row.granted_at}
        self.upsert(credit_account, {"site_id": self.site, "customer": row.customer}, {**terms, **granted})

    def owed(self, customer: str, currency: str, except_order: str, before: datetime | None = None) -> int:
        """What a customer's live orders still lack in minor units, without one; `before`: only those placed earlier."""
        left = _O.total_minor - _O.charged_minor
        mine = select(func.coalesce(func.sum(left), 0)).where(
            _O.site_id == self.site, _O.customer == customer, _O.currency == currency, _O.order_id != except_order
        )
        open_ones = mine.where(_O.lifecycle.in_(LIVE), left > 0)
        found = open_ones if before is None else open_ones.where(_O.placed_at < before)
        return int(self.connection.execute(found).scalar_one())

    def live_of(self, customer: str) -> tuple[str, ...]:
        """A customer's orders that are still to be shipped, oldest first."""
        mine = select(_O.order_id).where(_O.site_id == self.site, _O.customer == customer)
        live = mine.where(_O.lifecycle.in_(("submitted", "accepted"))).order_by(_O.placed_at, _O.order_id)
        return tuple(self.connection.execute(live).scalars())

    # channels

    def held_of(self, channel_id: str) -> tuple[tuple[str, str], ...]:
        """(order id, reason) of a channel's open payment and risk holds, oldest order first."""
        found = select(_O.order_id, hold.c.reason).join(hold, hold.c.order_id == _O.order_id)
        mine = found.where(
            hold.c.site_id == self.site, hold.c.reason.in_(("payment", "risk")), _O.channel_id == channel_id
        )
        here = mine.where(hold.c.released_at.is_(None), _O.channel_id == channel_id)
        live = here.where(_O.lifecycle.in_(("submitted", "accepted")))
        rows = self.connection.execute(live.distinct().order_by(_O.order_id, hold.c.reason))
        return tuple((row.order_id, row.reason) for row in rows)

    # time

    def lapsed(self) -> tuple[str, ...]:
        """Orders still to be shipped, not held for their payment, of which an authorisation has lapsed."""
        held = select(hold.c.order_id).where(
            hold.c.site_id == self.site, hold.c.reason == "payment", hold.c.released_at.is_(None)
        )
        due = select(_O.order_id).where(_O.site_id == self.site, _O.lifecycle.in_(("submitted", "accepted")))
        found = due.where(_O.authorised_until < self.now, _O.order_id.not_in(held))
        return tuple(self.connection.execute(found.order_by(_O.order_id)).scalars())


def _event(row: Any) -> PaymentEvent:
    return PaymentEvent(
        kind=PaymentKind(row.kind),
        amount_minor=row.amount_minor,
        currency=row.currency,
        provider=row.provider,
        reference=row.reference,
        happened_at=row.happened_at,
        expires_at=row.expires_at,
        source=Source(row.source),
    )
