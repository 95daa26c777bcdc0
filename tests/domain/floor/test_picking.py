"""Walking a list: whatever is scanned in whatever order, every unit is counted once and every scan has one outcome."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.documents import WorkList
from app.domain.facts import Fact, ItemPicked, ItemShortPicked, PickFinished, ToteAssigned, UnitPutBack
from app.domain.floor import picking
from app.domain.floor.verdicts import Verdict
from app.domain.floor.walk import PickPhase
from tests.domain.walks import (
    ACTS,
    LISTS,
    Act,
    at_stop,
    counted,
    give_up,
    place,
    right_thing,
    short_units,
    started,
    take,
    tote,
    work_list,
)


@given(work=LISTS, acts=st.lists(ACTS, max_size=60))
def test_whatever_happens_every_unit_is_counted_once(work: WorkList, acts: list[Act]) -> None:
    run, _ = picking.start(work)
    facts: list[Fact] = []
    for act in acts:
        after, outcome, said = act(run)
        if outcome.refused:
            assert after == run
            assert said == ()
        run = after
        facts.extend(said)
        needs = [need for stop in run.stops for need in stop.needs]
        assert all(need.done >= 0 and need.short >= 0 and need.done + need.short <= need.quantity for need in needs)
        done = Counter({(need.order_id, need.line_id): need.done for need in needs})
        assert +done == counted(facts)
        assert sum(need.short for need in needs) == short_units(facts)
        assert sum(put.quantity for put in run.puts) == sum(done.values())
        assert sum(isinstance(fact, PickFinished) for fact in facts) == (run.phase is PickPhase.FINISHED)


@given(work=LISTS, acts=st.lists(ACTS, max_size=30))
def test_doing_what_the_screen_asks_always_ends_the_walk(work: WorkList, acts: list[Act]) -> None:
    run, _ = picking.start(work)
    for act in acts:
        run, _, _ = act(run)
    for _ in range(200):
        if run.phase is PickPhase.FINISHED:
            break
        run, outcome, _ = right_thing(run)
        assert not outcome.refused
    assert run.phase is PickPhase.FINISHED
    for act in (right_thing, picking.undo, picking.skip, give_up("lost"), tote("T-1"), place("A-01-1")):
        after, outcome, facts = act(run)
        assert (after, outcome.verdict, outcome.said, facts) == (run, Verdict.NOT_NOW, "walk_finished", ())


def test_orders_on_hold_or_cancelled_are_left_out() -> None:
    work = work_list(
        [("TEE-S", [("o1", "l1", 1), ("o2", "l2", 1)]), ("MUG", [("o2", "l3", 1)])], state={"o2": "cancelled"}
    )
    run, _ = picking.start(work)
    assert run.orders == ("o1",)
    assert [(stop.sku, stop.left) for stop in run.stops] == [("TEE-S", 1)]


def test_totes_one_for_each_order_and_never_twice() -> None:
    run = started(work_list([("MUG", [("o1", "l1", 1), ("o2", "l2", 1)])]), totes=False)
    assert tote("T-9", known=False)(run)[1].verdict is Verdict.UNKNOWN_BARCODE
    busy = tote("T-9", busy_with="o7")(run)[1]
    assert (busy.verdict, busy.said, busy.belongs) == (Verdict.WRONG_TOTE, "tote_busy", "o7")
    run, outcome, facts = tote("T-1")(run)
    assert (outcome.verdict, facts) == (Verdict.RIGHT, (ToteAssigned(list_id="w1", order_id="o1", tote="T-1"),))
    assert tote("T-1")(run)[1].verdict is Verdict.ALREADY_DONE
    for early in (place("B-02-1"), take("MUG"), picking.skip, give_up("lost")):
        assert early(run)[1].said == "totes_first"
    run, outcome, _ = tote("T-2")(run)
    assert run.phase is PickPhase.LOCATION


def test_the_location_is_confirmed_before_the_item() -> None:
    run = started(work_list([("TEE-S", [("o1", "l1", 2)])]))
    early = take("TEE-S")(run)[1]
    assert (early.verdict, early.said, early.expected) == (Verdict.NOT_NOW, "location_first", "A-01-1")
    wrong = place("B-02-1")(run)[1]
    assert (wrong.verdict, wrong.said, wrong.belongs) == (Verdict.WRONG_TOTE, "wrong_location", "A-01-1")
    again = place("A-01-1")(at_stop(run))[1]
    assert (again.verdict, again.said) == (Verdict.ALREADY_DONE, "location_done")


def test_a_discrete_list_needs_no_tote_scan_and_a_cluster_does() -> None:
    run = at_stop(started(work_list([("MUG", [("o1", "l1", 2)])])))
    run, outcome, facts = take("MUG")(run)
    assert outcome.said == "picked"
    assert [type(fact) for fact in facts] == [ItemPicked]
    cluster = at_stop(started(work_list([("MUG", [("o1", "l1", 1), ("o2", "l2", 1)])])))
    cluster, outcome, facts = take("MUG")(cluster)
    assert (outcome.said, outcome.expected, facts) == ("in_hand", "T-1", ())
    wrong = tote("T-2")(cluster)[1]
    assert (wrong.verdict, wrong.said, wrong.belongs) == (Verdict.WRONG_TOTE, "other_tote", "T-1")
    assert tote("T-9")(cluster)[1].said == "foreign_tote"
    second = take("MUG")(cluster)[1]
    assert (second.verdict, second.said, second.expected) == (Verdict.NOT_NOW, "tote_first", "T-1")
    cluster, outcome, facts = tote("T-1")(cluster)
    assert [fact.tote for fact in facts if isinstance(fact, ItemPicked)] == ["T-1"]
    assert cluster.to_order == "o2"


@pytest.mark.parametrize("act", [give_up("lost"), picking.skip])
def test_what_is_in_hand_goes_somewhere_before_the_stop_is_left(act: Act) -> None:
    run = at_stop(started(work_list([("MUG", [("o1", "l1", 1), ("o2", "l2", 1)]), ("TEE-S", [("o1", "l3", 1)])])))
    run, _, _ = take("MUG")(run)
    after, outcome, facts = act(run)
    assert (after, outcome.said, facts) == (run, "tote_first", ())
    run, outcome, facts = picking.undo(run)
    assert (outcome.said, run.in_hand, facts) == ("hand_emptied", None, ())
    assert not act(run)[1].refused


def test_a_wrong_item_says_where_it_does_belong() -> None:
    run = at_stop(started(work_list([("TEE-S", [("o1", "l1", 1)]), ("MUG", [("o1", "l2", 1)])])))
    shelf = take("TEE-M")(run)[1]
    assert (shelf.verdict, shelf.belongs) == (Verdict.WRONG_ITEM, "A-01-2"), "not on this walk: the shelf it lives on"
    assert (shelf.scanned_sku, shelf.expected_sku) == ("TEE-M", "TEE-S")
    later = take("MUG")(run)[1]
    assert (later.verdict, later.belongs) == (Verdict.WRONG_ITEM, "B-02-1"), "a later stop of this walk"
    run, _, _ = take("TEE-S")(run)
    extra = take("TEE-S")(at_stop(run))[1]
    assert (extra.verdict, extra.said, extra.belongs) == (Verdict.ONE_TOO_MANY, "all_picked", "A-01-1")


def test_a_case_counts_its_units_and_one_too_big_is_refused_whole() -> None:
    run = at_stop(started(work_list([("MUG", [("o1", "l1", 4)])])))
    run, outcome, facts = take("MUG", 3)(run)
    assert outcome.quantity == 3
    assert counted(list(facts)) == {("o1", "l1"): 3}
    after, outcome, facts = take("MUG", 3)(run)
    assert (after, outcome.verdict, outcome.said, outcome.expected) == (run, Verdict.ONE_TOO_MANY, "case_too_big", "1")
    assert facts == ()


def test_a_case_fills_two_lines_of_one_order_but_never_two_totes() -> None:
    both = at_stop(started(work_list([("MUG", [("o1", "l1", 1), ("o1", "l2", 2)])])))
    run, outcome, facts = take("MUG", 3)(both)
    assert outcome.said == "picked"
    assert counted(list(facts)) == {("o1", "l1"): 1, ("o1", "l2"): 2}
    assert run.phase is PickPhase.FINISHED
    split = at_stop(started(work_list([("MUG", [("o1", "l1", 1), ("o2", "l2", 2)])])))
    after, outcome, facts = take("MUG", 3)(split)
    assert (after, outcome.said, outcome.expected, facts) == (split, "case_too_big", "2", ())


def test_a_case_that_the_first_order_cannot_take_goes_to_the_one_that_can() -> None:
    run = at_stop(started(work_list([("MUG", [("o1", "l1", 1), ("o2", "l2", 3)])])))
    run, outcome, _ = take("MUG", 3)(run)
    assert outcome.expected == "T-2"
    assert tote("T-1")(run)[1].belongs == "T-2"
    run, _, facts = tote("T-2")(run)
    assert counted(list(facts)) == {("o2", "l2"): 3}
    assert run.to_order == "o1"


def test_the_same_product_on_two_lines_fills_the_first_with_room() -> None:
    run = at_stop(started(work_list([("MUG", [("o1", "l1", 1), ("o1", "l2", 1)])])))
    run, _, first = take("MUG")(run)
    run, _, second = take("MUG")(run)
    assert [fact.line_id for fact in (*first, *second) if isinstance(fact, ItemPicked)] == ["l1", "l2"]
    assert run.picked_for("o1") == {"l1": 1, "l2": 1}


def test_undo_takes_back_one_unit_and_comes_back_to_its_stop() -> None:
    run = at_stop(started(work_list([("TEE-S", [("o1", "l1", 1)]), ("MUG", [("o1", "l2", 3)])])))
    run, _, _ = take("TEE-S")(run)
    run, outcome, facts = picking.undo(run)
    assert (outcome.said, outcome.belongs) == ("unit_put_back", "A-01-1")
    assert [type(fact) for fact in facts] == [UnitPutBack]
    assert run.stop is not None
    assert run.stop.sku == "TEE-S"
    after, outcome, facts = picking.undo(run)
    assert (after, outcome.said, facts) == (run, "nothing_to_undo", ())


def test_a_case_is_undone_unit_by_unit() -> None:
    run = at_stop(started(work_list([("MUG", [("o1", "l1", 4)])])))
    run, _, _ = take("MUG", 3)(run)
    for left in (2, 3, 4):
        run, _, facts = picking.undo(run)
        assert counted(list(facts)) == {}
        assert run.stop is not None
        assert run.stop.left == left
    assert picking.undo(run)[1].said == "nothing_to_undo"


def test_short_is_told_for_every_order_that_misses_something() -> None:
    run = at_stop(started(work_list([("MUG", [("o1", "l1", 2), ("o2", "l2", 1)]), ("TEE-S", [("o1", "l3", 1)])])))
    run, _, _ = take("MUG")(run)
    run, _, _ = tote("T-1")(run)
    run, outcome, facts = give_up("too_few")(run)
    assert outcome.quantity == 2
    told = [(f.order_id, f.quantity, f.reason, f.location) for f in facts if isinstance(f, ItemShortPicked)]
    assert told == [("o1", 1, "too_few", "B-02-1"), ("o2", 1, "too_few", "B-02-1")]
    assert run.phase is PickPhase.LOCATION


def test_a_skipped_stop_comes_last_and_asks_for_its_location_again() -> None:
    run = at_stop(started(work_list([("TEE-S", [("o1", "l1", 1)]), ("MUG", [("o1", "l2", 1)])])))
    run, outcome, _ = picking.skip(run)
    assert (outcome.said, outcome.expected) == ("skipped", "B-02-1")
    run, _, _ = take("MUG")(at_stop(run))
    assert run.phase is PickPhase.LOCATION
    assert picking.skip(run)[1].said == "last_stop"
    _, _, facts = take("TEE-S")(at_stop(run))
    assert [type(fact) for fact in facts] == [ItemPicked, PickFinished]


def test_emptied_totes_are_noted_once() -> None:
    run = started(work_list([("MUG", [("o1", "l1", 1)])]))
    assert run.with_emptied("o1").with_emptied("o1").emptied == ("o1",)
