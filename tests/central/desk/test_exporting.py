"""Orders for a file: all of them, each as it was bought; as many pages as it takes, as many statements for each."""

from sqlalchemy import event

from app.central.desk.exporting import FILE_PAGE, order_rows, whole_orders
from app.central.desk.listing import Wish
from tests.central.house import SITE, House, new_order


def test_a_file_holds_more_orders_than_a_page_does(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 2000}, "CAP": {"A-2": 2000}})
    count = FILE_PAGE + 3
    for n in range(count):
        house.take(new_order(f"#{n}", [("TEE-M", 1), ("CAP", 2)]))
    shown = list[str]()
    wish: Wish | None = Wish(view="all")
    while wish is not None:
        rows, wish = order_rows(house.centre, SITE, wish)
        shown += [row.order.order_id for row in rows]
    assert (len(shown), len(set(shown))) == (count, count)
    with house.centre.read(SITE) as work:
        engine = work.connection.engine
    statements = list[str]()

    def count_statement(*given: object) -> None:
        statements.append(str(given[2]))

    event.listen(engine, "before_cursor_execute", count_statement)
    try:
        first, wish = whole_orders(house.centre, SITE, Wish(view="all"))
        for_first = len(statements)
        assert wish is not None
        last, wish = whole_orders(house.centre, SITE, wish)
    finally:
        event.remove(engine, "before_cursor_execute", count_statement)
    assert wish is None
    assert [one.order.order_id for one in (*first, *last)] == shown
    assert len(statements) == 2 * for_first, "no statement is asked once an order"
    assert {tuple((line.sku, line.quantity) for line in one.lines) for one in (*first, *last)} == {
        (("TEE-M", 1), ("CAP", 2))
    }
