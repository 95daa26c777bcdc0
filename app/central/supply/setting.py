"""What a person says about supply: suppliers, how each SKU is bought, pick faces, and the settings of the site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import msgspec

from app.central.centre import Centre
from app.central.details.reaching import tidy_email
from app.central.intake.setting import site_row
from app.central.people.actors import Actor
from app.central.people.deeds import Subject, record
from app.central.storage.unit import Work
from app.central.supply.buying.proposing import NotSupplied
from app.central.supply.figures import settings_of
from app.central.supply.values import FaceRow, RuleRow, SupplierRow
from app.central.warehouse.records import BadRow, Imported
from app.domain.stock.supply.supply_settings import SupplySettings, wrong_setting


@dataclass(frozen=True, slots=True)
class SupplierLine:
    """A row of a file."""

    line: int
    row: SupplierRow


@dataclass(frozen=True, slots=True)
class RuleLine:
    line: int
    row: RuleRow


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceLine:
    """`max_units` 0 takes the face away."""

    line: int
    location: str
    sku: str
    min_units: int
    max_units: int


def import_suppliers(centre: Centre, site: str, file: str, lines: Sequence[SupplierLine]) -> Imported:
    """Make or change suppliers; the same file twice changes nothing, and one that can not be written to is bad."""
    tidied = [(line.line, *tidy_supplier(line.row)) for line in lines]
    bad = tuple(BadRow(file, line, "email", wrong) for line, _, wrong in tidied if wrong)
    with centre.begin(site) as work:
        site_row(work)
        changed = sum(work.supply.buying.put_supplier(row) for _, row, wrong in tidied if not wrong)
        return Imported(len(lines), changed, bad)


def tidy_supplier(row: SupplierRow) -> tuple[SupplierRow, str]:
    """(the supplier with their address as it is written to, "") or (as it was, what is wrong with its `email`)."""
    if not row.email.strip():
        return replace(row, email=""), ""
    email, wrong = tidy_email(row.email)
    return (row, wrong) if wrong else (replace(row, email=email), "")


def import_rules(centre: Centre, site: str, file: str, lines: Sequence[RuleLine]) -> Imported:
    """Say how SKUs are bought; a rule for an unknown SKU, kit or supplier is a bad row."""
    with centre.begin(site) as work:
        site_row(work)
        known = work.goods.catalogue({line.row.sku for line in lines})
        suppliers = work.supply.buying.suppliers()
        bad = list(_strange_rules(file, lines, known, suppliers))
        wrong = {row.line for row in bad}
        changed = sum(work.supply.buying.put_rule(line.row) for line in lines if line.line not in wrong)
        return Imported(len(lines), changed, tuple(bad))


def _strange_rules(
    file: str, lines: Sequence[RuleLine], known: Mapping[str, bool], suppliers: Mapping[str, SupplierRow]
) -> Iterable[BadRow]:
    for line in lines:
        if line.row.sku not in known:
            yield BadRow(file, line.line, "sku", f"SKU {line.row.sku!r} is not in the catalogue")
        elif known[line.row.sku]:
            yield BadRow(file, line.line, "sku", f"{line.row.sku} is a kit: its components are bought")
        elif line.row.supplier and line.row.supplier not in suppliers:
            yield BadRow(file, line.line, "supplier", f"supplier {line.row.supplier!r} is not known: import suppliers")


def import_faces(centre: Centre, site: str, file: str, lines: Sequence[FaceLine]) -> Imported:
    """Say how much of which SKU lies ready where."""
    with centre.begin(site) as work:
        site_row(work)
        known = work.goods.catalogue({line.sku for line in lines})
        bad: list[BadRow] = []
        changed = 0
        for line in lines:
            problem = strange_face(work, line, known)
            if problem is None:
                changed += put_face(work, line)
            else:
                bad.append(BadRow(file, line.line, *problem))
        return Imported(len(lines), changed, tuple(bad))


def strange_face(work: Work, line: FaceLine, known: Mapping[str, bool]) -> tuple[str, str] | None:
    """(field, what is wrong with it) of a face; None when it can be one."""
    place = work.lots.place(line.location)
    if place is None:
        return "location", f"location {line.location!r} is not known"
    if place.kind != "pick":
        return "location", f"{line.location} is a place of kind {place.kind}, not a pick face"
    if line.sku not in known:
        return "sku", f"SKU {line.sku!r} is not in the catalogue"
    if known[line.sku]:
        return "sku", f"{line.sku} is a kit: its components are picked"
    if line.max_units and line.max_units <= line.min_units:
        return "max_units", f"{line.max_units} is not more than the minimum, {line.min_units}"
    return None


def put_face(work: Work, line: FaceLine) -> bool:
    """The face as it is said, in somebody's transaction; False when it was so already."""
    face = work.supply.faces.find(line.location, line.sku)
    if not line.max_units:
        if face is None:
            return False
        if face.task_id:
            work.tasks.close(face.task_id, "the face is none any more", "centre", state="cancelled")
        work.supply.faces.remove(face.face_id)
        return True
    if face is None:
        made = FaceRow(
            face_id=work.new_id(),
            location=line.location,
            sku=line.sku,
            min_units=line.min_units,
            max_units=line.max_units,
        )
        work.supply.faces.insert(made)
        return True
    if (face.min_units, face.max_units) == (line.min_units, line.max_units):
        return False
    return work.supply.faces.change(face.face_id, min_units=line.min_units, max_units=line.max_units)


def set_supply(centre: Centre, site: str, actor: Actor, changes: Mapping[str, Any]) -> SupplySettings | NotSupplied:
    """Change settings of the site; what is not named stays."""
    wrong = wrong_setting(dict(changes))
    if wrong is not None:
        return NotSupplied("field", *wrong)
    with centre.begin(site) as work:
        site_row(work)
        change_supply(work, changes)
        record(work, actor, "settings.supply", Subject("site", site), dict(changes))
        return settings_of(work)


def change_supply(work: Work, changes: Mapping[str, int]) -> bool:
    """The same in somebody's transaction, of settings that were checked; False when they were so already."""
    before = settings_of(work)
    made = SupplySettings(**{**asdict(before), **changes})
    if made == before:
        return False
    work.supply.demand.change_state(settings=msgspec.json.encode(made).decode())
    return True


def see_settings(centre: Centre, site: str) -> SupplySettings:
    with centre.read(site) as work:
        return settings_of(work)
