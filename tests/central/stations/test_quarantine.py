"""A quarantined command is decided about once; what was parked behind it follows in order, and nothing is dropped."""

from dataclasses import replace

from app.central.audit import audit
from app.central.bench.outcomes import Arrived
from app.central.bench.quarantine import Freed, NotFreed, discard_command, release_command, shelved
from app.central.intake.answers import standing
from app.central.report import report
from app.central.storage.stores.work.benches import InboxRow
from app.domain import facts
from tests.central.house import SITE, Bench, House, new_order
from tests.central.packing_day import blocks_of, claim, packing, picking


class Shelf:
    """A bench whose first fact of an order could not be read when it came; `sent` opens it, once it can be."""

    def __init__(self, house: House) -> None:
        house.stock({"TEE-M": {"A-1": 20}})
        self.house = house
        house.take(new_order("#1", [("TEE-M", 2)]))
        self.bench: Bench = house.bench()
        self.work = claim(self.bench)
        (self.order,) = self.work.orders
        self.sent: dict[str, Arrived] = {}
        walk = [self.arrive(body) for body in picking(self.work)]
        first = next(n for n, one in enumerate(walk) if one.opened and one.opened.order_id)
        walk[first] = self.spoil(walk[first])
        self.rows = self.bench.send(*walk, *map(self.arrive, packing(self.work, blocks_of(self.bench)[0])))
        self.parked = [row for row in self.rows if row.verdict == "quarantined"]

    def arrive(self, body: facts.Body) -> Arrived:
        arrived = self.bench.arrive(body, order_id=self.order.order_id if hasattr(body, "sscc") else None)
        assert arrived.opened is not None
        self.sent[arrived.opened.id] = arrived
        return arrived

    def spoil(self, arrived: Arrived) -> Arrived:
        assert arrived.opened is not None
        return replace(arrived, opened=replace(arrived.opened, body=None), fault="its kind is not known here")

    def reopen(self, row: InboxRow, envelope: bytes) -> Arrived:
        """As a newer program would: every kind is known."""
        assert envelope == self.sent[row.id].envelope
        return self.sent[row.id]

    def reopen_in_vain(self, row: InboxRow, envelope: bytes) -> Arrived:
        return self.spoil(self.reopen(row, envelope))

    def release(self, command_id: str, why: str = "updated") -> Freed | NotFreed:
        return self.house.centre.do(release_command, SITE, command_id, why, self.reopen)


def test_what_was_parked_follows_in_order_and_the_order_is_shipped(house: House) -> None:
    shelf = Shelf(house)
    assert len(shelf.parked) > 5
    assert [one.order for one in shelved(house.centre, SITE)] == ["#1"] * len(shelf.parked)
    done = shelf.release(shelf.parked[0].id)
    assert isinstance(done, Freed)
    assert [row[0] for row in done.rows] == [row.seq for row in shelf.parked]
    assert {row[2] for row in done.rows} == {"applied"}
    assert (done.left, shelved(house.centre, SITE)) == (0, ())
    found = standing(house.centre, house.channel, "#1")
    assert found is not None
    assert found.status == "shipped"
    assert audit(house.centre, SITE) == ()
    numbers = report(house.centre, SITE)
    assert (numbers.quarantined, dict(numbers.tasks).get("quarantine")) == (0, None)


def test_the_station_is_still_answered_as_it_was_and_nothing_is_applied_again(house: House) -> None:
    shelf = Shelf(house)
    shelf.release(shelf.parked[0].id)
    again = [shelf.bench.send(shelf.sent[row.id])[0].verdict for row in shelf.parked]
    assert again == ["quarantined"] * len(shelf.parked)
    assert report(house.centre, SITE).dispatched == 1


def test_a_parked_command_waits_for_the_one_before_it(house: House) -> None:
    shelf = Shelf(house)
    early = shelf.release(shelf.parked[1].id)
    assert isinstance(early, NotFreed)
    assert shelf.parked[0].id in early.why
    assert len(shelved(house.centre, SITE)) == len(shelf.parked)


def test_what_still_can_not_be_applied_stays(house: House) -> None:
    shelf = Shelf(house)
    done = house.centre.do(release_command, SITE, shelf.parked[0].id, "try", shelf.reopen_in_vain)
    assert isinstance(done, NotFreed)
    assert "its kind is not known here" in done.why
    assert report(house.centre, SITE).quarantined == len(shelf.parked)


def test_a_discarded_one_is_kept_and_the_rest_follows_until_one_can_not(house: House) -> None:
    shelf = Shelf(house)

    def reopen(row: InboxRow, envelope: bytes) -> Arrived:
        last = row.id == shelf.parked[-1].id
        return (shelf.reopen_in_vain if last else shelf.reopen)(row, envelope)

    done = house.centre.do(discard_command, SITE, shelf.parked[0].id, "a test tote", reopen)
    assert isinstance(done, Freed)
    assert [row[2] for row in done.rows] == ["discarded", *["applied"] * (len(shelf.parked) - 2)]
    assert done.left == 1
    assert isinstance(shelf.release(shelf.parked[0].id), NotFreed)
    assert isinstance(shelf.release(shelf.parked[-1].id), Freed)


def test_new_facts_of_the_order_go_straight_through_after_the_decision(house: House) -> None:
    shelf = Shelf(house)
    more = facts.ProblemReported(order_id=shelf.order.order_id, list_id=shelf.work.list_id, reason="wet")
    assert shelf.bench.send(shelf.arrive(more))[0].verdict == "quarantined"
    shelf.release(shelf.parked[0].id)
    assert shelf.bench.send(shelf.arrive(more))[0].verdict == "applied"


def test_a_broken_chain_is_taken_and_told_once(house: House) -> None:
    bench = house.bench()
    bench.tell(facts.SignedIn(packer_id="amina"))
    assert dict(report(house.centre, SITE).tasks) == {}
    for _ in range(3):
        bench.last_sha256 = "0" * 64
        assert bench.tell(facts.SignedOut(packer_id="amina"))[0].verdict == "applied"
    assert dict(report(house.centre, SITE).tasks) == {"chain": 1}
