"""What a supervisor decides about work, what is given to people by itself, and why everything is as it is."""

from dataclasses import replace
from datetime import timedelta

from app.central.audit import audit
from app.central.intake.holds import place_hold, release_hold
from app.central.operating.forgetting import Forgetting, forget
from app.central.values import ListRow
from app.central.warehouse.imports import import_locations, import_site
from app.central.warehouse.records import Place
from app.central.work.crew import STATION, put_worker
from app.central.work.release import plan_lists, sweep, sweep_in_turns, write_lists
from app.central.work.tasks.doing import claim, done
from app.central.work.tasks.effects import NotDone
from app.central.work.tasks.explaining import Why, why_order, why_task
from app.central.work.tasks.seeing import list_tasks, see_task
from app.central.work.tasks.supervising import Decided, assign, pause, pin, prioritise, resume
from app.central.work.tasks.tending import tend
from app.central.work.values import TaskItem, TaskRow, TaskSeen
from app.domain.facts import ClaimWork
from app.domain.intake.orders import HoldReason
from app.domain.work.limits import WorkSettings
from tests.central.house import SITE, House, new_order, site_record
from tests.central.packing_day import blocks_of, packing, picking, work_of
from tests.central.packing_day import claim as claim_list


def settings(house: House, **changed: int | bool) -> None:
    house.centre.do(import_site, replace(site_record(), work=WorkSettings(**changed)))  # type: ignore[arg-type]


def fill(house: House, orders: int = 3) -> list[str]:
    house.stock({"TEE-M": {"A-1": 500}, "CAP": {"B-2": 500}})
    return [house.take(new_order(f"#{n}", [("TEE-M", 1), ("CAP", 1)])).order_id for n in range(orders)]


def lists(house: House) -> list[ListRow]:
    with house.centre.read(SITE) as work:
        found = [work.lists.numbered(f"P-{n}") for n in range(1, 100)]
    return [row for row in found if row is not None]


def task(house: House, cause: str = "put_back", **more: object) -> str:
    def make(centre: object) -> str:
        with house.centre.begin(SITE) as work:
            return work.tasks.open(work.new_id(), cause, f"to do: {cause}", **more)  # type: ignore[arg-type]

    return house.centre.do(make)


def seen(house: House, name: str) -> TaskSeen:
    found = see_task(house.centre, SITE, name)
    assert found is not None
    return found.seen


def said(found: Why | None) -> str:
    assert found is not None
    return " ".join([*found.now, *(reason.words for reason in found.reasons)])


def test_limits_of_the_site_make_the_lists_and_the_list_says_which(house: House) -> None:
    settings(house, cluster_units=6)
    fill(house, 8)
    house.centre.do(sweep, SITE)
    assert [row.units for row in lists(house)] == [6, 6, 4]
    assert "limit of units" in said(why_task(house.centre, SITE, "P-1"))
    assert "every order that waits" in said(why_task(house.centre, SITE, "P-3"))
    assert audit(house.centre, SITE) == ()


def test_a_sweep_in_turns_writes_the_same_lists_and_leaves_nothing(house: House) -> None:
    fill(house, 20)
    assert sweep_in_turns(house.centre, SITE) == 3
    assert (len(lists(house)), sum(row.orders for row in lists(house))) == (3, 20)
    assert plan_lists(house.centre, SITE) == ()


def test_a_plan_that_is_old_by_now_writes_only_what_still_waits(house: House) -> None:
    first, *_ = fill(house, 3)
    planned = plan_lists(house.centre, SITE)
    house.centre.do(place_hold, SITE, first, "look at it", "amina")
    assert house.centre.do(write_lists, SITE, planned) == 1
    assert house.centre.do(write_lists, SITE, planned) == 0
    assert [row.orders for row in lists(house)] == [2]


def test_orders_wait_for_their_wave_and_say_so(house: House) -> None:
    settings(house, release_hours=4)
    (order_id,) = fill(house, 1)
    house.centre.do(sweep, SITE)
    assert lists(house) == []
    assert "wave is not due" in said(why_order(house.centre, SITE, order_id))
    house.clock.move(timedelta(hours=30))
    house.centre.do(sweep, SITE)
    assert len(lists(house)) == 1


def test_why_an_order_is_not_released_names_holds_and_stock(house: House) -> None:
    (held,) = fill(house, 1)
    house.centre.do(place_hold, SITE, held, "check the engraving", "amina")
    assert "check the engraving" in said(why_order(house.centre, SITE, held))
    short = house.take(new_order("#s", [("TEE-M", 9000)])).order_id
    assert "Not promised yet: 9000 x TEE-M" in said(why_order(house.centre, SITE, short))
    house.centre.do(release_hold, SITE, held, HoldReason.OPERATOR, "amina")
    house.centre.do(sweep, SITE)
    assert "is in P-1" in said(why_order(house.centre, SITE, held))
    assert why_order(house.centre, SITE, "nobody") is None


def test_zones_are_kept_apart_and_a_bench_gets_its_own_first(house: House) -> None:
    settings(house, by_zone=True)
    house.stock({"TEE-M": {"A-1": 5}, "CAP": {"B-2": 5}})
    house.centre.do(import_locations, SITE, [Place(line=2, code="B-2", walk=2, kind="pick", zone="upstairs")])
    house.take(new_order("#a", [("TEE-M", 1)]))
    house.take(new_order("#b", [("CAP", 1)]))
    house.centre.do(sweep, SITE)
    assert {row.zone for row in lists(house)} == {"A", "upstairs"}
    house.centre.do(put_worker, SITE, "ST-1", kind=STATION, zones=("upstairs",))
    work = claim_list(house.bench())
    assert [order.number for order in work.orders] == ["#b"]
    assert "zone upstairs" in said(why_task(house.centre, SITE, work.number))


def test_a_pinned_list_goes_to_its_bench_alone(house: House) -> None:
    fill(house, 1)
    house.centre.do(sweep, SITE)
    one, two = house.bench(), house.bench("ST-2")
    assert isinstance(house.centre.do(pin, SITE, "P-1", "ST-9", "boss"), NotDone)
    assert isinstance(house.centre.do(pin, SITE, "P-1", "ST-2", "boss"), Decided)
    (refused,) = one.tell(ClaimWork(lists=1))
    assert (refused.verdict, "for other benches" in refused.reason) == ("refused", True)
    assert claim_list(two).number == "P-1"


def test_a_paused_list_is_given_to_nobody_until_it_goes_on(house: House) -> None:
    fill(house, 1)
    house.centre.do(sweep, SITE)
    bench = house.bench()
    claim_list(bench)
    assert isinstance(house.centre.do(pause, SITE, "P-1", "boss", "wrong paper"), Decided)
    assert work_of(bench) == {}
    assert seen(house, "P-1").state == "paused"
    assert isinstance(house.centre.do(resume, SITE, "P-1", "boss"), Decided)
    assert claim_list(bench).number == "P-1"


def test_a_list_in_progress_is_reassigned_by_its_fence(house: House) -> None:
    fill(house, 2)
    slow, fast = house.bench(), house.bench("ST-2")
    work = claim_list(slow)
    walk = picking(work)
    slow.tell(*walk[:4])
    assert isinstance(house.centre.do(pause, SITE, work.number, "boss"), NotDone)
    decided = house.centre.do(assign, SITE, work.number, "ST-2", "boss", "amina went home")
    assert isinstance(decided, Decided)
    late = slow.tell(*walk[4:])
    assert {row.verdict for row in late} == {"applied_with_task"}
    again = claim_list(fast)
    assert len(again.orders) == 2
    told = [*picking(again), *packing(again, blocks_of(fast)[-1])]
    assert {row.verdict for row in fast.tell(*told)} == {"applied"}
    assert audit(house.centre, SITE) == ()


def test_a_task_is_paused_pinned_reassigned_and_moved_and_the_old_holder_is_late(house: House) -> None:
    name = task(house, "restock")
    first = house.centre.do(claim, SITE, name, "amina")
    assert isinstance(first, TaskRow)
    assert isinstance(house.centre.do(assign, SITE, name, "bo", "boss"), Decided)
    late = house.centre.do(done, SITE, name, "amina", first.fence)
    assert isinstance(late, NotDone)
    assert late.code == "older_lease"
    refused = house.centre.do(claim, SITE, name, "amina")
    assert isinstance(refused, NotDone)
    assert "pinned to bo" in refused.why
    assert isinstance(house.centre.do(pause, SITE, name, "boss"), Decided)
    assert isinstance(house.centre.do(claim, SITE, name, "bo"), NotDone)
    assert isinstance(house.centre.do(resume, SITE, name, "boss"), Decided)
    assert isinstance(house.centre.do(prioritise, SITE, name, 1, "boss"), Decided)
    assert isinstance(house.centre.do(prioritise, SITE, name, 10, "boss"), NotDone)
    assert (seen(house, name).priority, seen(house, name).state) == (1, "queued")
    words = said(why_task(house.centre, SITE, name))
    assert all(part in words for part in ("given to bo", "paused", "goes on", "priority 1"))


def test_tasks_are_meant_for_whom_they_suit_and_anybody_may_still_take_them(house: House) -> None:
    house.centre.do(put_worker, SITE, "amina", zones=("A",))
    house.centre.do(put_worker, SITE, "bo", most=1)
    near = task(house, "restock", zone="A")
    other = task(house, "restock")
    boss = task(house, "intercept")
    house.centre.do(tend, SITE)
    assert (seen(house, near).holder, seen(house, other).holder, seen(house, boss).holder) == ("amina", "bo", "")
    assert "zone A" in said(why_task(house.centre, SITE, near))
    assert "needs the role supervisor" in said(why_task(house.centre, SITE, boss))
    assert isinstance(house.centre.do(claim, SITE, near, "bo"), TaskRow)


def test_an_order_held_at_a_bench_is_looked_at_until_the_hold_is_gone(house: House) -> None:
    (order_id,) = fill(house, 1)
    bench = house.bench()
    bench.tell(*picking(claim_list(bench))[:2])
    house.centre.do(place_hold, SITE, order_id, "stop", "amina")
    house.centre.do(tend, SITE)
    (found,) = list_tasks(house.centre, SITE, by={"kind": "inspect"}).rows
    assert (found.cause, found.order_id) == ("held_at_bench", order_id)
    house.centre.do(release_hold, SITE, order_id, HoldReason.OPERATOR, "amina")
    house.centre.do(tend, SITE)
    assert seen(house, found.id).state == "done"


def test_one_list_shows_lists_and_tasks_a_page_at_a_time(house: House) -> None:
    fill(house, 1)
    house.centre.do(sweep, SITE)
    for n in range(5):
        task(house, "put_back", items=[TaskItem("TEE-M", f"A-{n}", 1)])
    names: list[str] = []
    after = None
    while True:
        page = list_tasks(house.centre, SITE, 2, after)
        names += [row.number or row.id for row in page.rows]
        after = page.after
        if after is None:
            break
    assert (len(names), len(set(names)), names.count("P-1")) == (6, 6, 1)
    assert [row.number for row in list_tasks(house.centre, SITE, by={"kind": "pick"}).rows] == ["P-1"]
    assert list_tasks(house.centre, SITE, by={"state": "done"}).rows == ()


def test_decisions_are_forgotten_in_the_end(house: House) -> None:
    fill(house, 1)
    house.centre.do(sweep, SITE)
    house.clock.move(timedelta(days=31))
    while house.centre.do(forget, SITE, Forgetting()):
        pass
    found = why_task(house.centre, SITE, "P-1")
    assert found is not None
    assert found.reasons == ()
