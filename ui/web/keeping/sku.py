"""The page of how one SKU is kept: its recipe, what each channel may sell, its limits, buying, what is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from app.central.desk.stock.keeping import Keeping, keeping_of
from app.central.doors import Doors
from ui.web.keeping.deeds import DEEDS, Told
from ui.web.keeping.words import rule_words
from ui.web.shell.drawing import Shell, go
from ui.web.shell.forms.acting import Form, form_of
from ui.web.shell.forms.reading import Fields
from ui.web.shell.refusals import PageRefusal
from ui.web.shell.routes import Pages
from ui.web.shell.visitor import Visitor, need, visitor_of

PART_ROWS: Final = 3
"""Empty rows offered below a recipe."""
PARTS_MOST: Final = 100
DONE: Final = {
    "recipe": "The recipe holds for orders from now on. Orders taken before keep theirs.",
    "rule": "The channel may sell by this rule from now on.",
    "limits": "The limits hold from now on.",
    "buying": "It is bought like this from now on.",
    "track": "This is recorded of its units from now on.",
    "same": "Nothing was different: nothing was changed.",
}


class KeepingDesk:
    """The page and its forms; a wrong form is drawn again with what was typed."""

    def __init__(self, shell: Shell, doors: Doors) -> None:
        self.shell = shell
        self.doors = doors

    async def one(self, request: Request) -> Response:
        visitor = await visitor_of(self.doors, request)
        need(visitor, "stock.read")
        return await self._draw(request, visitor, request.query_params.get("sku", ""))

    async def deed(self, request: Request) -> Response:
        """POST /stock/keeping/{deed}."""
        name = str(request.path_params["deed"])
        if name not in DEEDS:
            raise PageRefusal(404)
        permission, verb = DEEDS[name]
        form = await form_of(self.doors, request, permission)
        sku = form.word("sku", 80)
        if await self.doors.read(keeping_of, form.visitor.site, sku) is None:
            raise _unknown(sku)
        fields = Fields(form)
        told: Told = await verb(self.doors, form, fields, sku)
        if isinstance(told, Mapping):
            return await self._again(form, name, sku, told)
        return go(f"/stock/keeping?{urlencode({'sku': sku, 'done': told})}")

    async def _again(self, form: Form, name: str, sku: str, wrong: Mapping[str, str]) -> Response:
        typed = {field: form.word(field, 300) for field in form.fields if field not in ("csrf", "sku")}
        key = f"{name}:{typed.get('channel') or typed.get('level') or ''}"
        values = {"wrong": wrong, "typed": typed, "deed": key}
        return await self._draw(form.request, form.visitor, sku, 422, **values)

    async def _draw(self, request: Request, visitor: Visitor, sku: str, status: int = 200, **values: Any) -> Response:
        found = await self.doors.read(keeping_of, visitor.site, sku)
        if found is None:
            raise _unknown(sku)
        given: dict[str, Any] = {"wrong": {}, "typed": {}, "deed": "", **values}
        given |= {"found": found, "done": DONE.get(request.query_params.get("done", ""), ""), "say": rule_words}
        given["rows"] = _rows(found, given["typed"])
        return self.shell.page(request, "keeping/templates/sku.html", visitor=visitor, status=status, **given)


def keeping_pages(shell: Shell, doors: Doors) -> APIRouter:
    """GET /stock/keeping and POST /stock/keeping/{deed} for every deed of DEEDS."""
    pages, desk = Pages(shell), KeepingDesk(shell, doors)
    pages.get("/stock/keeping", desk.one)
    pages.post("/stock/keeping/{deed}", desk.deed)
    return pages.router


def _rows(found: Keeping, typed: Mapping[str, str]) -> list[tuple[str, str]]:
    """(SKU, units) of the recipe as it stands in the form, with empty rows to fill."""
    if any(name.startswith("part-") for name in typed):
        count = sum(name.startswith("part-") for name in typed)
        rows = [(typed.get(f"part-{n}", ""), typed.get(f"units-{n}", "")) for n in range(min(count, PARTS_MOST))]
    else:
        rows = [(part.sku, str(part.quantity)) for part in found.parts]
    filled = [row for row in rows if any(row)]
    return [*filled, *[("", "")] * PART_ROWS][:PARTS_MOST]


def _unknown(sku: str) -> PageRefusal:
    return PageRefusal(404, "No such SKU", f"The catalogue has no {sku[:80]!r}. Search for its name or scan it.")
