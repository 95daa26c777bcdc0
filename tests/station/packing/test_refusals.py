"""Each of the seven verdicts at pick and at pack, and a refusal that only OK or BACK puts away."""

from __future__ import annotations

import pytest

from app.domain.facts import ItemPacked, ItemPicked, ScanRefused
from app.domain.floor.verdicts import Outcome, Verdict
from app.station.bench import Step
from app.station.view.signs import Screen, Tone
from tests.station.floor import Floor, walk_discrete
from tests.station.goods import ADA, BEN, CASE_OF_MUGS, CODES, badge, command, place, tote

UNKNOWN = "9521000000017"


def refuse(floor: Floor, text: str) -> Outcome:
    """Scan what must be refused; nothing is counted, it is recorded, and it is acknowledged."""
    before, counted = floor.state(), len(floor.told())
    outcome = floor.scan(text)
    assert outcome.refused, outcome
    told = floor.told()[counted:]
    assert [fact.kind for fact in told] == ["ScanRefused"]
    assert told[0].body.verdict == outcome.verdict
    assert told[0].body.scanned == outcome.scanned
    assert floor.view.refusal is not None
    assert floor.view.refusal.title
    floor.do("OK")
    after = floor.state()
    assert {kind: kept for kind, kept in after.items() if kind != "Bench"} == {
        kind: kept for kind, kept in before.items() if kind != "Bench"
    }
    assert floor.bench.refusal is None
    return outcome


def test_at_pick_the_seven_verdicts(floor: Floor) -> None:
    floor.do(badge(ADA), tote("T-01"))
    assert refuse(floor, CODES["TEE-M"]).verdict is Verdict.NOT_NOW
    wrong_place = refuse(floor, place("A-01-3"))
    assert (wrong_place.verdict, wrong_place.belongs) == (Verdict.WRONG_TOTE, "A-01-2")
    floor.do(place("A-01-2"))
    assert refuse(floor, place("A-01-2")).verdict is Verdict.ALREADY_DONE
    wrong = refuse(floor, CODES["TEE-L"])
    assert (wrong.verdict, wrong.belongs, wrong.expected_sku) == (Verdict.WRONG_ITEM, "A-01-3", "TEE-M")
    assert refuse(floor, UNKNOWN).verdict is Verdict.UNKNOWN_BARCODE
    assert refuse(floor, tote("T-09")).verdict is Verdict.NOT_NOW
    floor.do(CODES["TEE-M"])
    assert refuse(floor, CODES["TEE-M"]).verdict is Verdict.ONE_TOO_MANY
    floor.do(place("B-02-1"), CASE_OF_MUGS)
    assert refuse(floor, CASE_OF_MUGS).verdict is Verdict.ONE_TOO_MANY
    floor.do(CODES["MUG"])
    assert sum(fact.body.quantity for fact in floor.told(ItemPicked)) == 5


def test_at_pick_a_wrong_tote(floor: Floor) -> None:
    walk_discrete(floor)
    floor.do(tote("T-01"), CODES["TEE-M"], *[CODES["MUG"]] * 4)
    floor.do(floor.label, "NEXT", "START", tote("T-02"))
    assert refuse(floor, tote("T-02")).verdict is Verdict.ALREADY_DONE
    assert refuse(floor, tote("T-99")).verdict is Verdict.UNKNOWN_BARCODE
    floor.do(tote("T-03"), place("A-01-2"), CODES["TEE-M"])
    outcome = refuse(floor, tote("T-03"))
    assert (outcome.verdict, outcome.belongs) == (Verdict.WRONG_TOTE, "T-02")
    assert refuse(floor, tote("T-04")).said == "foreign_tote"
    floor.do(tote("T-02"))


def test_a_tote_that_holds_another_order_is_not_given_twice(floor: Floor) -> None:
    walk_discrete(floor)
    floor.do("BACK", "START")
    outcome = refuse(floor, tote("T-01"))
    assert (outcome.verdict, outcome.said) == (Verdict.WRONG_TOTE, "tote_busy")
    shown = floor.views[-2].refusal
    assert shown is not None
    assert "#1001" in shown.orders[0]


def test_at_pack_the_seven_verdicts(floor: Floor) -> None:
    walk_discrete(floor)
    assert refuse(floor, CODES["MUG"]).verdict is Verdict.NOT_NOW
    assert refuse(floor, tote("T-02")).verdict is Verdict.NOT_NOW
    assert refuse(floor, tote("T-77")).verdict is Verdict.UNKNOWN_BARCODE
    floor.do(tote("T-01"))
    assert refuse(floor, tote("T-01")).verdict is Verdict.ALREADY_DONE
    wrong = refuse(floor, CODES["TEE-S"])
    assert (wrong.verdict, wrong.said, wrong.belongs) == (Verdict.WRONG_ITEM, "wrong_item", "A-01-1")
    assert refuse(floor, UNKNOWN).verdict is Verdict.UNKNOWN_BARCODE
    assert refuse(floor, place("A-01-1")).verdict is Verdict.NOT_NOW
    floor.do(CODES["TEE-M"])
    extra = refuse(floor, CODES["TEE-M"])
    assert (extra.verdict, extra.said, extra.belongs) == (Verdict.ONE_TOO_MANY, "all_packed", "A-01-2")
    floor.do(CODES["MUG"], CODES["MUG"])
    assert refuse(floor, CASE_OF_MUGS).said == "case_too_big"
    floor.do(CODES["MUG"], CODES["MUG"])
    assert sum(fact.body.quantity for fact in floor.told(ItemPacked)) == 5


def test_at_pack_the_tote_of_another_order_is_the_wrong_tote(floor: Floor) -> None:
    walk_discrete(floor)
    floor.do("BACK", "START", tote("T-02"), tote("T-03"), place("A-01-2"))
    for _ in range(3):
        floor.do("SHORT", "REASON_1")
    assert floor.view.queue is not None
    assert floor.view.queue.totes == ("T-01",), "the order of the first walk still waits"
    floor.do(tote("T-01"))
    assert refuse(floor, tote("T-02")).said == "tote_empty"


def test_another_tote_of_a_cluster_while_one_is_open(floor: Floor) -> None:
    walk_discrete(floor)
    floor.do("BACK", "START", tote("T-02"), tote("T-03"), place("A-01-2"), CODES["TEE-M"], tote("T-02"))
    floor.do("SHORT", "REASON_1", place("B-03-2"), CODES["SOCK"], tote("T-02"))
    for _ in range(2):
        floor.do(CODES["SOCK"], tote("T-03"))
    floor.do(tote("T-02"))
    outcome = refuse(floor, tote("T-03"))
    assert (outcome.verdict, outcome.said, outcome.expected) == (Verdict.WRONG_TOTE, "finish_first", "T-02")
    stray = floor.scan(CODES["MUG"])
    assert (stray.verdict, stray.belongs) == (Verdict.WRONG_ITEM, "T-01"), "the tote whose order does need it"
    assert floor.view.refusal is not None
    assert "#1001" in floor.view.refusal.note
    assert "T-02" in floor.view.refusal.note


def test_a_case_fills_both_lines_of_its_product(floor: Floor) -> None:
    walk_discrete(floor)
    floor.do(tote("T-01"), CASE_OF_MUGS)
    packed = [(fact.body.line_id, fact.body.quantity) for fact in floor.told(ItemPacked)]
    assert packed == [("l-1-2", 1), ("l-1-3", 2)]


@pytest.mark.parametrize(
    "again", [CODES["TEE-L"], CODES["TEE-M"], tote("T-01"), badge(ADA), badge(BEN), "https://a.example"]
)
def test_no_scan_puts_a_refusal_away_and_each_is_recorded(floor: Floor, again: str) -> None:
    walk_discrete(floor)
    floor.do(tote("T-01"))
    first = floor.scan(CODES["TEE-L"])
    state = floor.state()
    for _ in range(2):
        outcome = floor.scan(again)
        assert (outcome.verdict, outcome.said) == (Verdict.NOT_NOW, "acknowledge_first")
        assert floor.bench.refusal == first
        assert floor.view.refusal is not None
        assert floor.view.refusal.tone is Tone.WRONG
    assert floor.state()["PackSession"] == state["PackSession"]
    assert len(floor.told(ScanRefused)) == 3
    assert floor.told(ScanRefused)[1].body.expected == "OK after wrong_item"
    assert not any(ADA in fact.body.scanned or BEN in fact.body.scanned for fact in floor.told(ScanRefused))
    floor.do("OK")
    assert floor.view.refusal is None


@pytest.mark.parametrize("name", ["UNDO", "SHORT", "SIGN_OUT", "CLOSE_CARTON", "REASON_1", "NO_SUCH", "DEVICES"])
def test_no_command_but_ok_and_back_puts_a_refusal_away(floor: Floor, name: str) -> None:
    walk_discrete(floor)
    floor.do(tote("T-01"))
    first = floor.scan(CODES["TEE-L"])
    for act in (floor.press, lambda text: floor.scan(command(text))):
        assert act(name).said == "acknowledge_first"
        assert floor.bench.refusal == first
    assert len(floor.told(ScanRefused)) == 3
    floor.do("BACK")
    assert floor.bench.refusal is None
    assert floor.step() is Step.PACK


def test_a_command_never_acknowledges_its_own_refusal(floor: Floor) -> None:
    floor.do(badge(ADA))
    for name in ("BACK", "UNDO", "PRINT_AGAIN"):
        assert floor.scan(command(name)).refused
        assert floor.scan(command(name)).refused
        assert floor.bench.refusal is not None
        floor.do(command("OK"))
    floor.do(command("OK"), command("OK"))
    assert floor.step() is Step.QUEUE, "a second read of OK does nothing"


def test_what_is_on_the_card_but_not_in_the_book(floor: Floor) -> None:
    floor.do(badge(ADA))
    outcome = floor.scan(command("DANCE"))
    assert (outcome.verdict, outcome.said, outcome.scanned) == (Verdict.UNKNOWN_BARCODE, "unknown_command", "DANCE")
    assert floor.view.refusal is not None
    assert floor.view.refusal.tone is Tone.UNKNOWN


@pytest.mark.parametrize(
    "text", [CODES["MUG"], tote("T-01"), place("A-01-1"), "00395213210000000101", UNKNOWN, command("START"), "hello"]
)
def test_before_sign_in_every_scan_asks_for_a_badge(floor: Floor, text: str) -> None:
    assert refuse(floor, text).said == "sign_in_first"
    assert floor.screen() is Screen.SIGN_IN


def test_an_unknown_badge_opens_nothing(floor: Floor) -> None:
    assert refuse(floor, badge("0000")).said == "unknown_badge"
    assert floor.bench.packer_id == ""


@pytest.mark.parametrize(
    ("text", "kind"), [("https://shop.example/a", "web address"), ("RR123456785GB", "tracking number")]
)
def test_somebody_else_s_code_is_named(floor: Floor, text: str, kind: str) -> None:
    walk_discrete(floor)
    assert floor.scan(text).said == "foreign_code"
    assert floor.view.refusal is not None
    assert kind in floor.view.refusal.orders[0]


def test_a_scan_while_a_question_is_open_waits_for_the_answer(floor: Floor) -> None:
    walk_discrete(floor)
    floor.do(tote("T-01"), "SHORT")
    assert floor.screen() is Screen.CHOICE
    for text in (CODES["TEE-M"], tote("T-01"), command("UNDO"), command("SIGN_OUT")):
        assert refuse(floor, text).said == "answer_first"
        assert floor.screen() is Screen.CHOICE
    assert floor.press("REASON_9").said == "no_question"
    floor.do("OK", "OK", "BACK")
    assert floor.screen() is Screen.PACK
    floor.do(CODES["TEE-M"])


def test_a_question_whose_answer_could_not_count_is_not_asked(floor: Floor) -> None:
    floor.do(badge(ADA), "START")
    assert floor.press("SHORT").said == "totes_first"
    floor.do("OK", tote("T-01"), place("A-01-2"), CODES["TEE-M"], place("B-02-1"), *[CODES["MUG"]] * 4)
    assert floor.press("SHORT").said == "tote_to_pack_first"
