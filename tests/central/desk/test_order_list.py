"""Lists and searches of the order desk on both engines: complete, bounded, as many statements for ten as for one."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, insert, select

from app.central.centre import Centre
from app.central.desk.exporting import order_rows
from app.central.desk.listing import PAGE, BadWish, Wish, order_list
from app.central.desk.standing import order_seen
from app.central.desk.views import VIEWS
from app.central.intake.changing.cancelling import cancel_order
from app.central.intake.holds import place_hold
from app.central.storage.schema.selling.desk import order_term
from app.central.storage.schema.selling.orders import sales_order
from app.central.storage.stores.desk.orders.terms import FOUND_MOST
from app.domain.intake.orders import Payment
from app.domain.intake.search_terms import fold
from tests.central.house import ADDRESS, SITE, START, House, new_order


def numbers(house: House, **wish: object) -> list[str]:
    return [row.order.number for row in order_list(house.centre, SITE, Wish(**wish)).rows]  # type: ignore[arg-type]


def fill(house: House, count: int, **changes: object) -> list[str]:
    """Orders of one unit each, with ship-by a minute apart in the other direction than they came."""
    house.stock({"TEE-M": {"A-1": 500}})
    due = START + timedelta(days=1)
    taken = [
        house.take(
            new_order(f"#{n}", [("TEE-M", 1)], ship_by=due - timedelta(minutes=n), total_minor=1000 + n % 3, **changes)
        )
        for n in range(1, count + 1)
    ]
    return [one.order_id for one in taken]


@pytest.mark.parametrize("sort", ["ship-by", "came-in", "total"])
@pytest.mark.parametrize("descending", [False, True])
def test_pages_are_complete_and_in_order(house: House, sort: str, descending: bool) -> None:
    fill(house, 23)
    wish, seen = Wish(sort=sort, descending=descending, most=5), list[str]()
    while True:
        page = order_list(house.centre, SITE, wish)
        seen += [row.order.order_id for row in page.rows]
        if not page.cursor:
            break
        wish = replace(wish, cursor=page.cursor)
    assert (len(seen), len(set(seen))) == (23, 23)
    everything, further = order_rows(house.centre, SITE, Wish(sort=sort, descending=descending))
    assert ([row.order.order_id for row in everything], further) == (seen, None)
    if sort == "ship-by":
        assert numbers(house, sort=sort, descending=descending)[0] == ("#1" if descending else "#23")


def test_a_search_that_fits_more_than_it_lists_says_so(house: House) -> None:
    fill(house, 2)
    assert order_list(house.centre, SITE, Wish(typed="TEE-M")).cut is False
    with house.centre.read(SITE) as work:
        (order,) = work.orders.numbered("#1")

    def many(centre: Centre) -> None:
        with centre.begin(SITE) as work:
            row = work.connection.execute(select(sales_order).where(sales_order.c.order_id == order.order_id)).one()
            copies = [{"order_id": f"copy-{n}", "external_ref": f"#copy-{n}", "shop_id": ""} for n in range(FOUND_MOST)]
            work.connection.execute(insert(sales_order), [{**row._asdict(), **copy} for copy in copies])
            terms = [{"site_id": SITE, "order_id": f"copy-{n}", "term": fold("TEE-M")} for n in range(FOUND_MOST)]
            work.connection.execute(insert(order_term), terms)

    house.centre.do(many)
    listed = order_list(house.centre, SITE, Wish(typed="TEE-M"))
    assert (len(listed.rows), listed.cut) == (PAGE, True)


def test_every_view_counts_what_it_shows(house: House) -> None:
    ids = fill(house, 4)
    house.take(new_order("#late", [("TEE-M", 1)], payment=Payment.PENDING, charged_minor=0))
    house.take(new_order("#short", [("TEE-M", 9000)]))
    house.centre.do(place_hold, SITE, ids[0], "ask for the colour", "user:rosa")
    house.centre.do(cancel_order, SITE, ids[1], "changed his mind")
    counts = order_list(house.centre, SITE, Wish()).counts
    shown = {view.code: len(numbers(house, view=view.code)) for view in VIEWS}
    assert shown == counts
    assert counts["all"] == 6
    assert (counts["cancelled"], counts["open"], counts["shipped"]) == (1, 5, 0)
    assert sorted(numbers(house, view="need-you")) == ["#1", "#2", "#late"], "what #2 had paid is to be paid back"


def test_an_order_is_found_by_its_new_address_too(house: House) -> None:
    (order_id,) = fill(house, 1)

    def move(centre: object) -> None:
        with house.centre.begin(SITE) as work:
            work.orders.change(
                order_id, recipient='{"name":"Renée Øster","street":"a","postcode":"1","city":"b","country":"FR"}'
            )

    house.centre.do(move)
    for typed in ("oster", "renee øs", "Schäfer", "tee-m", "#1", "ren"):
        assert numbers(house, typed=typed) == ["#1"], typed
    assert numbers(house, typed="oster nobody") == []


def test_many_of_one_name_are_found_in_pages_and_not_all_read(house: House) -> None:
    fill(house, 12, recipient=replace(ADDRESS, name="Anna Müller", phone="+49 171 5550101"))
    first = order_list(house.centre, SITE, Wish(typed="muller", most=5))
    assert (len(first.rows), bool(first.cursor)) == (5, True)
    assert len(numbers(house, typed="0171 5550101")) == 12


def test_a_page_costs_as_many_statements_whatever_it_holds(house: House) -> None:
    def cost(wish: Wish) -> int:
        counted: list[str] = []

        def count(*args: object) -> None:
            counted.append(str(args[2]))

        with house.centre.read(SITE) as work:
            engine = work.connection.engine
        event.listen(engine, "before_cursor_execute", count)
        try:
            order_list(house.centre, SITE, wish)
        finally:
            event.remove(engine, "before_cursor_execute", count)
        return len(counted)

    fill(house, 1)
    few = cost(Wish())
    fill_more = [house.take(new_order(f"#m{n}", [("TEE-M", 1)], charged_minor=n % 2 * 1990)) for n in range(30)]
    assert len(fill_more) == 30
    assert cost(Wish()) == few <= 14


def test_the_cursor_of_another_list_is_refused(house: House) -> None:
    fill(house, 3)
    cursor = order_list(house.centre, SITE, Wish(sort="total", most=1)).cursor
    with pytest.raises(BadWish, match="cursor"):
        order_list(house.centre, SITE, Wish(sort="ship-by", cursor=cursor))


def test_an_order_of_another_site_is_not_there(house: House) -> None:
    (order_id,) = fill(house, 1)
    assert order_seen(house.centre, "XX9", order_id) is None
    seen = order_seen(house.centre, SITE, order_id)
    assert seen is not None
    assert [event.words for event in seen.story][:1] == ["came in from shop"]
    assert any(event.words == "1 unit allocated" for event in seen.story)
