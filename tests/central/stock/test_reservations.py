"""Reservations keep units until they end, and each ends once: converted, released or expired."""

from datetime import timedelta

from app.central.audit import audit
from app.central.intake.promises.covering import wanted
from app.central.stock.kits import Part, import_kits
from app.central.stock.moving import NotMoved
from app.central.stock.reservations.converting import convert
from app.central.stock.reservations.reserving import (
    Asked,
    expire_reservations,
    release_reservation,
    reservations_due,
    reserve,
)
from app.central.stock.values import ReservationRow
from app.central.values import AllocationRow
from app.central.warehouse.imports import import_catalogue
from app.domain.stock.promises import Shortage
from tests.central.house import SITE, House, new_order, product

HOUR = timedelta(hours=1)


def keep(house: House, *lines: tuple[str, int], owner: str = "basket-1") -> ReservationRow:
    asked = [Asked(sku=sku, quantity=units) for sku, units in lines]
    made = house.centre.do(reserve, SITE, owner, asked, HOUR)
    assert isinstance(made, ReservationRow)
    return made


def reserved(house: House) -> int:
    with house.centre.read(SITE) as read:
        return sum(level.reserved for level in read.stock.levels())


def turn_into(house: House, reservation_id: str, order_id: str) -> tuple[AllocationRow, ...] | None:
    """What an order's transaction does with a reservation."""

    def verb(centre: object) -> tuple[AllocationRow, ...] | None:
        with house.centre.begin(SITE) as work:
            made = convert(work, reservation_id, order_id, wanted(work.orders.lines(order_id)))
            if made:
                work.orders.allocate(made)
                for row in made:
                    work.orders.add(row.line_id, allocated=row.quantity)
            return made

    return house.centre.do(verb)


def test_reserved_units_are_nobody_elses(house: House) -> None:
    house.stock({"TEE": {"A-1": 3, "A-2": 2}})
    made = keep(house, ("TEE", 2), ("TEE", 2))
    assert reserved(house) == 4
    assert house.take(new_order("#1", [("TEE", 2)])).lifecycle == "submitted"
    short = house.centre.do(reserve, SITE, "other", [Asked(sku="TEE", quantity=2)], HOUR)
    assert short == (Shortage("TEE", 2, 1),)
    assert audit(house.centre, SITE) == ()
    assert house.centre.do(release_reservation, SITE, made.reservation_id)
    assert not house.centre.do(release_reservation, SITE, made.reservation_id)
    assert reserved(house) == 0
    with house.centre.read(SITE) as read:
        assert sum(level.allocated for level in read.stock.levels()) == 2, "given to the order that waited"
    assert audit(house.centre, SITE) == ()


def test_a_reservation_expires_once_and_not_before_its_time(house: House) -> None:
    house.stock({"TEE": {"A-1": 3}})
    keep(house, ("TEE", 3))
    assert not reservations_due(house.centre, SITE)
    assert house.centre.do(expire_reservations, SITE) == 0
    house.clock.move(HOUR)
    assert reservations_due(house.centre, SITE)
    assert house.centre.do(expire_reservations, SITE) == 1
    assert house.centre.do(expire_reservations, SITE) == 0
    assert reserved(house) == 0
    assert audit(house.centre, SITE) == ()


def test_converted_units_belong_to_the_order_and_the_rest_is_free(house: House) -> None:
    house.stock({"TEE": {"A-1": 3}, "CAP": {"A-2": 3}})
    made = keep(house, ("TEE", 3), ("CAP", 3))
    taken = house.take(new_order("#1", [("TEE", 2)]))
    rows = turn_into(house, made.reservation_id, taken.order_id)
    assert rows is not None
    assert [(row.sku, row.quantity) for row in rows] == [("TEE", 2)]
    assert turn_into(house, made.reservation_id, taken.order_id) is None
    with house.centre.read(SITE) as read:
        assert [(level.allocated, level.reserved) for level in read.stock.levels()] == [(0, 0), (2, 0)]
        row = read.reservations.get(made.reservation_id)
    assert row is not None
    assert (row.state, row.order_id) == ("converted", taken.order_id)
    assert audit(house.centre, SITE) == ()


def test_a_reservation_that_expires_during_payment_is_gone(house: House) -> None:
    house.stock({"TEE": {"A-1": 3}})
    made = keep(house, ("TEE", 3))
    taken = house.take(new_order("#1", [("TEE", 2)]))
    house.clock.move(2 * HOUR)
    assert turn_into(house, made.reservation_id, taken.order_id) is None
    assert reserved(house) == 0
    assert audit(house.centre, SITE) == ()


def test_a_kit_is_reserved_as_its_components(house: House) -> None:
    house.stock({"TEA": {"A-1": 4}, "CUP": {"A-2": 4}})
    house.centre.do(import_catalogue, SITE, [product("BOX")])
    parts = [Part(line=2, kit="BOX", sku="TEA", quantity=2), Part(line=3, kit="BOX", sku="CUP", quantity=1)]
    house.centre.do(import_kits, SITE, "kits.csv", parts)
    short = house.centre.do(reserve, SITE, "b", [Asked(sku="BOX", quantity=2), Asked(sku="TEA", quantity=1)], HOUR)
    assert short == (Shortage("TEA", 5, 4),)
    keep(house, ("BOX", 2))
    assert reserved(house) == 6


def test_what_can_not_be_reserved_names_its_field(house: House) -> None:
    house.stock({"TEE": {"A-1": 3}})
    asked = [Asked(sku="TEE", quantity=1)]
    cases = {
        "owner": ("", asked, HOUR),
        "ttl": ("b", asked, timedelta(days=30)),
        "lines": ("b", [], HOUR),
        "lines.0.quantity": ("b", [Asked(sku="TEE", quantity=0)], HOUR),
        "lines.0.sku": ("b", [Asked(sku="NOPE", quantity=1)], HOUR),
    }
    for field, (owner, lines, ttl) in cases.items():
        refused = house.centre.do(reserve, SITE, owner, lines, ttl)
        assert isinstance(refused, NotMoved), field
        assert refused.field == field
