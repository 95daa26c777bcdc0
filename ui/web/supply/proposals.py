"""What is proposed to be bought, by supplier: approved together, changed, or refused with a reason."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request, Response

from app.central.centre import Centre
from app.central.doors import Doors
from app.central.supply.buying.proposing import NotSupplied, approve_proposals, change_proposal, reject_proposal
from app.central.supply.seeing import list_proposals
from app.central.supply.values import ProposalRow
from ui.web.shell.drawing import Shell, go
from ui.web.shell.forms.acting import Form, form_of
from ui.web.shell.routes import Pages
from ui.web.shell.visitor import Visitor, need, visitor_of

MOST: Final = 90
"""Each has three fields, and a form of a page has at most 300."""
DONE: Final = {
    "changed": "The quantity was changed: the proposal stays as it is until it is decided.",
    "rejected": "It is refused: nothing of it is proposed for a while.",
}


def proposal_pages(shell: Shell, doors: Doors) -> APIRouter:
    """GET /stock/proposals; POST /stock/proposals/approve, change and reject."""
    pages, desk = Pages(shell), ProposalDesk(shell, doors)
    pages.get("/stock/proposals", desk.listing)
    pages.post("/stock/proposals/approve", desk.approve)
    pages.post("/stock/proposals/change", desk.change)
    pages.post("/stock/proposals/reject", desk.reject)
    return pages.router


class ProposalDesk:
    """The list, and the three answers to what it proposes."""

    def __init__(self, shell: Shell, doors: Doors) -> None:
        self.shell = shell
        self.doors = doors

    async def listing(self, request: Request) -> Response:
        visitor = await visitor_of(self.doors, request)
        need(visitor, "stock.read")
        return await self.draw(request, visitor, done=DONE.get(request.query_params.get("done", ""), ""))

    async def draw(self, request: Request, visitor: Visitor, status: int = 200, **values: Any) -> Response:
        rows, names = await self.doors.read(_open, visitor.site)
        suppliers: dict[str, list[ProposalRow]] = {}
        for row in rows:
            suppliers.setdefault(row.supplier, []).append(row)
        given = {"wrong": "", "bad": "", "typed": {}, "done": "", **values}
        given |= {"suppliers": sorted(suppliers.items()), "names": names, "more": len(rows) == MOST}
        return self.shell.page(request, "supply/templates/proposals.html", visitor=visitor, status=status, **given)

    async def again(self, request: Request, form: Form, wrong: NotSupplied, bad: str) -> Response:
        typed = {name: form.word(name, 300) for name in form.fields if name.startswith(("q-", "why-", "tick-"))}
        words = f"Nothing was changed: {wrong.why}."
        return await self.draw(request, form.visitor, 422, wrong=words, bad=f"{wrong.field}:{bad}", typed=typed)

    async def approve(self, request: Request) -> Response:
        form = await form_of(self.doors, request, "supply.approve")
        chosen = [name.removeprefix("tick-") for name in form.fields if name.startswith("tick-")]
        quantities = {name: form.number(f"q-{name}") for name in chosen}
        for name, units in quantities.items():
            if units is None:
                why = f"{form.word(f'q-{name}', 20)!r} is no whole number of units"
                return await self.again(request, form, NotSupplied("field", "quantity", why), name)
        known = {name: units for name, units in quantities.items() if units is not None}
        found = await self.doors.write(approve_proposals, form.visitor.site, form.visitor.actor, chosen, known)
        if isinstance(found, NotSupplied):
            return await self.again(request, form, found, "")
        return go(f"/stock/purchases/{found[0].number}?done=ordered" if len(found) == 1 else "/stock/purchases")

    async def change(self, request: Request) -> Response:
        form = await form_of(self.doors, request, "supply.approve")
        name = form.word("proposal", 60)
        units, why = form.number(f"q-{name}"), form.word(f"why-{name}", 300)
        if units is None:
            return await self.again(
                request, form, NotSupplied("field", "quantity", "give a whole number of units"), name
            )
        site, actor = form.visitor.site, form.visitor.actor
        found = await self.doors.write(change_proposal, site, actor, name, units, why)
        return await self.again(request, form, found, name) if isinstance(found, NotSupplied) else _done("changed")

    async def reject(self, request: Request) -> Response:
        form = await form_of(self.doors, request, "supply.approve")
        name = form.word("proposal", 60)
        site, actor, why = form.visitor.site, form.visitor.actor, form.word(f"why-{name}", 300)
        found = await self.doors.write(reject_proposal, site, actor, name, why)
        return await self.again(request, form, found, name) if isinstance(found, NotSupplied) else _done("rejected")


def _done(told: str) -> Response:
    return go(f"/stock/proposals?done={told}")


def _open(centre: Centre, site: str) -> tuple[tuple[ProposalRow, ...], dict[str, str]]:
    rows = list_proposals(centre, site, MOST)
    with centre.read(site) as work:
        return rows, work.supply.buying.names([row.sku for row in rows])
