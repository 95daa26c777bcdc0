"""Lots at the walk: the promised one is shown and taken, another is refused, a bare code asks; all of it is told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.documents import KnownLot, WorkList
from app.domain.facts import ItemPicked, ItemShortPicked, ScanRefused, UnitPutBack
from app.domain.floor.verdicts import Outcome, Verdict
from app.domain.floor.walk import PickRun
from app.station.bench import Ask, Step
from app.station.view.signs import Screen, Sound
from tests.station.floor import Floor
from tests.station.goods import ADA, SITE, badge, command, place, tote
from tests.station.lots.medicines import (
    EARLY,
    LATE,
    LOTS,
    SUPERVISOR_BADGE,
    case_of_syrup,
    everything,
    phone,
    supervisor,
    syrup,
    work,
)

Open = Callable[..., Floor]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Open]:
    """A bench that stands at the shelf with the bottles."""
    made: list[Floor] = []

    def at_shelf(list_: WorkList | None = None, *docs: object) -> Floor:
        floor = Floor(tmp_path / f"bench-{len(made)}")
        made.append(floor)
        floor.deliver(*everything(list_ or work()), *docs)
        floor.do(badge(ADA), tote("T-01"), place("D-01-1"))
        return floor

    yield at_shelf
    for floor in made:
        floor.close()


def picked(floor: Floor) -> list[tuple[str, int, str]]:
    return [(fact.body.lot, fact.body.quantity, fact.body.instead_of) for fact in floor.told(ItemPicked)]


def refused(floor: Floor, text: str, verdict: Verdict, said: str) -> Outcome:
    counted, run = len(floor.told(ItemPicked)), floor.all(PickRun)[0]
    outcome = floor.scan(text)
    assert (outcome.verdict, outcome.said) == (verdict, said), outcome
    assert len(floor.told(ItemPicked)) == counted
    assert floor.all(PickRun)[0].units_done == run.units_done
    assert floor.told(ScanRefused)[-1].body.verdict == verdict
    return outcome


def test_the_promised_lot_is_shown_with_its_day_and_taken(shelf: Open) -> None:
    floor = shelf()
    assert floor.view.pick is not None
    shown = floor.view.pick.lot
    assert shown is not None
    assert (shown.lot, shown.use_by) == ("L-01", "use by 2026-06-01")
    assert shown.note == "2 lots lie here: take this one"
    floor.do(syrup("L-01", "260601"), case_of_syrup("L-01"))
    assert picked(floor) == [("L-01", 1, ""), ("L-01", 2, "")]
    assert floor.view.pick.item is not None
    assert floor.view.pick.item.sku == "PHONE"
    assert floor.view.pick.lot is None


def test_another_lot_is_refused_and_the_right_one_named(shelf: Open) -> None:
    floor = shelf()
    outcome = refused(floor, syrup("L-02", "261201"), Verdict.WRONG_ITEM, "other_lot")
    assert (outcome.lot, outcome.expected_lot) == ("L-02", "L-01")
    shown = floor.view.refusal
    assert shown is not None
    assert (shown.scanned, shown.needed) == ("L-02\nuse by 2026-12-01", "L-01\nuse by 2026-06-01")
    assert shown.orders[0] == "This is L-02. Take L-01."
    assert floor.told(ScanRefused)[-1].body.expected == "L-01"
    floor.do("OK", syrup("L-01"))
    assert picked(floor) == [("L-01", 1, "")]


@pytest.mark.parametrize(
    ("lot", "date", "said"),
    [("L-00", "", "lot_expired"), ("L-77", "", "lot_unknown"), ("L-01", "260701", "expiry_differs"),
     ("L-01", "260101", "lot_expired")],
)  # fmt: skip
def test_what_may_not_leave_is_refused(shelf: Open, lot: str, date: str, said: str) -> None:
    floor = shelf()
    verdict = Verdict.UNKNOWN_BARCODE if said == "lot_unknown" else Verdict.WRONG_ITEM
    refused(floor, syrup(lot, date), verdict, said)
    assert [action.command for action in floor.view.actions] == ["OK"], "nobody can take it"
    floor.do("OK")


def test_a_recall_that_came_meanwhile_stops_the_lot(shelf: Open) -> None:
    floor = shelf()
    floor.do(syrup("L-01"))
    floor.deliver(replace(LOTS, lots=(replace(EARLY, recalled=True), LATE)))
    refused(floor, syrup("L-01"), Verdict.WRONG_ITEM, "lot_recalled")
    floor.do("OK", "SHORT", "REASON_2")
    assert [(fact.body.lot, fact.body.quantity) for fact in floor.told(ItemShortPicked)] == [("L-01", 2)]


def test_a_bare_code_asks_which_lot_and_a_touch_answers(shelf: Open) -> None:
    floor = shelf()
    outcome = floor.scan(syrup())
    assert (outcome.said, outcome.refused, picked(floor)) == ("which_lot", False, [])
    assert (floor.screen(), floor.bench.ask, floor.view.sound) == (Screen.CHOICE, Ask.LOT, Sound.NOT_NOW)
    assert floor.view.choice is not None
    assert floor.view.choice.answers == (
        "L-01 (use by 2026-06-01)",
        "L-02 (use by 2026-12-01)",
        "None of these, or can not be read",
    )
    floor.do("REASON_1")
    assert picked(floor) == [("L-01", 1, "")]
    assert floor.scan(syrup()).said == "which_lot", "two lots lie here: every bottle is asked for"
    assert floor.scan(command("REASON_2")).said == "other_lot"
    floor.do("OK")
    assert floor.scan(syrup()).said == "which_lot"
    assert floor.press("REASON_3").said == "lot_unknown"
    floor.do("OK")
    assert floor.scan(syrup()).said == "which_lot"
    floor.do("BACK")
    assert picked(floor) == [("L-01", 1, "")]
    assert floor.all(PickRun)[0].unsure is None


def test_while_it_is_asked_a_code_with_the_lot_answers(shelf: Open) -> None:
    floor = shelf()
    floor.scan(syrup())
    floor.do(syrup("L-01"))
    floor.scan(syrup())
    assert not floor.scan("L-01").refused
    floor.scan(syrup())
    assert floor.scan(place("D-02-1")).said == "answer_first"
    floor.do("OK")
    assert not floor.scan("]C110L-01").refused
    assert picked(floor) == [("L-01", 1, "")] * 3


def test_the_only_lot_of_a_place_is_confirmed_once(shelf: Open) -> None:
    floor = shelf(work((EARLY,)))
    assert floor.view.pick is not None
    assert floor.view.pick.lot is not None
    assert floor.view.pick.lot.note == ""
    floor.scan(syrup())
    floor.do("REASON_1", syrup(), syrup())
    assert picked(floor) == [("L-01", 1, "")] * 3


def test_two_stops_at_one_shelf_take_each_its_lot_in_any_order(shelf: Open) -> None:
    floor = shelf(work(late=1))
    floor.do(syrup("L-02"), syrup("L-01"), syrup("L-01"), place("D-02-1"), phone(), phone())
    assert picked(floor)[:3] == [("L-02", 1, ""), ("L-01", 1, ""), ("L-01", 1, "")]
    assert floor.step() is Step.PACK


def test_another_lot_is_taken_instead_with_a_reason(shelf: Open) -> None:
    floor = shelf()
    refused(floor, syrup("L-02"), Verdict.WRONG_ITEM, "other_lot")
    assert [action.command for action in floor.view.actions] == ["CHANGE_LOT", "OK"]
    floor.do("CHANGE_LOT")
    assert floor.view.choice is not None
    assert floor.view.choice.explain.startswith("L-02 (use by 2026-12-01) instead of L-01")
    floor.do("REASON_2")
    (fact,) = floor.told(ItemPicked)
    assert (fact.body.lot, fact.body.instead_of, fact.body.reason) == ("L-02", "L-01", "lot_damaged")
    floor.do("UNDO")
    assert [back.body.lot for back in floor.told(UnitPutBack)] == ["L-02"]


def test_a_supervisor_agrees_with_a_badge(shelf: Open) -> None:
    sue = supervisor(hashlib.sha256(SUPERVISOR_BADGE.encode()).hexdigest())
    floor = shelf(None, replace(SITE, other_lot="supervisor"), sue)
    floor.scan(syrup("L-02"))
    floor.do("CHANGE_LOT", "REASON_1")
    assert (floor.bench.ask, picked(floor)) == (Ask.LOT_BADGE, [])
    assert floor.scan(badge(ADA)).said == "no_supervisor", "nobody agrees with themselves"
    floor.do("OK", badge(SUPERVISOR_BADGE))
    assert floor.bench.packer_id == "ada"
    assert floor.told(ItemPicked)[0].body.reason == "lot_not_there, agreed by Sue"


def test_where_nobody_may_the_way_is_not_offered(shelf: Open) -> None:
    floor = shelf(None, replace(SITE, other_lot="nobody"))
    floor.scan(syrup("L-02"))
    assert [action.command for action in floor.view.actions] == ["OK"]
    assert floor.press("CHANGE_LOT").said == "acknowledge_first"


def test_the_question_outlives_a_power_cut(shelf: Open, tmp_path: Path) -> None:
    floor = shelf()
    floor.scan(syrup())
    floor.kill(tmp_path / "second-life")
    assert floor.bench.ask is Ask.LOT
    floor.do("REASON_1")
    assert picked(floor) == [("L-01", 1, "")]


def test_an_old_list_without_lots_is_walked_as_before(shelf: Open) -> None:
    old = work()
    bare = tuple(replace(stop, lot="", expiry=None, lots=()) for stop in old.stops)
    floor = shelf(replace(old, stops=bare))
    floor.do(syrup(), syrup("L-02"), syrup())
    assert picked(floor) == [("", 1, "")] * 3


def test_a_shelf_of_many_lots_offers_nine_answers_at_most(shelf: Open) -> None:
    many = tuple(KnownLot(lot=f"L-{n:02d}") for n in range(1, 13))
    floor = shelf(work(many), replace(LOTS, lots=many))
    floor.scan(syrup())
    assert floor.view.choice is not None
    assert len(floor.view.choice.answers) == 9
