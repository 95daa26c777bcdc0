"""The end points of what a person says about supply: settings of the site, suppliers, and how each SKU is bought."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response

from app.central.supply import saying, setting
from sync.central.serving.bounds.strict_json import StrictRoute
from sync.central.serving.desk import Desk, whole_number
from sync.central.serving.paging import LIMIT, LIMIT_MOST, link_to_next, page_of
from sync.central.serving.refusals.problems import Refusal, answer
from sync.central.serving.showing import shown
from sync.central.supply import forms
from sync.central.supply import saying_forms as told
from sync.central.supply.answering import READ, Cursor, Limit, Site, after, answering, good
from sync.central.tasks.asking import asking
from sync.protocol import encode

CHANGE: Final = "settings.change"
RULES: Final = "/v1/supply/rules"


def saying_routes(desk: Desk) -> APIRouter:
    """Routes of settings, suppliers and rules."""
    router = APIRouter(route_class=StrictRoute)
    _settings(router, desk)
    _suppliers(router, desk)
    _rules(router, desk)
    _ruling(router, desk)
    return router


def _settings(router: APIRouter, desk: Desk) -> None:
    path = "/v1/supply/settings"

    @router.get(path, **answering(told.SupplySettingsShown))
    async def get_supply_settings(request: Request, site: Site = "") -> Response:
        """How demand is looked at, what is usual of suppliers, and when to warn."""
        who = await asking(desk, request, READ, site)
        found = await desk.read(setting.see_settings, who.site)
        return answer(encode(shown(told.SupplySettingsShown, found)))

    @router.patch(path, **answering(told.SupplySettingsShown, changing=True))
    async def patch_supply_settings(request: Request, form: told.SupplySettingsForm, site: Site = "") -> Response:
        """Change settings of the site; what is not named stays."""
        who = await asking(desk, request, CHANGE, site)
        made = good(await desk.write(setting.set_supply, who.site, who.actor, form.changes()))
        return answer(encode(shown(told.SupplySettingsShown, made)))


def _suppliers(router: APIRouter, desk: Desk) -> None:
    @router.get("/v1/supply/suppliers", **answering(told.SupplierList))
    async def get_suppliers(
        request: Request, site: Site = "", cursor: Cursor = "", limit: Limit = str(LIMIT)
    ) -> Response:
        """Suppliers in the order of their codes."""
        who = await asking(desk, request, READ, site)
        most = whole_number(limit, "limit", LIMIT, LIMIT_MOST)
        asked = await desk.read(saying.list_suppliers, who.site, most + 1, after(cursor))
        rows, following = page_of(asked, most, lambda row: row.code)
        found = told.SupplierList(suppliers=[shown(told.SupplierShown, row) for row in rows], next=following or None)
        return answer(encode(found), headers=link_to_next(request, following))

    @router.put("/v1/supply/suppliers/{supplier}", **answering(told.SupplierShown, changing=True))
    async def put_supplier(
        request: Request, supplier: forms.Place, form: told.SupplierForm, site: Site = ""
    ) -> Response:
        """Make or change a supplier: all of it is as it is said here."""
        who = await asking(desk, request, CHANGE, site)
        made = good(await desk.write(saying.say_supplier, who.site, who.actor, form.row(supplier)))
        return answer(encode(shown(told.SupplierShown, made)))


def _rules(router: APIRouter, desk: Desk) -> None:
    @router.get(RULES, **answering(told.SupplyRuleList))
    async def get_supply_rules(
        request: Request,
        site: Site = "",
        sku: forms.Name = "",
        supplier: forms.Name = "",
        cursor: Cursor = "",
        limit: Limit = str(LIMIT),
    ) -> Response:
        """How SKUs are bought, in their order: only those somebody said something of."""
        who = await asking(desk, request, READ, site)
        most = whole_number(limit, "limit", LIMIT, LIMIT_MOST)
        if sku:
            one = await desk.read(saying.see_rule, who.site, sku)
            rows, following = [] if one is None else [one], ""
        else:
            asked = await desk.read(saying.list_rules, who.site, most + 1, after(cursor), supplier)
            rows, following = page_of(asked, most, lambda row: row.sku)
        found = told.SupplyRuleList(rules=[shown(told.SupplyRuleShown, row) for row in rows], next=following or None)
        return answer(encode(found), headers=link_to_next(request, following))


def _ruling(router: APIRouter, desk: Desk) -> None:
    @router.put(RULES, **answering(told.SupplyRuleShown, changing=True))
    async def put_supply_rule(
        request: Request, form: told.SupplyRuleForm, site: Site = "", sku: forms.Name = ""
    ) -> Response:
        """Say how a SKU is bought: the whole rule, in place of the one before."""
        who = await asking(desk, request, CHANGE, site)
        made = good(await desk.write(saying.say_rule, who.site, who.actor, form.row(sku)))
        return answer(encode(shown(told.SupplyRuleShown, made)))

    @router.delete(RULES, **answering(told.SupplyRuleList, changing=True))
    async def delete_supply_rule(request: Request, site: Site = "", sku: forms.Name = "") -> Response:
        """The SKU is bought as usual again."""
        who = await asking(desk, request, CHANGE, site)
        if not await desk.write(saying.forget_rule, who.site, who.actor, sku):
            raise Refusal(404, "supply", "nothing was changed", "nobody said how this SKU is bought", "sku")
        return answer(encode(told.SupplyRuleList(rules=[], next=None)))
