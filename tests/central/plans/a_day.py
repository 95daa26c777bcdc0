"""A day at a centre, verb by verb: orders come in, are packed and leave, and everybody looks at everything."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final

from app.central.audit import audit
from app.central.bench.changes import changes, purge_tombstones
from app.central.bench.enrolment import enrol, make_enrolment_code
from app.central.centre import Centre
from app.central.desk.channels.health import all_health, channel_page
from app.central.desk.exporting import order_rows, whole_orders
from app.central.desk.floor.seeing import see_floor
from app.central.desk.listing import Wish, order_list
from app.central.desk.standing import order_seen
from app.central.desk.stock.item import stock_item
from app.central.desk.stock.listing import lying, stock_list
from app.central.desk.stock.lots import lot_list
from app.central.desk.views import VIEWS
from app.central.details.questions.asking import begin_asking
from app.central.details.questions.sending import claim_letters
from app.central.details.rules import forget_repeats
from app.central.entry.looking import currency_of, customers, offered, products_named, scanned
from app.central.intake.answers import holds_of, orders_page, standing_for, stock_of
from app.central.intake.changes import retry_stock
from app.central.intake.changing.cancelling import cancel_order
from app.central.inventory.pacing import judge_channels
from app.central.inventory.publishing import check_due, differing, limited, publish, untold
from app.central.inventory.pushing import claim_delivery
from app.central.inventory.reading import inventory, inventory_changes
from app.central.money.recording import judge_lapsing, mark_paid
from app.central.operating.forgetting import Forgetting, forget
from app.central.operating.standing import standing
from app.central.people.actors import CENTRE
from app.central.people.deeds import deeds
from app.central.people.keys import as_actor
from app.central.report import report
from app.central.stock.reservations.reserving import expire_reservations, reservations_due
from app.central.storage.stores.intake.order_pages import Filter
from app.central.supply.faces.refilling import refill
from app.central.supply.looking import look, look_due
from app.central.supply.seeing import low
from app.central.values import StationRow
from app.central.work.lateness import show_late
from app.central.work.release import sweep
from app.central.work.tasks.explaining import why_order
from app.central.work.tasks.seeing import list_tasks, see_task
from app.central.work.tasks.tending import tend
from tests.bench.load.centres import BenchCentre
from tests.bench.load.orders import body
from tests.bench.load.seeding.lives import SITE, channel_of, new_taken
from tests.central.house import Bench, Clock, House
from tests.central.packing_day import blocks_of, claim, packing, picking
from tests.central.plans.statements import Heard

ORDERS: Final = 12
SEARCHES: Final = (
    "Lindqvist",
    "Anna Lindqvist",
    "#zq0000003zq-7",
    "anna.zq0000003zq.7@example.com",
    "SKU-0",
    "zq00",
    "T-1",
)
"""A name many have, two words, a number, a mail address, what everybody buys, a beginning, a tote."""


class Day:
    """`took`: (what was done, seconds), in the order of the day."""

    def __init__(self, made: BenchCentre, centre: Centre, heard: Heard) -> None:
        self.centre = centre
        self.made = made
        self.channel = channel_of(centre)
        self.actor = as_actor(self.channel)
        self.heard = heard
        self.took: list[tuple[str, float]] = []
        self.name = f"day-{centre.new_id()}"

    @contextmanager
    def doing(self, what: str) -> Iterator[None]:
        self.heard.doing = what
        began = time.perf_counter()
        yield
        self.took.append((what, time.perf_counter() - began))

    def read(self, what: str, verb: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        with self.doing(what):
            return verb(self.centre, *args, **kwargs)

    def write(self, what: str, verb: Callable[..., Any], *args: Any) -> Any:
        with self.doing(what):
            return self.centre.do(verb, *args)

    def whole(self) -> None:
        """Everything, once."""
        station = self.station()
        orders = self.orders_come_in()
        self.sweeps()
        self.desk(orders[0])
        self.programs(orders[0])
        self.bench(station)
        self.publishing()
        self.supply()

    def station(self) -> StationRow:
        code = self.write("enrolment", make_enrolment_code, SITE, "ST-2")
        found = self.write("enrolment", enrol, code, "ST-2")
        assert found is not None
        return StationRow(**{name: getattr(found.station, name) for name in StationRow.__dataclass_fields__})

    def orders_come_in(self) -> list[str]:
        chance = random.Random(5)  # noqa: S311
        taken = []
        for n in range(ORDERS):
            with self.doing("intake"):
                lines = [("SKU-0", 1), (f"SKU-{chance.randrange(60)}", 1)] if n % 2 else [(f"SKU-{n + 20}", 2)]
                asked = body(f"{self.name}-{n}", lines, chance)
                taken.append(new_taken(self.centre, self.channel, asked, f"{self.name}-{n}").order_id)
        unpaid = body(f"{self.name}-unpaid", [("SKU-0", 1)], chance) | {"payment": "pending"}
        waits = new_taken(self.centre, self.channel, unpaid, f"{self.name}-unpaid").order_id
        self.write("mark paid", mark_paid, SITE, waits, None, f"{self.name}-paid", "clerk")
        self.write("cancel", cancel_order, SITE, taken.pop(), "changed her mind")
        return taken

    def sweeps(self) -> None:
        self.write("retry stock", retry_stock, SITE)
        self.write("release", sweep, SITE)
        self.read("reservations due", reservations_due, SITE)
        self.write("expire reservations", expire_reservations, SITE)
        self.write("late", show_late, SITE)
        self.write("late again", show_late, SITE, self.centre.now() - timedelta(minutes=1))
        self.write("tend", tend, SITE)
        self.write("lapsing", judge_lapsing, SITE)
        self.write("repeats", forget_repeats, SITE)
        self.write("questions", begin_asking, SITE)
        self.write("letters", claim_letters, "https://example.com")
        self.write("tombstones", purge_tombstones, SITE)
        self.write("forgetting", forget, SITE, Forgetting())
        self.read("figures", standing)

    def desk(self, order_id: str) -> None:
        for view in VIEWS:
            for sort in view.sorts:
                page = self.read(f"list {view.code} by {sort}", order_list, SITE, Wish(view=view.code, sort=sort))
                if page.cursor:
                    more = Wish(view=view.code, sort=sort, cursor=page.cursor)
                    self.read(f"list {view.code} by {sort} on", order_list, SITE, more)
        for typed in SEARCHES:
            self.read(f"search {typed}", order_list, SITE, Wish(typed=typed))
        self.read("file of orders", order_rows, SITE, Wish(view="shipped"))
        self.read("file of whole orders", whole_orders, SITE, Wish(view="shipped"))
        self.read("order page", order_seen, SITE, order_id)
        self.read("why", why_order, SITE, order_id)
        self.read("floor", see_floor, SITE)
        self.read("health", all_health, SITE)
        self.read("channel page", channel_page, SITE, "bench")
        for shown in ("", "low", "out", "aside"):
            self.read(f"stock {shown}", stock_list, SITE, shown, "", "")
        for typed in ("SKU-7", "Product 7", "A-000007"):
            self.read(f"stock search {typed}", stock_list, SITE, "", typed, "")
        self.read("file of stock", lying, SITE, None)
        self.read("lots", lot_list, SITE, "")
        self.read("lots named", lot_list, SITE, "SKU-7")
        for sku in ("SKU-0", "SKU-40"):
            self.read(f"stock item {sku}", stock_item, SITE, sku)
        tasks = self.read("tasks", list_tasks, SITE)
        self.read("task", see_task, SITE, tasks.rows[0].id if tasks.rows else "none")
        for by in ({"kind": "pick"}, {"state": "done"}, {"order_id": order_id}):
            self.read(f"tasks by {next(iter(by))}", list_tasks, SITE, 50, None, by)
        self.read("entry", currency_of, SITE)
        self.read("entry customers", customers, SITE, "Lindqvist")
        self.read("entry products", products_named, SITE, "Product 7", "EUR")
        self.read("entry offered", offered, SITE, "SKU-0", "EUR")
        self.read("entry scanned", scanned, SITE, "4006381333931")
        for same in ({}, {"subject_kind": "order", "subject_id": order_id}, {"actor_id": "clerk"}, {"action": "x"}):
            self.read(f"deeds {'/'.join(same)}", deeds, 50, None, SITE, same)

    def programs(self, order_id: str) -> None:
        for name, wanted in {
            "all": Filter(site=SITE), "lifecycle": Filter(site=SITE, lifecycle="accepted"),
            "cancelled": Filter(site=SITE, lifecycle="cancelled"),
            "hold": Filter(site=SITE, hold="payment"), "due": Filter(site=SITE, due_before=self.centre.now()),
            "channel": Filter(site=SITE, channel="bench"),
        }.items():  # fmt: skip
            for who, actor in (("office", CENTRE), ("channel", self.actor)):
                rows, _ = self.read(f"orders {name} {who}", orders_page, actor, wanted, "", 100, None)
                if rows:
                    last = (rows[-1].taken_at, rows[-1].order_id)
                    self.read(f"orders {name} {who} on", orders_page, actor, wanted, "", 100, last)
        self.read("orders search", orders_page, CENTRE, Filter(site=SITE), "Lindqvist", 100, None)
        self.read("order", standing_for, self.actor, order_id)
        self.read("order by ref", standing_for, self.actor, f"{self.name}-1")
        self.read("holds", holds_of, self.actor, order_id)
        self.read("stock", stock_of, SITE, "SKU-0")
        for channel_id in ("", self.channel.channel_id):
            page = self.read("inventory", inventory, SITE, channel_id, "", 500)
            self.read("inventory on", inventory, SITE, channel_id, "SKU-5", 500)
            self.read("inventory since", inventory, SITE, channel_id, "", 500, page.seq - 10)
            self.read("inventory changes", inventory_changes, SITE, channel_id, page.seq - 10, 500, True)

    def bench(self, station: StationRow) -> None:
        clock = Clock()
        clock.at = self.centre.now()
        bench = Bench(House(self.made.data, self.centre, clock, self.channel, "", ""), station)
        with self.centre.read(SITE) as work:
            before = work.feed.marks()[0]
        with self.doing("bench"):
            held = claim(bench, before)
        with self.doing("bench facts"):
            told = bench.tell(*picking(held), *packing(held, blocks_of(bench, before)[-1]))
        assert {row.verdict for row in told} == {"applied"}, told
        for cursor in (0, before):
            self.read("feed", changes, station, cursor, "", 500)

    def publishing(self) -> None:
        skus = self.read("untold", untold, SITE)
        self.read("limited", limited, SITE)
        self.write("publish", publish, SITE, skus[:50])
        self.read("check due", check_due, SITE)
        self.read("differing", differing, SITE, "")
        self.write("judge channels", judge_channels, SITE)
        self.write("claim delivery", claim_delivery)

    def supply(self) -> None:
        self.read("supply due", look_due, SITE)
        for _ in range(3):
            self.write("supply", look, SITE)
        self.write("refill", refill, SITE)
        self.read("low", low, SITE, 50)

    def books(self) -> None:
        """What adds up all that ever was."""
        assert self.read("audit", audit, SITE) == ()
        self.read("report", report, SITE)
