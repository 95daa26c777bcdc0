"""A table that grew is looked at anew by PostgreSQL's planner, once for each doubling; SQLite needs none of it."""

from app.central.centre import Centre
from tests.central.house import SITE, House
from tests.waiting import wait_until


def test_a_table_that_grew_is_weighed_once(house: House) -> None:
    def make(centre: Centre) -> None:
        with centre.begin(SITE) as work:
            for n in range(600):
                work.tasks.open(work.new_id(), "restock", f"number {n}")

    assert "task" not in house.centre.weigh()
    house.centre.do(make)
    if not house.database:
        assert house.centre.weigh() == ()
        return
    wait_until(lambda: "task" in house.centre.weigh(), 30, "the server counted the new rows")
    assert "task" not in house.centre.weigh()
