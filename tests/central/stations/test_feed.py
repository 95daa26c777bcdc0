"""The feed: commit-ordered, always a snapshot from 0, deletions kept for a while, names only for the holder."""

from datetime import timedelta

from app.central.bench.changes import Page, StaleCursor, changes, purge_tombstones
from app.central.intake.changing.cancelling import cancel_order
from app.central.values import FeedRow
from app.central.work.release import sweep
from app.domain import documents
from sync.protocol import DOCUMENTS, decode
from tests.central.house import SITE, Bench, House, new_order
from tests.central.packing_day import claim


def pull(bench: Bench, cursor: int = 0, epoch: str = "", limit: int = 1000) -> Page:
    page = changes(bench.house.centre, bench.station, cursor, epoch, limit)
    assert isinstance(page, Page), page
    return page


def test_every_document_can_be_read_as_what_the_protocol_says_it_is(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    house.take(new_order("#1", [("TEE-M", 1)]))
    house.centre.do(sweep, SITE)
    bench = house.bench()
    claim(bench)
    page = pull(bench)
    assert {row.entity for row in page.rows} == {"site", "product", "queue", "work", "block"}
    for row in page.rows:
        if not row.deleted:
            assert isinstance(decode(row.doc, DOCUMENTS[row.entity]), DOCUMENTS[row.entity])
    assert [row.seq for row in page.rows] == sorted({row.seq for row in page.rows})


def test_a_held_order_shows_in_the_queue_with_its_reason_and_no_names(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 0}})
    house.take(new_order("#1", [("TEE-M", 1)]))
    (row,) = [row for row in pull(house.bench()).rows if row.entity == "queue"]
    shown = decode(row.doc, documents.QueueRow)
    assert (shown.kind, shown.state, "TEE-M: 1 wanted, 0 free" in shown.why) == ("order", "on_hold", True)
    assert "Schäfer".encode() not in row.doc


def test_paging_in_small_steps_gives_the_same_as_one_pull(house: House) -> None:
    house.stock({f"SKU-{n}": {"A-1": 5} for n in range(20)})
    bench = house.bench()
    rows: list[FeedRow] = []
    cursor, more = 0, True
    while more:
        page = pull(bench, cursor, limit=3)
        rows += page.rows
        cursor, more = page.cursor, page.more
    assert tuple(rows) == pull(bench).rows
    assert pull(bench, cursor).rows == ()


def test_a_cursor_of_another_history_or_from_the_future_starts_over(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    bench = house.bench()
    page = pull(bench)
    assert isinstance(changes(house.centre, bench.station, page.cursor + 1, "", 10), StaleCursor)
    assert isinstance(changes(house.centre, bench.station, page.cursor, "another", 10), StaleCursor)
    assert pull(bench, page.cursor, page.server_epoch).rows == ()


def test_a_cursor_older_than_the_oldest_deletion_starts_over_and_a_snapshot_can_go_on(house: House) -> None:
    house.stock({f"SKU-{n}": {"A-1": 5} for n in range(10)})
    bench = house.bench()
    old = pull(bench, limit=2).cursor
    taken = house.take(new_order("#1", [("SKU-1", 1)]))
    house.centre.do(cancel_order, SITE, taken.order_id, "test")
    house.clock.move(timedelta(days=91))
    assert house.centre.do(purge_tombstones, SITE) == 1
    assert isinstance(changes(house.centre, bench.station, old, "", 10), StaleCursor)
    cursor, more, skus = 0, True, set()
    while more:
        page = pull(bench, cursor, limit=2)
        skus |= {row.id for row in page.rows if row.entity == "product"}
        cursor, more = page.cursor, page.more
    assert len(skus) == 10


def test_cancelling_puts_the_order_on_every_benchs_stop_list(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    taken = house.take(new_order("#1", [("TEE-M", 1)]))
    house.centre.do(sweep, SITE)
    bench, other = house.bench(), house.bench("ST-2")
    claim(bench)
    house.centre.do(cancel_order, SITE, taken.order_id, "changed their mind")
    assert [row.id for row in pull(other).rows if row.entity == "stop"] == [taken.order_id]
    (work,) = [decode(row.doc, documents.WorkList) for row in pull(bench).rows if row.entity == "work"]
    assert work.orders[0].state == "cancelled"
