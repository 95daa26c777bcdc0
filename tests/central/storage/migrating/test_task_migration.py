"""Tasks of an older database are carried over: what was a kind is a cause, and back again."""

from sqlalchemy import text

from app.central.centre import Centre
from app.central.storage.migrate import downgrade, migrate
from tests.central.house import SITE, House


def rows(house: House, query: str) -> list[tuple[object, ...]]:
    with house.centre.read(SITE) as work:
        return [tuple(row) for row in work.connection.execute(text(query))]


def test_open_tasks_come_down_and_up_with_their_reasons(house: House) -> None:
    def make(centre: Centre) -> None:
        with centre.begin(SITE) as work:
            work.tasks.open("t-1", "put_back", "three units", source="c-1")
            work.tasks.open("t-2", "two_labels", "destroy one", station_id="st-1")
            work.tasks.open("t-3", "count", "was done")
            work.tasks.close("t-3")

    house.centre.do(make)
    downgrade(house.centre.database, "0009")
    old = rows(house, "SELECT task_id, kind, cause, state, reason FROM task ORDER BY task_id")
    assert old == [
        ("t-1", "put_back", "c-1", "open", "three units"),
        ("t-2", "two_labels", "", "open", "destroy one"),
        ("t-3", "count", "", "done", "was done"),
    ]
    migrate(house.centre.database, "again")
    new = rows(house, "SELECT task_id, kind, cause, source, state, station_id FROM task ORDER BY task_id")
    assert new == [
        ("t-1", "put_back", "put_back", "c-1", "queued", None),
        ("t-2", "check", "two_labels", "", "queued", "st-1"),
        ("t-3", "count", "count", "", "done", None),
    ]
    with house.centre.read(SITE) as work:
        (first, second) = work.tasks.waiting(10)
    assert (first.reason, second.reason, first.fence, first.closed_at) == ("three units", "destroy one", 0, None)
