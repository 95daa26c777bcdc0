"""What the demo did, as a table; and what must never be: an order lost, doubled or labelled twice, a false ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.central.audit import Drift
from app.central.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Everything the table and the checks need. `expected` counts the orders in the files handed in."""

    before: Report
    after: Report
    drifts: Sequence[Drift]
    expected: int
    printed: Sequence[str]
    applied: Sequence[str]
    dispatched: Sequence[str]
    tracked: Sequence[str]
    slips: int
    outbox: int
    goal: int
    seconds: float
    scans: int
    touches: int


def rows(outcome: Outcome) -> list[tuple[str, str]]:
    after = outcome.after
    held = ", ".join(f"{reason} {count}" for reason, count in after.holds)
    found = [
        ("orders in", str(after.orders_in)),
        ("accepted", str(after.accepted)),
        ("on hold", f"{after.on_hold} ({held})" if held else str(after.on_hold)),
        ("cancelled", str(after.cancelled)),
        ("picked", str(after.picked)),
        ("packed", str(after.packed)),
        ("labels printed", str(len(outcome.printed))),
        ("packing slips", str(outcome.slips)),
        ("dispatched", str(after.dispatched)),
        ("stock on hand", f"{outcome.before.on_hand} -> {after.on_hand}"),
        ("stock allocated", f"{outcome.before.allocated} -> {after.allocated}"),
        ("stock unavailable", f"{outcome.before.unavailable} -> {after.unavailable}"),
    ]
    earlier = {kind: units for kind, _, units, _ in outcome.before.ledger}
    found += [(f"ledger {kind}", f"{earlier.get(kind, 0)} -> {units}") for kind, _, units, _ in after.ledger]
    found += [(f"task {kind}", str(count)) for kind, count in after.tasks]
    found += [
        ("outbox left", str(outcome.outbox)),
        ("scans, touches", f"{outcome.scans}, {outcome.touches}"),
        ("seconds", f"{outcome.seconds:.1f}"),
    ]
    return found


def table(outcome: Outcome) -> str:
    lines = rows(outcome)
    wide = max(len(name) for name, _ in lines)
    return "\n".join(f"  {name:<{wide}}  {value}" for name, value in lines)


def wrongs(outcome: Outcome) -> list[str]:
    """One sentence for each promise that was broken; empty when all is well."""
    after = outcome.after
    found = [f"stock ledger: {drift}" for drift in outcome.drifts]
    if after.orders_in != outcome.expected:
        found.append(f"{outcome.expected} orders were handed in, the centre has {after.orders_in}")
    found += [f"label {sscc} was printed {n} times" for sscc, n in _doubles(outcome.printed)]
    found += [f"parcel {sscc} was dispatched {n} times" for sscc, n in _doubles(outcome.dispatched)]
    missing = set(outcome.dispatched) - set(outcome.tracked)
    found += [f"parcel {sscc} was dispatched here and is not shipped at the centre" for sscc in sorted(missing)]
    unknown = set(outcome.tracked) - set(outcome.dispatched)
    found += [f"parcel {sscc} is shipped at the centre and was never dispatched" for sscc in sorted(unknown)]
    unprinted = set(outcome.applied) - set(outcome.printed)
    found += [f"parcel {sscc} carries a label that was never printed" for sscc in sorted(unprinted)]
    if outcome.outbox:
        found.append(f"{outcome.outbox} commands were left in the outbox")
    if after.quarantined:
        found.append(f"{after.quarantined} commands were quarantined")
    if after.dispatched != len(set(outcome.dispatched)):
        found.append(f"{len(set(outcome.dispatched))} parcels were dispatched, the centre counts {after.dispatched}")
    able = min(outcome.goal, after.accepted)
    if len(outcome.dispatched) < able:
        found.append(f"{len(outcome.dispatched)} orders were dispatched, {able} were to be")
    return found


def _doubles(numbers: Iterable[str]) -> list[tuple[str, int]]:
    return [(number, count) for number, count in Counter(numbers).items() if count > 1]
