"""The end points of supply: what is low and proposed, purchases and what arrives of them, alerts."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response

from app.central.centre import Centre
from app.central.intake.setting import site_row
from app.central.supply import seeing
from app.central.supply.buying import proposing, purchasing, receiving
from sync.central.serving.bounds.strict_json import StrictRoute
from sync.central.serving.desk import Desk, whole_number
from sync.central.serving.document.openapi import answers
from sync.central.serving.paging import LIMIT, LIMIT_MOST, cursor_at, link_to_next, page_of, place_of
from sync.central.serving.refusals.problems import Refusal, answer
from sync.central.supply import forms
from sync.central.supply.answering import READ, REFUSED, Cursor, Limit, Site, after, answering, good
from sync.central.supply.facing import facing_routes
from sync.central.supply.saying import saying_routes
from sync.central.tasks.asking import asking
from sync.protocol import encode

APPROVE, RECEIVE = "supply.approve", "receipt.enter"


def supply_routes(desk: Desk) -> APIRouter:
    """Routes of supply."""
    router = APIRouter(route_class=StrictRoute)
    _low_and_alerts(router, desk)
    _proposals(router, desk)
    _deciding(router, desk)
    _purchases(router, desk)
    _arriving(router, desk)
    router.include_router(saying_routes(desk))
    router.include_router(facing_routes(desk))
    return router


def _low_and_alerts(router: APIRouter, desk: Desk) -> None:
    @router.get("/v1/supply/low", **answering(forms.LowList))
    async def get_low(request: Request, site: Site = "", cursor: Cursor = "", limit: Limit = str(LIMIT)) -> Response:
        """What is low now, in the order of SKUs: what can be sold, for how many days, and what is being done."""
        who = await asking(desk, request, READ, site)
        most = whole_number(limit, "limit", LIMIT, LIMIT_MOST)
        asked = await desk.read(seeing.low, who.site, most + 1, after(cursor))
        rows, following = page_of(asked, most, lambda row: row.sku)
        found = forms.LowList(low=[forms.low_shown(row) for row in rows], next=following or None)
        return answer(encode(found), headers=link_to_next(request, following))

    @router.get("/v1/alerts", **answering(forms.AlertList))
    async def get_alerts(
        request: Request,
        site: Site = "",
        state: Literal["", "raised", "recovered"] = "raised",
        kind: forms.Name = "",
        sku: forms.Name = "",
        cursor: Cursor = "",
        limit: Limit = str(LIMIT),
    ) -> Response:
        """What crossed its line, newest first: the alerts still raised, unless another state is asked for."""
        who = await asking(desk, request, READ, site)
        most, before = whole_number(limit, "limit", LIMIT, LIMIT_MOST), place_of(cursor)
        asked = await desk.read(seeing.list_alerts, who.site, most + 1, state, kind, sku, before)
        rows, following = page_of(asked, most, lambda row: cursor_at(row.raised_at, row.alert_id))
        found = forms.AlertList(alerts=[forms.alert_shown(row) for row in rows], next=following or None)
        return answer(encode(found), headers=link_to_next(request, following))


def _proposals(router: APIRouter, desk: Desk) -> None:
    @router.get("/v1/supply/proposals", **answering(forms.ProposalList))
    async def get_proposals(
        request: Request,
        site: Site = "",
        state: Literal["open", "approved", "rejected", "withdrawn"] = "open",
        supplier: forms.Name = "",
        cursor: Cursor = "",
        limit: Limit = str(LIMIT),
    ) -> Response:
        """Purchase proposals in the order they were made, each with all figures it was made of."""
        who = await asking(desk, request, READ, site)
        most = whole_number(limit, "limit", LIMIT, LIMIT_MOST)
        asked = await desk.read(seeing.list_proposals, who.site, most + 1, state, supplier, after(cursor))
        rows, following = page_of(asked, most, lambda row: row.proposal_id)
        found = forms.ProposalList(proposals=[forms.proposal_shown(row) for row in rows], next=following or None)
        return answer(encode(found), headers=link_to_next(request, following))

    @router.get("/v1/supply/proposals/{proposal_id}", **answering(forms.ProposalShown))
    async def get_proposal(request: Request, proposal_id: forms.Name, site: Site = "") -> Response:
        """One proposal, with why so many."""
        who = await asking(desk, request, READ, site)
        row = await desk.read(seeing.see_proposal, who.site, proposal_id)
        if row is None:
            raise Refusal(404, "supply", "there is no such proposal", field="proposal_id")
        return answer(encode(forms.proposal_shown(row)))


def _deciding(router: APIRouter, desk: Desk) -> None:
    @router.post("/v1/supply/approve", **answering(forms.PurchaseList, changing=True))
    async def approve(request: Request, form: forms.ApproveForm, site: Site = "") -> Response:
        """Order what is proposed: one purchase per supplier, or nothing when one of them can not be."""
        who = await asking(desk, request, APPROVE, site)
        verb, names = proposing.approve_proposals, form.proposals
        made = good(await desk.write(verb, who.site, who.actor, names, form.quantities))
        return answer(encode(forms.PurchaseList(purchases=[forms.purchase_shown(row) for row in made], next=None)))

    @router.post("/v1/supply/proposals/{proposal_id}/change", **answering(forms.ProposalShown, changing=True))
    async def change(
        request: Request, proposal_id: forms.Name, form: forms.ProposalChangeForm, site: Site = ""
    ) -> Response:
        """Order another quantity; the proposal stays as it is until it is decided."""
        who = await asking(desk, request, APPROVE, site)
        verb, asked = proposing.change_proposal, (form.quantity, form.why)
        row = good(await desk.write(verb, who.site, who.actor, proposal_id, *asked))
        return answer(encode(forms.proposal_shown(row)))

    @router.post("/v1/supply/proposals/{proposal_id}/reject", **answering(forms.ProposalShown, changing=True))
    async def reject(
        request: Request, proposal_id: forms.Name, form: forms.ProposalRejectForm, site: Site = ""
    ) -> Response:
        """Say no; for some days nothing is proposed for it."""
        who = await asking(desk, request, APPROVE, site)
        verb = proposing.reject_proposal
        row = good(await desk.write(verb, who.site, who.actor, proposal_id, form.why, form.days))
        return answer(encode(forms.proposal_shown(row)))


def _purchases(router: APIRouter, desk: Desk) -> None:
    @router.get("/v1/purchases", **answering(forms.PurchaseList))
    async def get_purchases(
        request: Request,
        site: Site = "",
        state: Literal["", "open", "received", "closed", "cancelled"] = "",
        supplier: forms.Name = "",
        cursor: Cursor = "",
        limit: Limit = str(LIMIT),
    ) -> Response:
        """Purchases, newest first."""
        who = await asking(desk, request, READ, site)
        most = whole_number(limit, "limit", LIMIT, LIMIT_MOST)
        asked = await desk.read(purchasing.list_purchases, who.site, most + 1, state, supplier, after(cursor))
        rows, following = page_of(asked, most, lambda row: row.purchase_id)
        found = forms.PurchaseList(purchases=[forms.purchase_shown(row) for row in rows], next=following or None)
        return answer(encode(found), headers=link_to_next(request, following))

    @router.get("/v1/purchases/{purchase_id}", **answering(forms.PurchaseSeen))
    async def get_purchase(request: Request, purchase_id: forms.Name, site: Site = "") -> Response:
        """A purchase by its id or number, with its lines and what arrived of it."""
        who = await asking(desk, request, READ, site)
        return answer(encode(forms.purchase_seen(await _purchase(desk, who.site, purchase_id))))

    kinds = {kind: {"schema": {"type": "string"}} for kind in ("text/csv", "text/plain")}
    text = {"content": kinds, "description": "The purchase as a table, or as a letter."}
    said = {**answers({}, *REFUSED), 200: text}
    written = {**answering(forms.PurchaseSeen), "responses": said, "response_class": Response}

    @router.get("/v1/purchases/{purchase_id}/export", **written)
    async def export(
        request: Request, purchase_id: forms.Name, site: Site = "", form: Literal["csv", "text"] = "csv"
    ) -> Response:
        """The purchase for its supplier: a CSV file, or a letter."""
        who = await asking(desk, request, READ, site)
        found = await _purchase(desk, who.site, purchase_id)
        if form == "csv":
            return _file(purchasing.as_csv(found), "text/csv", f"{found.row.number}.csv")
        sender = await desk.read(_sender, who.site)
        return _file(purchasing.as_text(found, sender).encode(), "text/plain", f"{found.row.number}.txt")


def _arriving(router: APIRouter, desk: Desk) -> None:
    @router.post("/v1/purchases/{purchase_id}/receipts", **answering(forms.ReceiptTaken, changing=True))
    async def receive(request: Request, purchase_id: forms.Name, form: forms.ReceiptForm, site: Site = "") -> Response:
        """Take goods in, scanned or typed: sound ones for sale and to who waits, damaged ones into quarantine."""
        who = await asking(desk, request, RECEIVE, site)
        given = form.delivery(purchase_id)
        came = good(await desk.write(receiving.receive_delivery, who.site, who.actor, given))
        desk.sites_to_sweep.add(who.site)
        return answer(encode(forms.receipt_taken(came)))

    @router.post("/v1/purchases/{purchase_id}/expect", **answering(forms.PurchaseShown, changing=True))
    async def expect(request: Request, purchase_id: forms.Name, form: forms.ExpectForm, site: Site = "") -> Response:
        """The supplier says another day."""
        who = await asking(desk, request, APPROVE, site)
        verb = purchasing.expect_on
        row = good(await desk.write(verb, who.site, who.actor, purchase_id, form.expected_on))
        return answer(encode(forms.purchase_shown(row)))

    @router.post("/v1/purchases/{purchase_id}/close", **answering(forms.PurchaseShown, changing=True))
    async def close(request: Request, purchase_id: forms.Name, form: forms.CloseForm, site: Site = "") -> Response:
        """Nobody waits for the rest any more."""
        who = await asking(desk, request, APPROVE, site)
        verb = purchasing.close_purchase
        row = good(await desk.write(verb, who.site, who.actor, purchase_id, form.why))
        return answer(encode(forms.purchase_shown(row)))


async def _purchase(desk: Desk, site: str, name: str) -> purchasing.PurchaseWhole:
    found = await desk.read(purchasing.see_purchase, site, name)
    if found is None:
        raise Refusal(404, "supply", "there is no such purchase", field="purchase_id")
    return found


def _sender(centre: Centre, site: str) -> str:
    with centre.read(site) as work:
        return site_row(work).name


def _file(body: bytes, kind: str, name: str) -> Response:
    return Response(body, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
