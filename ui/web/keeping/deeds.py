"""What a manager says about how one SKU is kept, each with its row in the record."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from app.central.centre import Centre
from app.central.desk.stock.keeping import keeping_of
from app.central.doors import Doors
from app.central.inventory.ruling import drop_rule, set_rule
from app.central.inventory.values import NotRuled
from app.central.people.deeds import Subject
from app.central.stock.kits import Part, import_kits
from app.central.stock.limiting import Limits, limit
from app.central.stock.moving import NotMoved
from app.central.stock.tracking import track
from app.central.stock.values import TrackRow
from app.central.supply.setting import RuleLine, import_rules
from app.central.supply.values import RuleRow
from app.central.warehouse.records import Imported
from ui.web.shell.forms.acting import Form, do
from ui.web.shell.forms.reading import Fields

Told = str | Mapping[str, str]
"""The key of what is told afterwards, or what is wrong by field."""
Verb = Callable[[Doors, Form, Fields, str], Awaitable[Told]]
PARTS_MOST: Final = 100
DAYS_MOST: Final = 400
NOT_SOLD: Final = "off"


async def _recipe(doors: Doors, form: Form, fields: Fields, kit: str) -> Told:
    """All components of the kit, as they stand in the form."""
    parts = []
    for n in range(PARTS_MOST):
        sku = fields.word(f"part-{n}", 80)
        if sku:
            parts.append(Part(line=n, kit=kit, sku=sku, quantity=fields.needed(f"units-{n}", 1, 10_000)))
        elif form.word(f"units-{n}", 40):
            fields.wrong[f"part-{n}"] = "say of what"
    names = [part.sku for part in parts]
    for part in parts:
        if names.count(part.sku) > 1:
            fields.wrong[f"part-{part.line}"] = f"{part.sku} stands in the recipe twice"
    if not parts:
        fields.wrong.setdefault("part-0", "a kit has at least one component")
    if fields.wrong:
        return fields.wrong
    site, said = form.visitor.site, {part.sku: part.quantity for part in parts}
    found = await do(
        doors, form.visitor, "kit.recipe", Subject("sku", kit),
        lambda centre: import_kits(centre, site, "", parts), {"parts": said}, _changed,
    )  # fmt: skip
    return _told(found, "recipe", lambda column, line: f"part-{line}")


async def _rule(doors: Doors, form: Form, fields: Fields, sku: str) -> Told:
    """What one channel may sell of it; nothing special when everything is left empty."""
    code = fields.word("channel", 60, needed=True)
    kept = await doors.read(keeping_of, form.visitor.site, sku)
    known = kept.known if kept is not None else ()
    settings = _settings(fields, known)
    if fields.wrong:
        return fields.wrong
    site, actor = form.visitor.site, form.visitor.actor
    if not settings:
        gone = await doors.write(drop_rule, site, code, sku, actor)
        return _ruled(gone) if isinstance(gone, NotRuled) else "rule" if gone else "same"
    found = await doors.write(set_rule, site, code, sku, settings, actor)
    return _ruled(found) if isinstance(found, NotRuled) else "rule"


def _settings(fields: Fields, known: tuple[str, ...]) -> dict[str, Any]:
    if fields.ticked(NOT_SOLD):
        return {"quota": 0} if "quota" in known else {"buffer": "100%"}
    given: dict[str, Any] = {}
    share = fields.word("buffer", 10)
    if share.endswith("%"):
        given["buffer"] = share.replace(" ", "")
    else:
        given["buffer"] = fields.number("buffer") or None
    for name in ("safety", "quota", "backorder"):
        if name in known:
            given[name] = fields.number(name)
    if "exclusive" in known and fields.ticked("exclusive"):
        given["exclusive"] = True
    return {name: value for name, value in given.items() if value is not None}


def _ruled(refusal: NotRuled) -> dict[str, str]:
    field = "channel" if refusal.field == "code" else refusal.field
    return {field: refusal.why.removeprefix(f"{refusal.field}: ")}


async def _limits(doors: Doors, form: Form, fields: Fields, sku: str) -> Told:
    place, lot = fields.word("location", 40, needed=True).upper(), fields.word("lot", 40)
    safety, beyond = fields.number("safety"), fields.number("backorder_limit")
    asked = Limits(sku=sku, location=place, lot=lot, safety=safety, backorder_limit=beyond)
    if fields.wrong:
        return fields.wrong
    found = await doors.write(limit, form.visitor.site, asked, form.visitor.actor)
    return {found.field: found.why} if isinstance(found, NotMoved) else "limits"


async def _buying(doors: Doors, form: Form, fields: Fields, sku: str) -> Told:
    row = RuleRow(
        sku=sku,
        supplier=fields.word("supplier", 40),
        supplier_sku=fields.word("supplier_sku", 80),
        pack=fields.number("pack", 1) or 1,
        moq=fields.number("moq", 1) or 1,
        lead_days=fields.number("lead_days", 0, DAYS_MOST),
        review_days=fields.number("review_days", 0, DAYS_MOST),
        service_permille=fields.number("service_permille", 500, 999),
        min_units=fields.number("min_units"),
        max_units=fields.number("max_units"),
    )
    if row.min_units is not None and row.max_units is not None and row.max_units < row.min_units:
        fields.wrong["max_units"] = f"{row.max_units} is less than the minimum, {row.min_units}"
    if fields.wrong:
        return fields.wrong
    site = form.visitor.site
    said = {name: value for name in RuleRow.__dataclass_fields__ if (value := getattr(row, name)) not in (None, "")}
    found = await do(
        doors, form.visitor, "supply.rule", Subject("sku", sku),
        lambda centre: import_rules(centre, site, "", [RuleLine(1, row)]), said, _changed,
    )  # fmt: skip
    return _told(found, "buying", lambda column, line: column)


async def _track(doors: Doors, form: Form, fields: Fields, sku: str) -> Told:
    flags = {name: int(fields.ticked(name)) for name in ("tracks_lot", "tracks_serial", "tracks_expiry", "whole_cases")}
    row = TrackRow(sku=sku, kit=0, min_days=fields.number("min_days", 0, 4_000) or 0, **flags)
    if fields.wrong:
        return fields.wrong
    site = form.visitor.site

    def verb(centre: Centre) -> NotMoved | None:
        return track(centre, site, row)

    found = await do(
        doors, form.visitor, "stock.track", Subject("sku", sku), verb, {**flags, "min_days": row.min_days},
        lambda refused: None if isinstance(refused, NotMoved) else {},
    )  # fmt: skip
    return {found.field: found.why} if isinstance(found, NotMoved) else "track"


def _changed(found: Imported) -> Mapping[str, Any] | None:
    return {} if found.changed and not found.bad else None


def _told(found: Imported, done: str, field: Callable[[str, int], str]) -> Told:
    if found.bad:
        return {field(row.column, row.line): row.problem for row in found.bad}
    return done if found.changed else "same"


DEEDS: Final[dict[str, tuple[str, Verb]]] = {
    "recipe": ("settings.change", _recipe),
    "rule": ("settings.change", _rule),
    "limits": ("settings.change", _limits),
    "buying": ("settings.change", _buying),
    "track": ("settings.change", _track),
}
"""By the last word of their address: the permission and what is done."""
