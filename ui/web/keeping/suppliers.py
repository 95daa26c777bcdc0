"""Suppliers, and what the site says about its supply."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from app.central.desk.stock.suppliers import suppliers_of
from app.central.details.reaching import tidy_email
from app.central.doors import Doors
from app.central.people.deeds import Subject
from app.central.supply.buying.proposing import NotSupplied
from app.central.supply.setting import SupplierLine, import_suppliers, set_supply
from app.central.supply.values import SupplierRow
from app.domain.stock.supply.supply_settings import RANGES
from ui.web.keeping.deeds import DAYS_MOST
from ui.web.shell.drawing import Shell, go
from ui.web.shell.forms.acting import do, form_of
from ui.web.shell.forms.reading import Fields
from ui.web.shell.routes import Pages
from ui.web.shell.visitor import Visitor, need, visitor_of

CODE: Final = re.compile(r"[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]{0,39}")
FIELDS: Final = ("code", "name", "email", "lead_days", "lead_sigma_days", "review_days")
DONE: Final = {
    "supplier": "The supplier is kept. What it delivers is reckoned anew at the next look.",
    "settings": "The settings hold from the next look on.",
    "same": "Nothing was different: nothing was changed.",
}
SETTINGS: Final = (
    ("window_days", "Demand looked at, days"), ("lead_days", "Lead time, days"),
    ("review_days", "Ordered each, days"), ("service_permille", "Served, of 1,000"),
    ("slack_percent", "Recovered above the line, %"), ("expiry_days", "Warned before the end, days"),
    ("look_minutes", "Looked at each, minutes"),
)  # fmt: skip


def supplier_pages(shell: Shell, doors: Doors) -> APIRouter:
    """GET and POST /stock/suppliers, POST /stock/suppliers/settings."""
    pages = Pages(shell)

    async def listing(request: Request) -> Response:
        visitor = await visitor_of(doors, request)
        need(visitor, "stock.read")
        return await _draw(request, visitor)

    async def put(request: Request) -> Response:
        form = await form_of(doors, request, "settings.change")
        fields = Fields(form)
        code, email = fields.word("code", 40, needed=True), fields.word("email", 200)
        if code and not CODE.fullmatch(code):
            fields.wrong["code"] = "1 to 40 characters"
        if email and not tidy_email(email)[0]:
            fields.wrong["email"] = "an e-mail address like orders@example.com"
        days = {name: fields.number(name, 0, DAYS_MOST) for name in ("lead_days", "lead_sigma_days", "review_days")}
        row = SupplierRow(
            code=code, name=fields.word("name", 200, needed=True), email=email,
            **{name: value for name, value in days.items() if value is not None},
        )  # fmt: skip
        if fields.wrong:
            values = {"wrong": fields.wrong, "typed": form.typed(*FIELDS), "deed": "supplier"}
            return await _draw(request, form.visitor, 422, **values)
        site = form.visitor.site
        said = {name: getattr(row, name) for name in SupplierRow.__dataclass_fields__}
        found = await do(
            doors, form.visitor, "supply.supplier", Subject("supplier", code),
            lambda centre: import_suppliers(centre, site, "", [SupplierLine(1, row)]), said,
            lambda done: {} if done.changed else None,
        )  # fmt: skip
        return go(f"/stock/suppliers?{urlencode({'done': 'supplier' if found.changed else 'same'})}")

    async def settings(request: Request) -> Response:
        form = await form_of(doors, request, "settings.change")
        fields = Fields(form)
        said = {name: fields.needed(name, *RANGES[name]) for name, _ in SETTINGS}
        wrong = dict(fields.wrong)
        if not wrong:
            found = await doors.write(set_supply, form.visitor.site, form.visitor.actor, said)
            if not isinstance(found, NotSupplied):
                return go("/stock/suppliers?done=settings")
            wrong = {found.field: found.why}
        typed = form.typed(*(name for name, _ in SETTINGS))
        return await _draw(request, form.visitor, 422, wrong=wrong, typed=typed, deed="settings")

    async def _draw(request: Request, visitor: Visitor, status: int = 200, **values: Any) -> Response:
        found = await doors.read(suppliers_of, visitor.site)
        given: dict[str, Any] = {"wrong": {}, "typed": {}, "deed": "", **values}
        given |= {"found": found, "settings": SETTINGS, "done": DONE.get(request.query_params.get("done", ""), "")}
        one = next((row for row, _ in found.rows if row.code == request.query_params.get("code", "")), None)
        given["one"] = one
        return shell.page(request, "keeping/templates/suppliers.html", visitor=visitor, status=status, **given)

    pages.get("/stock/suppliers", listing)
    pages.post("/stock/suppliers", put)
    pages.post("/stock/suppliers/settings", settings)
    return pages.router
