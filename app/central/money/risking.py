"""What was thought of an order's risk, and a person's decision about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.central.centre import Centre
from app.central.intake.changing.cancelling import DESK, cancel
from app.central.intake.holds import BY_ITSELF, follow, judge_again
from app.central.money.clearing import policy_of
from app.central.money.values import RiskRow
from app.central.storage.unit import Work
from app.domain.intake.clearance import NO_RISK, ChannelPolicy, RiskLevel, RiskReport, check_risk, worst
from app.domain.intake.orders import HoldNeeded, HoldReason

FIELD = "risk"


@dataclass(frozen=True, slots=True)
class NotDecided:
    """Nothing was done; `why` says so in words."""

    why: str


@dataclass(frozen=True, slots=True)
class Assessed:
    """`level` is the one that counts now; `replayed` says that it was known and nothing was done."""

    level: RiskLevel
    replayed: bool


def risk_hold(reports: Sequence[RiskReport], policy: ChannelPolicy) -> list[HoldNeeded]:
    """The hold the worst of these reports asks for, or []."""
    words = check_risk(worst(reports), policy)
    return [] if words is None else [HoldNeeded(reason=HoldReason.RISK, field=FIELD, detail=words)]


def keep_risks(work: Work, order_id: str, reports: Sequence[RiskReport]) -> None:
    """Write what was thought of an order; nothing is judged."""
    rows = [
        RiskRow(
            assessment_id=work.new_id(),
            order_id=order_id,
            level=report.level.value,
            provider=report.provider,
            reason=report.reason,
            assessed_at=report.assessed_at or work.now,
            decision="",
            decided_by="",
            decided_at=None,
        )
        for report in reports
    ]
    work.payments.assess(rows)


def assess(work: Work, order_id: str, reports: Sequence[RiskReport]) -> bool:
    """Take what is thought of an order's risk now, as far as it is news; the order is held or goes on by itself."""
    newest = _newest(work.payments.risks(order_id))
    news = [report for report in reports if _is_news(newest.get(report.provider), report)]
    if not news:
        return False
    keep_risks(work, order_id, news)
    judge_risk(work, order_id)
    follow(work, order_id)
    return True


def assess_risk(centre: Centre, site: str, order_id: str, report: RiskReport) -> Assessed | NotDecided:
    """Record what a provider thinks now; the order is held or goes on by itself.

    The newest word of each provider counts, as far as no person has decided about it.
    """
    with centre.begin(site) as work:
        order = work.orders.order(order_id)
        if order is None or order.site_id != site:
            return NotDecided(f"there is no order {order_id!r}")
        news = assess(work, order_id, (report,))
        level = (worst(_undecided(work.payments.risks(order_id))) or NO_RISK).level
        return Assessed(level, replayed=not news)


def judge_risk(work: Work, order_id: str) -> RiskLevel:
    """Judge the risk hold of an order by what nobody decided about yet; returns the level that counts."""
    order = work.orders.order(order_id)
    assert order is not None, order_id
    channel = work.orders.channel(channel_id=order.channel_id)
    assert channel is not None
    reports = _undecided(work.payments.risks(order_id))
    level = (worst(reports) or NO_RISK).level
    work.orders.change(order_id, risk=level.value)
    if order.lifecycle in ("submitted", "accepted"):
        judge_again(work, order_id, HoldReason.RISK, risk_hold(reports, policy_of(channel)), BY_ITSELF)
    return level


def accept_risk(centre: Centre, site: str, order_id: str, who: str) -> NotDecided | None:
    """A person takes the risk: the assessments so far hold the order no more."""
    with centre.begin(site) as work:
        if not work.payments.decide_risks(order_id, "accepted", who):
            return NotDecided("there is no assessment nobody decided about")
        work.orders.release_holds(order_id, HoldReason.RISK.value, who)
        follow(work, order_id)
    return None


def reject_risk(centre: Centre, site: str, order_id: str, who: str) -> str | NotDecided:
    """A person does not take the risk: the order is cancelled. Returns what that leaves to do, in words."""
    with centre.begin(site) as work:
        order = work.orders.order(order_id)
        if order is None or not work.payments.decide_risks(order_id, "rejected", who):
            return NotDecided("there is no assessment nobody decided about")
        return cancel(work, order, f"risk rejected by {who}", DESK)


def _undecided(rows: Sequence[RiskRow]) -> list[RiskReport]:
    return [
        RiskReport(level=RiskLevel(row.level), provider=row.provider, reason=row.reason)
        for row in _newest(rows).values()
        if not row.decision
    ]


def _newest(rows: Sequence[RiskRow]) -> dict[str, RiskRow]:
    """The newest word of each provider, of rows from the oldest to the newest."""
    return {row.provider: row for row in rows}


def _is_news(known: RiskRow | None, report: RiskReport) -> bool:
    """A word is repeated by whoever sends the order again; an older one that comes late changes nothing."""
    if known is None:
        return True
    late = report.assessed_at is not None and report.assessed_at < known.assessed_at
    return not late and (known.level, known.reason) != (report.level.value, report.reason)
