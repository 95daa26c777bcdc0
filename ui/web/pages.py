"""Every page of the centre, as one router over the doors it is handed."""

from __future__ import annotations

from fastapi import APIRouter

from app.central.doors import Doors
from ui.web.channels.deeds import channel_deeds
from ui.web.channels.pages import channel_pages
from ui.web.entry.pages import entry_pages
from ui.web.fix.routes import fix_pages
from ui.web.floor.deeds import work_deeds
from ui.web.floor.pages import floor_pages
from ui.web.imports.pages import import_pages
from ui.web.keeping.lots import lot_pages
from ui.web.keeping.places import place_pages
from ui.web.keeping.sku import keeping_pages
from ui.web.keeping.suppliers import supplier_pages
from ui.web.live.stream import live_routes
from ui.web.orders.deeds import deed_pages
from ui.web.orders.export import orders_export
from ui.web.orders.lines_export import lines_export
from ui.web.orders.money import money_pages
from ui.web.orders.pages import order_pages
from ui.web.orders.resolving import resolving_pages
from ui.web.orders.waiting import waiting_pages
from ui.web.people.account import account_pages, language_pages
from ui.web.people.pages import people_pages
from ui.web.people.record import record_pages
from ui.web.shell.drawing import Shell
from ui.web.shell.routes import lost_routes, static_routes
from ui.web.shell.sites import site_pages
from ui.web.sign_in.routes import sign_in_pages
from ui.web.stock.deeds import stock_deeds
from ui.web.stock.export import stock_export
from ui.web.stock.pages import stock_pages
from ui.web.supply.proposals import proposal_pages
from ui.web.supply.purchases import purchase_pages


def page_routes(doors: Doors) -> APIRouter:
    """The routes of all pages; they stand beside `/v1/`, which belongs to programs."""
    shell = Shell(doors.centre.now)
    router = APIRouter(include_in_schema=False)
    router.include_router(static_routes(shell))
    router.include_router(sign_in_pages(shell, doors))
    router.include_router(entry_pages(shell, doors))
    router.include_router(order_pages(shell, doors))
    router.include_router(orders_export(shell, doors))
    router.include_router(lines_export(shell, doors))
    router.include_router(deed_pages(shell, doors))
    router.include_router(resolving_pages(shell, doors))
    router.include_router(money_pages(shell, doors))
    router.include_router(waiting_pages(shell, doors))
    router.include_router(floor_pages(shell, doors))
    router.include_router(work_deeds(shell, doors))
    router.include_router(stock_pages(shell, doors))
    router.include_router(proposal_pages(shell, doors))
    router.include_router(purchase_pages(shell, doors))
    for family in (keeping_pages, lot_pages, place_pages, supplier_pages, stock_export, stock_deeds):
        router.include_router(family(shell, doors))
    router.include_router(import_pages(shell, doors))
    for family in (people_pages, account_pages, language_pages, record_pages, site_pages):
        router.include_router(family(shell, doors))
    router.include_router(channel_pages(shell, doors))
    router.include_router(channel_deeds(shell, doors))
    router.include_router(live_routes(shell, doors))
    router.include_router(fix_pages(shell, doors))
    router.include_router(lost_routes(shell, doors))
    return router
