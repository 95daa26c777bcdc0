"""What is typed a second time on the command line says what is true, changes nothing, and is recorded once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.central.house import House, new_order, open_house
from tests.sync_central.commands.test_accepting_commands import UNPAID, recorded, run


@pytest.fixture
def stocked(tmp_path: Path, database: str) -> Iterator[House]:
    house = open_house(tmp_path, database)
    house.stock({"TEE": {"A-01": 20}})
    yield house
    house.centre.close()


def test_cancelled_granted_and_paid_twice(stocked: House, capsys: pytest.CaptureFixture[str]) -> None:
    stocked.take(new_order("#1", [("TEE", 1)], **UNPAID))
    said: list[tuple[int, str]] = []

    def twice(*words: str) -> None:
        for _ in range(2):
            status = run(stocked, "order", *words)
            told = capsys.readouterr()
            said.append((status, (told.out or told.err).strip()))

    twice("paid", "#1", "--reference", "till 9")
    twice("refund", "#1", "5.00", "--why", "a spot", "--reference", "case-1")
    twice("hold", "#1", "--why", "ring first")
    twice("release", "#1", "--hold", "operator", "--why", "rang")
    twice("cancel", "#1", "--why", "changed their mind")
    assert [status for status, _ in said] == [0, 0, 0, 0, 0, 2, 0, 2, 0, 2]
    assert said[1][1] == "order #1: charged (known already)"
    assert said[3][1] == "order #1: 5.00 EUR goes back to the customer (granted already)"
    assert "it is held for that already" in said[5][1]
    assert "has no open hold 'operator'" in said[7][1]
    assert said[8][1].startswith("order #1 cancelled: Order #1 is cancelled: pay 19.90 EUR back")
    assert said[9][1].endswith("order #1 was cancelled already")
    actions = [action for _, action in recorded(stocked)]
    assert actions == ["payment.mark_paid", "payment.refund", "hold.place", "hold.release", "order.cancel"]
