"""What one person says at a time about pick faces: how much of which SKU lies ready where."""

from __future__ import annotations

from typing import Any

from app.central.centre import Centre
from app.central.intake.setting import site_row
from app.central.people.actors import Actor
from app.central.people.deeds import Subject, record
from app.central.storage.unit import Work
from app.central.supply.buying.proposing import NotSupplied
from app.central.supply.saying import UNITS_MOST
from app.central.supply.setting import FaceLine, put_face, strange_face
from app.central.supply.values import FaceRow


def list_faces(
    centre: Centre, site: str, most: int, after: str = "", location: str = "", sku: str = ""
) -> tuple[FaceRow, ...]:
    """Faces behind the one with this id, in the order they were made; of one location or SKU, or ("") of all."""
    with centre.read(site) as work:
        return work.supply.faces.behind(after, most, location, sku)


def say_face(centre: Centre, site: str, actor: Actor, line: FaceLine) -> FaceRow | NotSupplied:
    """Make a face or change it: below `min_units` it is filled up to `max_units` from the reserve behind it."""
    for name, units, least in (("min_units", line.min_units, 0), ("max_units", line.max_units, 1)):
        if not least <= units <= UNITS_MOST:
            return NotSupplied("field", name, f"{units}: {least} to {UNITS_MOST}")
    with centre.begin(site) as work:
        site_row(work)
        strange = strange_face(work, line, work.goods.catalogue({line.sku}))
        if strange is not None:
            return NotSupplied("field", *strange)
        if put_face(work, line):
            _told(work, actor, line, {"min_units": line.min_units, "max_units": line.max_units})
        made = work.supply.faces.find(line.location, line.sku)
        assert made is not None
        return made


def forget_face(centre: Centre, site: str, actor: Actor, location: str, sku: str) -> bool:
    """The face is none any more, and a task that fills it is called off; False when it was none."""
    line = FaceLine(line=0, location=location, sku=sku, min_units=0, max_units=0)
    with centre.begin(site) as work:
        gone = put_face(work, line)
        if gone:
            _told(work, actor, line, {"face": None})
        return gone


def _told(work: Work, actor: Actor, line: FaceLine, said: dict[str, Any]) -> None:
    record(work, actor, "supply.face", Subject("sku", line.sku), {"location": line.location, **said})
