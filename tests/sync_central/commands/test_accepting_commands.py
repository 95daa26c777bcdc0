"""How a channel's orders are accepted, and a person's word about money and risk, from the command line, on record."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.central.people.deeds import deeds
from app.domain.intake.clearance import RiskLevel, RiskReport
from app.domain.intake.orders import HoldReason, Payment
from sync.central import command_line
from tests.central.house import House, new_order, open_house
from tests.sync_central.commanded import central
from ui.web.pages import page_routes

UNPAID = {"payment": Payment.PENDING, "charged_minor": 0}


def run(house: House, *words: str) -> int:
    world = command_line.World(
        house.clock, house.centre.new_id, house.centre.random_bytes, lambda: page_routes, os_user="mona"
    )
    return central(house.data, *words, world=world)


def recorded(house: House) -> list[tuple[str, str]]:
    """(actor, action) of every deed of the command line, oldest first."""
    rows = deeds(house.centre, 100)[::-1]
    return [(row.actor_id, row.action) for row in rows if row.actor_kind == "cli"]


def lifecycle(house: House, order_id: str) -> str:
    with house.centre.read("DO1") as work:
        found = work.orders.order(order_id)
    assert found is not None
    return found.lifecycle


@pytest.fixture
def stocked(tmp_path: Path, database: str) -> Iterator[House]:
    house = open_house(tmp_path, database)
    house.stock({"TEE": {"A-01": 20}})
    yield house
    house.centre.close()


def test_a_channel_is_set_and_what_it_holds_is_judged_anew(stocked: House, capsys: pytest.CaptureFixture[str]) -> None:
    authorised = {"payment": Payment.AUTHORIZED, "charged_minor": 0, "authorised_minor": 1990}
    assert run(stocked, "channel", "set", "shop", "clearance=captured", "methods.cash=authorised") == 0
    assert "cleared when captured (cash authorised," in capsys.readouterr().out
    with stocked.centre.read() as work:
        as_set = work.orders.channel(code="shop")
    assert as_set is not None
    stocked.channel = as_set
    held = stocked.take(new_order("#1", [("TEE", 2)], **authorised))
    assert [hold.reason for hold in held.holds] == [HoldReason.PAYMENT]
    assert run(stocked, "channel", "set", "shop", "clearance=authorised", "credit_currency=EUR", "credit_days=14") == 0
    assert lifecycle(stocked, held.order_id) == "accepted"
    assert recorded(stocked) == [("cli:mona", "channel.policy")] * 2


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        ("clearance", "expected KEY=VALUE"),
        ("clearance=maybe", "clearance: 'maybe' is none of authorised"),
        ("methods.cash=maybe", "methods.cash: 'maybe' is none of"),
        ("colour=red", "colour: is not known"),
        ("credit_days=many", "credit_days: expected a whole number"),
        ("credit_limit=5.00", "credit_currency: is missing"),
    ],
)
@pytest.mark.parametrize("database", [""])
def test_a_wrong_setting_is_named_and_nothing_changes(
    stocked: House, capsys: pytest.CaptureFixture[str], pair: str, words: str
) -> None:
    assert run(stocked, "channel", "set", "shop", pair) == 2
    assert words in capsys.readouterr().err
    assert recorded(stocked) == []


@pytest.mark.parametrize("database", [""])
def test_a_setting_given_twice_and_a_channel_that_is_not_there_are_refused(
    stocked: House, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(stocked, "channel", "set", "shop", "methods.cash=manual", "methods.cash=captured") == 2
    assert run(stocked, "channel", "set", "shop", "clearance=captured", "clearance=manual") == 2
    assert run(stocked, "channel", "set", "stall", "clearance=captured") == 2
    err = capsys.readouterr().err
    assert "methods.cash: given twice" in err
    assert "clearance: given twice" in err
    assert "there is no channel 'stall'" in err


def test_an_order_is_marked_as_paid_once(stocked: House, capsys: pytest.CaptureFixture[str]) -> None:
    held = stocked.take(new_order("#1", [("TEE", 2)], **UNPAID))
    assert run(stocked, "order", "paid", "#1", "--reference", "till 17", "--amount", "9.9x") == 2
    assert "--amount" in capsys.readouterr().err
    assert run(stocked, "order", "paid", "#1", "--reference", "till 16", "--amount", "9.90") == 0
    assert capsys.readouterr().out == "order #1: partially charged\n"
    assert lifecycle(stocked, held.order_id) == "submitted"
    for words in ("", " (known already)"):
        assert run(stocked, "order", "paid", "#1", "--reference", "till 17") == 0
        assert capsys.readouterr().out == f"order #1: charged{words}\n"
    assert lifecycle(stocked, held.order_id) == "accepted"
    assert recorded(stocked) == [("cli:mona", "payment.mark_paid")] * 2


def test_a_risk_is_accepted_or_rejected_with_a_reason(stocked: House, capsys: pytest.CaptureFixture[str]) -> None:
    risky = {"risks": (RiskReport(level=RiskLevel.HIGH, provider="signify"),)}
    good, bad = (stocked.take(new_order(number, [("TEE", 1)], **risky)) for number in ("#1", "#2"))
    assert run(stocked, "order", "risk", "#1", "accept", "--why", "known for years") == 0
    assert run(stocked, "order", "risk", "#2", "reject", "--why", "stolen card") == 0
    assert "order #2: risk rejected" in capsys.readouterr().out
    assert [lifecycle(stocked, one.order_id) for one in (good, bad)] == ["accepted", "cancelled"]
    assert run(stocked, "order", "risk", "#1", "accept", "--why", "again") == 2
    assert "nobody decided about" in capsys.readouterr().err
    assert recorded(stocked) == [("cli:mona", "risk.accept"), ("cli:mona", "risk.reject")]


def test_credit_is_granted_to_a_customer_and_ended(stocked: House, capsys: pytest.CaptureFixture[str]) -> None:
    invoice = {**UNPAID, "method": "invoice", "customer": "K-1"}
    held = stocked.take(new_order("#1", [("TEE", 1)], **invoice))
    assert run(stocked, "order", "credit", "K-1", "500.00", "EURO") == 2
    assert run(stocked, "order", "credit", "K-1", "-1", "EUR") == 2
    assert run(stocked, "order", "credit", "K-1", "500.00", "EUR", "--days", "14") == 0
    assert "may owe 500.00 EUR, each order for 14 days" in capsys.readouterr().out
    assert lifecycle(stocked, held.order_id) == "accepted"
    assert recorded(stocked) == [("cli:mona", "credit.grant")]


def test_a_person_s_hold_is_placed_with_a_reason_and_released(
    stocked: House, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = stocked.take(new_order("#1", [("TEE", 1)]))
    assert run(stocked, "order", "hold", "#1", "--why", "wants to call back") == 0
    with stocked.centre.read("DO1") as work:
        assert [(hold.reason, hold.detail, hold.placed_by) for hold in work.orders.holds(taken.order_id)] == [
            ("operator", "wants to call back", "cli:mona")
        ]
    assert run(stocked, "order", "release", "#1", "--hold", "operator", "--why", "called") == 0
    assert run(stocked, "order", "cancel", "#1", "--why", "no") == 0
    assert run(stocked, "order", "hold", "#1", "--why", "again") == 2
    assert "is cancelled: nothing is left to hold" in capsys.readouterr().err
    assert [action for _, action in recorded(stocked)] == ["hold.place", "hold.release", "order.cancel"]


def test_a_refund_is_granted_once_by_its_reference_and_on_record(
    stocked: House, capsys: pytest.CaptureFixture[str]
) -> None:
    stocked.take(new_order("#1", [("TEE", 2)]))
    words = ("order", "refund", "#1", "5.00", "--why", "a button is missing", "--reference", "case-1")
    assert run(stocked, *words) == run(stocked, *words) == 0
    assert "5.00 EUR goes back" in capsys.readouterr().out
    assert run(stocked, "order", "refund", "#1", "99.00", "--why", "x", "--reference", "case-2") == 2
    assert "at most 14.90 EUR" in capsys.readouterr().err
    with stocked.centre.read("DO1") as work:
        assert [cause for cause, _, _ in work.tasks.open_tasks()] == ["refund_granted"]
    assert recorded(stocked) == [("cli:mona", "payment.refund")]
