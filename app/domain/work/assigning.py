"""Which task goes to whom: who may do it, and how well it suits, with the reasons in words. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

ROLES: Final[dict[str, frozenset[str]]] = {
    "packer": frozenset({"packer", "clerk", "supervisor", "manager"}),
    "clerk": frozenset({"clerk", "supervisor", "manager"}),
    "supervisor": frozenset({"supervisor", "manager"}),
    "manager": frozenset({"manager"}),
}
"""Roles that may do what needs this role."""

PRIORITY, AGE_MOST, LATE, MEANT, ZONE, LOAD = 2000, 450, 450, 400, 300, 150
"""Points: one level of priority outweighs all the others together, but for a load of three and more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who could do work now; `load` counts open tasks, `most` how many are enough."""

    worker_id: str
    kind: str
    role: str
    skills: frozenset[str] = frozenset()
    zones: frozenset[str] = frozenset()
    load: int = 0
    most: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A piece of work as assignment sees it."""

    id: str
    priority: int
    rank: int
    due_at: datetime | None
    created_at: datetime
    role: str = ""
    skill: str = ""
    zone: str = ""
    pinned_to: str = ""
    meant_for: str = ""
    not_for: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """`points` sort (more is better); `reasons` say where they come from."""

    points: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unfit:
    why: str


def fit(who: Candidate, offer: Offer) -> str:
    """ "" when this worker may do it, else why not."""
    if offer.pinned_to and offer.pinned_to != who.worker_id:
        return f"it is pinned to {offer.pinned_to}"
    if offer.not_for and offer.not_for == who.worker_id:
        return f"{who.worker_id} did it the first time: other eyes must"
    if offer.role and who.role not in ROLES.get(offer.role, frozenset({offer.role})):
        return f"it needs the role {offer.role}, {who.worker_id} is {who.role or 'nothing yet'}"
    if offer.skill and offer.skill not in who.skills:
        return f"it needs the skill {offer.skill}"
    return ""


def score(who: Candidate, offer: Offer, now: datetime) -> Score | Unfit:
    """How well a piece of work suits a worker.

    Priority counts most, then being late and age, then whom it is meant for, the zone, and how much the worker has.
    """
    unfit = fit(who, offer)
    if unfit:
        return Unfit(unfit)
    minutes = max(0, int((now - offer.created_at).total_seconds()) // 60)
    late = offer.due_at is not None and offer.due_at < now
    parts = [
        ((10 - offer.priority) * PRIORITY, f"priority {offer.priority}"),
        (min(minutes, AGE_MOST), f"waits {minutes} min"),
        (LATE if late else 0, "late"),
        (MEANT if who.worker_id in (offer.pinned_to, offer.meant_for) else 0, f"meant for {who.worker_id}"),
        (ZONE if offer.zone and offer.zone in who.zones else 0, f"zone {offer.zone}"),
        (-LOAD * who.load, f"{who.load} open already"),
    ]
    return Score(sum(points for points, _ in parts), tuple(f"{words} ({n:+d})" for n, words in parts if n))


def best_worker(offer: Offer, workers: Iterable[Candidate], now: datetime) -> tuple[Candidate, Score] | str:
    """The worker it suits best, of equals the first by id; in words why there is none."""
    found: list[tuple[int, str, Candidate, Score]] = []
    unfit: list[str] = []
    for who in workers:
        scored = score(who, offer, now)
        if isinstance(scored, Unfit):
            unfit.append(f"{who.worker_id}: {scored.why}")
        elif who.load >= who.most:
            unfit.append(f"{who.worker_id}: has {who.load} open, enough")
        else:
            found.append((-scored.points, who.worker_id, who, scored))
    if not found:
        return "; ".join(sorted(unfit)[:5]) or "nobody is here who takes tasks"
    _, _, who, points = min(found, key=lambda row: row[:2])
    return who, points


def best_offers(who: Candidate, offers: Iterable[Offer], most: int, now: datetime) -> tuple[tuple[Offer, Score], ...]:
    """Up to `most` pieces of work this worker may do: pinned to him first, then by priority, own zones, and rank."""
    found: list[tuple[tuple[bool, int, bool, int, str], Offer, Score]] = []
    for offer in offers:
        scored = score(who, offer, now)
        if isinstance(scored, Score):
            mine = who.worker_id in (offer.pinned_to, offer.meant_for)
            elsewhere = bool(who.zones) and offer.zone not in who.zones
            found.append(((not mine, offer.priority, elsewhere, offer.rank, offer.id), offer, scored))
    return tuple((offer, points) for _, offer, points in sorted(found, key=lambda row: row[0])[:most])
