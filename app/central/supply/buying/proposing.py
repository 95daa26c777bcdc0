"""Purchase proposals: made, followed and withdrawn by themselves; changed, refused and approved by a person."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final

import msgspec

from app.central.centre import Centre
from app.central.people.actors import Actor
from app.central.people.deeds import Subject, record
from app.central.storage.unit import Work
from app.central.supply.demand import today
from app.central.supply.figures import Figure, figures, in_words, settings_of, terms_of
from app.central.supply.values import ProposalRow, PurchaseLineRow, PurchaseRow, RuleRow

UNITS_MOST: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class NotSupplied:
    """Nothing was changed; `code` unknown | field | state for programs, `field` what to mend, `why` in words."""

    code: str
    field: str
    why: str


def propose(work: Work, found: Collection[Figure]) -> None:
    """Open, follow or withdraw the proposals of these SKUs. What a person changed is theirs until they decide."""
    skus = [figure.sku for figure in found]
    opened, put_off = work.supply.proposals.open_of(skus), work.supply.proposals.put_off(skus)
    for figure in found:
        mine = None
        for row in opened.get(figure.sku, ()):
            if row.supplier == figure.supplier:
                mine = row
            elif not row.by_hand:
                _withdraw(work, row, "another supplier has it now")
        if mine is not None:
            _follow(work, mine, figure)
        elif figure.quantity and figure.supplier and (figure.sku, figure.supplier) not in put_off:
            _open(work, figure)


def _open(work: Work, figure: Figure) -> None:
    work.supply.proposals.insert(
        ProposalRow(
            proposal_id=work.new_id(),
            sku=figure.sku,
            supplier=figure.supplier,
            state="open",
            quantity=figure.quantity,
            proposed=figure.quantity,
            by_hand=0,
            inputs=_inputs(figure),
            words=in_words(figure),
            made_at=work.now,
            changed_at=work.now,
            decided_at=None,
            decided_by="",
            note="",
            not_before=None,
            purchase_id=None,
        )
    )


def _follow(work: Work, row: ProposalRow, figure: Figure) -> None:
    if not figure.quantity and not row.by_hand:
        _withdraw(work, row, "it is not needed any more")
    elif figure.quantity != row.proposed:
        units = row.quantity if row.by_hand else figure.quantity
        values = {"proposed": figure.quantity, "quantity": units, "inputs": _inputs(figure), "words": in_words(figure)}
        work.supply.proposals.change(row.proposal_id, ("open",), **values, changed_at=work.now)


def _withdraw(work: Work, row: ProposalRow, why: str) -> None:
    values = {"state": "withdrawn", "decided_at": work.now, "decided_by": "centre", "note": why, "proposed": 0}
    work.supply.proposals.change(row.proposal_id, ("open",), **values)


def _inputs(figure: Figure) -> str:
    return msgspec.json.encode(figure).decode()


def change_proposal(
    centre: Centre, site: str, actor: Actor, proposal_id: str, units: int, why: str
) -> ProposalRow | NotSupplied:
    """Order another quantity, in whole packs; from now on the proposal stays as it is until it is decided."""
    with centre.begin(site) as work:
        row = _decidable(work, proposal_id)
        if isinstance(row, NotSupplied):
            return row
        wrong = _wrong_units(work, row, units)
        if wrong is not None:
            return wrong
        work.supply.proposals.change(proposal_id, ("open",), quantity=units, by_hand=1, note=why, changed_at=work.now)
        _record(work, actor, "supply.change", row, {"quantity": units, "was": row.quantity, "why": why})
        return _row(work, proposal_id)


def reject_proposal(
    centre: Centre, site: str, actor: Actor, proposal_id: str, why: str, days: int | None = None
) -> ProposalRow | NotSupplied:
    """Say no; nothing is proposed for the same SKU and supplier for so many days (None: its review period)."""
    if not why.strip():
        return NotSupplied("field", "why", "a rejection needs its reason")
    if days is not None and not 0 <= days <= 400:
        return NotSupplied("field", "days", f"{days} days: 0 to 400")
    with centre.begin(site) as work:
        row = _decidable(work, proposal_id)
        if isinstance(row, NotSupplied):
            return row
        until = work.now + timedelta(days=_review_days(work, row) if days is None else days)
        values = {"state": "rejected", "decided_at": work.now, "decided_by": actor.label, "note": why}
        work.supply.proposals.change(proposal_id, ("open",), **values, not_before=until)
        _record(work, actor, "supply.reject", row, {"quantity": row.quantity, "why": why})
        return _row(work, proposal_id)


def approve_proposals(
    centre: Centre,
    site: str,
    actor: Actor,
    proposal_ids: Sequence[str],
    quantities: Mapping[str, int] = MappingProxyType({}),
) -> tuple[PurchaseRow, ...] | NotSupplied:
    """Order what is proposed, one purchase per supplier; `quantities` by proposal id are ordered instead."""
    strange = sorted(set(quantities) - set(proposal_ids))
    if strange:
        return NotSupplied("field", "quantities", f"{strange[0]!r} is none of the proposals to approve")
    with centre.begin(site) as work:
        chosen: dict[str, list[ProposalRow]] = {}
        for name in dict.fromkeys(proposal_ids):
            row = _decidable(work, name)
            wrong = row if isinstance(row, NotSupplied) else _wrong_units(work, row, quantities.get(name, row.quantity))
            if wrong is not None:
                return wrong
            assert isinstance(row, ProposalRow)
            chosen.setdefault(row.supplier, []).append(row)
        if not chosen:
            return NotSupplied("field", "proposals", "name at least one proposal")
        made = []
        for supplier, rows in sorted(chosen.items()):
            made.append(_order(work, actor, supplier, [(row, quantities.get(row.proposal_id, 0)) for row in rows]))
        return tuple(made)


def _order(work: Work, actor: Actor, supplier: str, rows: list[tuple[ProposalRow, int]]) -> PurchaseRow:
    skus = [row.sku for row, _ in rows]
    rules, known = work.supply.buying.rules(skus), work.supply.buying.suppliers().get(supplier)
    settings = settings_of(work)
    leads = [terms_of(rules.get(sku, RuleRow(sku=sku)), known, settings).lead_days for sku in skus]
    made = PurchaseRow(
        purchase_id=work.new_id(),
        number=f"PO-{work.supply.demand.next_purchase():05d}",
        supplier=supplier,
        state="open",
        ordered_at=work.now,
        ordered_by=actor.label,
        expected_on=today(work) + timedelta(days=max(leads)),
    )
    lines = [
        PurchaseLineRow(
            purchase_id=made.purchase_id,
            sku=row.sku,
            position=position,
            supplier_sku=rules[row.sku].supplier_sku if row.sku in rules else "",
            pack=rules[row.sku].pack if row.sku in rules else 1,
            ordered=units or row.quantity,
        )
        for position, (row, units) in enumerate(sorted(rows, key=lambda one: one[0].sku), start=1)
    ]
    work.supply.purchases.insert(made, lines)
    for row, units in rows:
        values = {"state": "approved", "decided_at": work.now, "decided_by": actor.label}
        ordered = {"quantity": units or row.quantity, "purchase_id": made.purchase_id}
        work.supply.proposals.change(row.proposal_id, ("open",), **values, **ordered)
    details = {"number": made.number, "supplier": supplier, "lines": {line.sku: line.ordered for line in lines}}
    record(work, actor, "supply.approve", Subject("purchase", made.purchase_id), details)
    return made


def _decidable(work: Work, proposal_id: str) -> ProposalRow | NotSupplied:
    row = work.supply.proposals.get(proposal_id)
    if row is None:
        return NotSupplied("unknown", "proposal", f"there is no proposal {proposal_id!r}")
    if row.state != "open":
        by = f" by {row.decided_by}" if row.decided_by else ""
        return NotSupplied("state", "proposal", f"the proposal for {row.sku} was {row.state}{by}")
    return row


def _wrong_units(work: Work, row: ProposalRow, units: int) -> NotSupplied | None:
    rule = work.supply.buying.rules([row.sku]).get(row.sku, RuleRow(sku=row.sku))
    if not 1 <= units <= UNITS_MOST:
        return NotSupplied("field", "quantity", f"{units} x {row.sku}: 1 to {UNITS_MOST}")
    if units % rule.pack:
        return NotSupplied("field", "quantity", f"{units} x {row.sku}: it comes in packs of {rule.pack}")
    if units < rule.moq:
        return NotSupplied("field", "quantity", f"{units} x {row.sku}: {row.supplier} sells at least {rule.moq}")
    return None


def _review_days(work: Work, row: ProposalRow) -> int:
    return figures(work, [row.sku])[row.sku].terms.review_days


def _record(work: Work, actor: Actor, action: str, row: ProposalRow, details: dict[str, Any]) -> None:
    about = {"sku": row.sku, "supplier": row.supplier}
    record(work, actor, action, Subject("proposal", row.proposal_id), {**about, **details})


def _row(work: Work, proposal_id: str) -> ProposalRow:
    row = work.supply.proposals.get(proposal_id)
    assert row is not None, proposal_id
    return row
