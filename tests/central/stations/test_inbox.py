"""Every command exactly once, in its order; poison is kept whole and blocks nobody else."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.central.bench.enrolment import CODE_LIFE, enrol, make_enrolment_code
from app.central.bench.inbox import Forked, Frozen, Received, UnknownEpoch, receive
from app.central.bench.outcomes import Arrived
from app.central.centre import Centre
from app.central.intake.orders import take_order
from app.central.report import report
from app.domain import facts
from tests.central.house import SITE, Bench, House, new_order
from tests.central.packing_day import claim, picking


def signed_in(bench: Bench) -> Arrived:
    return bench.arrive(facts.SignedIn(packer_id="amina"))


def test_a_gap_ends_the_run_and_nothing_behind_it_is_applied(house: House) -> None:
    bench = house.bench()
    first, _, third = (signed_in(bench) for _ in range(3))
    got = house.centre.do(receive, bench.station, 1, [first, third])
    assert isinstance(got, Received)
    assert (got.have, len(got.rows)) == (1, 1)


def test_an_empty_batch_asks_what_the_centre_has(house: House) -> None:
    bench = house.bench()
    bench.send(signed_in(bench))
    assert house.centre.do(receive, bench.station, 1, []) == Received(1, ())


def test_the_same_seq_with_other_bytes_freezes_the_epoch(house: House) -> None:
    bench = house.bench()
    sent = signed_in(bench)
    bench.send(sent)
    other = replace(sent, envelope=b"other", sha256="f" * 64)
    assert house.centre.do(receive, bench.station, 1, [other]) == Forked(1)
    assert house.centre.do(receive, bench.station, 1, [signed_in(bench)]) == Frozen()
    assert ("fork", 1) in report(house.centre, SITE).tasks


def test_a_new_enrolment_starts_a_new_epoch_and_the_old_one_can_still_deliver(house: House) -> None:
    bench = house.bench()
    bench.send(signed_in(bench))
    again = house.bench()
    assert (again.station.station_id, again.station.epoch) == (bench.station.station_id, 2)
    assert again.station.signing_key != bench.station.signing_key
    assert again.tell(facts.SignedIn(packer_id="linh"))[0].verdict == "applied"
    assert bench.tell(facts.SignedIn(packer_id="linh"))[0].verdict == "applied"
    assert isinstance(house.centre.do(receive, bench.station, 9, []), UnknownEpoch)


def test_poison_is_quarantined_whole_its_order_waits_behind_it_and_others_go_on(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 20}})
    for n in range(2):
        house.take(new_order(f"#{n}", [("TEE-M", 2)]))
    bench = house.bench()
    work = claim(bench)
    sick, well = work.orders
    poison = bench.arrive(None, order_id=sick.order_id, kind="ItemGiftWrapped")
    walk = [bench.arrive(body) for body in picking(work) if not isinstance(body, facts.PickFinished)]
    rows = bench.send(poison, *walk)
    verdicts = {(row.order_id, row.verdict) for row in rows}
    assert (sick.order_id, "applied") not in verdicts
    assert (well.order_id, "quarantined") not in verdicts
    assert rows[0].verdict == "quarantined"
    assert any("held behind command" in row.reason for row in rows)
    numbers = report(house.centre, SITE)
    assert ("quarantine", 1) in numbers.tasks
    assert numbers.quarantined == sum(row.verdict == "quarantined" for row in rows)


def test_an_unreadable_envelope_and_a_used_id_are_kept_and_passed_over(house: House) -> None:
    bench = house.bench()
    first = signed_in(bench)
    bench.send(first)
    closed = replace(signed_in(bench), opened=None, fault="not JSON")
    copied = replace(signed_in(bench), opened=first.opened)
    rows = bench.send(closed, copied, signed_in(bench))
    assert [row.verdict for row in rows] == ["quarantined", "quarantined", "applied"]


def test_a_fact_about_an_unknown_order_is_recorded_with_a_task(house: House) -> None:
    bench = house.bench()
    (row,) = bench.tell(facts.PackSessionOpened(session_id="s", list_id="no-list", order_id="no-order", tote="T-1"))
    assert (row.verdict, bool(row.task_id)) == ("applied_with_task", True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(runs=st.lists(st.tuples(st.integers(0, 11), st.integers(1, 12)), max_size=8))
def test_however_batches_overlap_each_command_counts_once(house: House, runs: list[tuple[int, int]]) -> None:
    bench = house.bench()
    sent = [signed_in(bench) for _ in range(12)]
    seen: dict[int, str] = {}
    have = 0
    for back, length in [*runs, (0, 12)]:
        start = min(back, have)
        end = min(12, start + length)
        got = house.centre.do(receive, bench.station, bench.station.epoch, sent[start:end])
        assert isinstance(got, Received)
        assert got.have == max(have, end)
        assert all(seen.setdefault(row.seq, row.id) == row.id for row in got.rows)
        have = got.have
    assert sorted(seen) == list(range(1, 13))


def test_one_failing_verb_of_a_group_takes_nothing_else_with_it(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 20}})

    def explode(centre: Centre) -> None:
        with centre.begin(SITE) as work:
            work.goods.put_tote("T-lost")
            raise ValueError("no")

    first, failed, last = (
        house.centre.submit(take_order, house.channel, new_order("#1", [("TEE-M", 1)])),
        house.centre.submit(explode),
        house.centre.submit(take_order, house.channel, new_order("#2", [("TEE-M", 1)])),
    )
    assert first.result().lifecycle == "accepted"
    assert isinstance(failed.exception(), ValueError)
    assert last.result().lifecycle == "accepted"
    with house.centre.read(SITE) as work:
        assert "T-lost" not in work.goods.totes()


def test_an_enrolment_code_works_once_and_for_ten_minutes(house: House) -> None:
    first = house.centre.do(make_enrolment_code, SITE, "ST-1")
    assert house.centre.do(enrol, first.lower().replace("-", " "), "ST-1") is not None
    assert house.centre.do(enrol, first, "ST-1") is None
    late = house.centre.do(make_enrolment_code, SITE, "ST-1")
    house.clock.move(CODE_LIFE)
    assert house.centre.do(enrol, late, "ST-1") is None
    fresh = house.centre.do(make_enrolment_code, SITE, "ST-1")
    house.clock.move(CODE_LIFE - timedelta(seconds=1))
    assert house.centre.do(enrol, fresh, "ST-1") is not None
