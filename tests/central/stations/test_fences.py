"""A list granted to the same bench again: what it did before counts; what another bench did with it is a conflict."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from app.central.audit import audit
from app.central.report import report
from app.central.work.tasks.supervising import assign
from app.domain.documents import WorkList
from app.domain.facts import Body
from tests.central.house import SITE, Bench, House, new_order
from tests.central.packing_day import blocks_of, claim, packing, picking, work_of


def leased(house: House) -> tuple[Bench, WorkList]:
    house.stock({"TEE-M": {"A-1": 20}, "CAP": {"A-2": 20}})
    house.take(new_order("#1", [("TEE-M", 2), ("CAP", 1)]))
    bench = house.bench()
    return bench, claim(bench)


def tell(bench: Bench, work: WorkList, bodies: Sequence[Body]) -> set[str]:
    rows = bench.send(*(bench.arrive(body, fence=work.fence) for body in bodies))
    return {row.verdict for row in rows}


def granted_again(house: House, bench: Bench, work: WorkList) -> WorkList:
    """The lease lapses, another bench gets the list and does not begin, a supervisor gives it back."""
    house.clock.move(timedelta(hours=9))
    other = house.bench("ST-2")
    assert claim(other).list_id == work.list_id
    house.centre.do(assign, SITE, work.number, "ST-1", "boss")
    again = claim(bench)
    assert (again.list_id, again.fence > work.fence) == (work.list_id, True)
    return again


def test_what_the_same_bench_did_under_its_older_fence_counts(house: House) -> None:
    bench, work = leased(house)
    walked = picking(work)
    again = granted_again(house, bench, work)
    assert tell(bench, work, walked[:3]) == {"applied"}, "done while it was offline, under the fence it knew"
    assert tell(bench, again, [*walked[3:], *packing(again, blocks_of(bench)[0])]) == {"applied"}
    assert report(house.centre, SITE).tasks == ()
    assert audit(house.centre, SITE) == ()


def test_what_another_bench_did_with_it_is_a_conflict(house: House) -> None:
    bench, work = leased(house)
    walked = picking(work)
    again = granted_again(house, bench, work)
    other = house.bench("ST-2")
    assert "applied_with_task" in tell(other, work, walked[:3])
    assert tell(bench, again, walked) == {"applied"}
    assert work_of(other) == {}
