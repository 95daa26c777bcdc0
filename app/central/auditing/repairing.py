"""Repairs of counters that drifted: proposed in words, applied one by one, each in its own transaction and on record.

A level becomes what the ledger, the open allocations and the active reservations say, by one `adjusted` movement whose
deltas make the ledger agree as well. A line gets the units its allocations have. Nothing else is repaired by a program.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from app.central.audit import Drift, drifts
from app.central.centre import Centre
from app.central.people.actors import Actor
from app.central.people.deeds import Subject, record
from app.central.storage.engines.faults import Broken
from app.central.storage.unit import Work


@dataclass(frozen=True, slots=True)
class Proposal:
    """`what` says in words what applying it does; `by_hand` when a person has to look instead."""

    of: str
    key: tuple[str, ...]
    what: str
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Repaired:
    """What became of a proposal: `done`, or `why` not."""

    proposal: Proposal
    done: bool
    why: str = ""


def propose(found: Sequence[Drift]) -> tuple[Proposal, ...]:
    """One proposal per level or line that is off, and per thing a person must look at."""
    made = []
    for (of, key), group in groupby(sorted(found, key=_thing), key=_thing):
        words = "; ".join(dict.fromkeys(str(drift) for drift in group))
        if of in ("level", "line"):
            made.append(Proposal(of, key, f"set to what it should be: {words}"))
        else:
            made.append(Proposal(of, key, f"look at it: {words}", by_hand=True))
    return tuple(made)


def _thing(drift: Drift) -> tuple[str, tuple[str, ...]]:
    keys = {"level": drift.key[:3], "line": drift.key[:1]}
    return drift.of, keys.get(drift.of, drift.key)


def apply(centre: Centre, site: str, proposal: Proposal, actor: Actor, why: str) -> Repaired:
    """Carry out one proposal as things stand now; a level or line that is right by now is left alone."""
    if proposal.by_hand:
        return Repaired(proposal, False, "a person has to look at it")
    try:
        with centre.begin(site) as work:
            mine = [drift for drift in drifts(work) if _thing(drift) == (proposal.of, proposal.key)]
            if not mine:
                return Repaired(proposal, False, "it is right by now")
            repair = _level if proposal.of == "level" else _line
            repair(work, proposal.key, actor.name, why)
            details = {str(number): str(drift) for number, drift in enumerate(mine, 1)}
            record(work, actor, "stock.repair", Subject(proposal.of, ":".join(proposal.key)), {"why": why, **details})
            return Repaired(proposal, True)
    except Broken as error:
        return Repaired(proposal, False, f"the counters can not all be right at once ({error}): count it")


def _level(work: Work, key: tuple[str, ...], who: str, why: str) -> None:
    sku, place, lot = key
    ((_, counters),) = [found for found in work.sums.levels() if found[0] == key]
    should = {name: values[2] for name, values in counters.items()}
    missing = {name: values[2] - values[1] for name, values in counters.items()}
    work.stock.open_level(sku, place, lot)
    ledger_id = work.new_id()
    work.stock.mend(
        (sku, place, lot), should, missing, ledger_id=ledger_id, idem=f"audit:{ledger_id}", actor=who, reason=why
    )


def _line(work: Work, key: tuple[str, ...], who: str, why: str) -> None:
    (line_id,) = key
    for name, found, _, says, should in work.sums.lines():
        if found == line_id:
            work.orders.add(line_id, **{name: should - says})
