"""What goes back to a customer: only what did not leave, to the minor unit, and never more than is kept."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.intake.payments import OpenAuthorisation, PaymentStanding
from app.domain.intake.refunds import Amounts, Due, Goods, Promised, due, unsent

SUMS = st.integers(0, 100_000)


@st.composite
def bought(draw: st.DrawFn) -> list[Goods]:
    """Lines of which any part was sent."""
    made = []
    for _ in range(draw(st.integers(1, 5))):
        units = draw(st.integers(1, 9))
        price = draw(st.integers(0, 5_000)) * units
        one = Goods(
            units=units,
            sent=draw(st.integers(0, units)),
            price_minor=price,
            tax_minor=draw(st.sampled_from([0, price * 19 // 100])),
            discount_minor=draw(st.integers(0, price)),
        )
        made.append(one)
    return made


@st.composite
def amounts(draw: st.DrawFn) -> Amounts:
    """Amounts that need not add up: channels send such, and people let them go."""
    total, tax, discount, shipping, other = (draw(SUMS) for _ in range(5))
    return Amounts(
        total_minor=total,
        tax_minor=tax,
        discount_minor=discount,
        shipping_minor=shipping,
        other_minor=draw(st.sampled_from([0, other])),
        prices_include_tax=draw(st.booleans()),
    )


def sent(goods: list[Goods], *units: int) -> list[Goods]:
    return [replace(line, sent=many) for line, many in zip(goods, units, strict=True)]


TWO = [Goods(units=2, sent=0, price_minor=2000), Goods(units=1, sent=0, price_minor=1000)]
WHOLE = Amounts(total_minor=3490, shipping_minor=490, prices_include_tax=True, tax_minor=557)


def test_shipping_goes_back_only_with_everything() -> None:
    assert unsent(WHOLE, sent(TWO, 0, 0)) == 3490
    assert unsent(WHOLE, sent(TWO, 2, 0)) == 1000
    assert unsent(WHOLE, sent(TWO, 1, 0)) == 2000
    assert unsent(WHOLE, sent(TWO, 2, 1)) == 0


@pytest.mark.parametrize(
    ("whole", "goods", "back"),
    [
        pytest.param(replace(WHOLE, total_minor=2890, discount_minor=600), TWO, 800, id="discount of the order"),
        pytest.param(
            replace(WHOLE, total_minor=3190, discount_minor=300),
            [TWO[0], replace(TWO[1], discount_minor=300)],
            700,
            id="discount of the line",
        ),
        pytest.param(
            replace(WHOLE, total_minor=2900, discount_minor=590),
            [TWO[0], replace(TWO[1], discount_minor=100)],
            900,
            id="discount of a line and free shipping",
        ),
        pytest.param(
            Amounts(total_minor=4153, tax_minor=663, shipping_minor=490), TWO, 1190, id="tax on top, of the order"
        ),
        pytest.param(
            Amounts(total_minor=3873, tax_minor=383, shipping_minor=490),
            [replace(TWO[0], tax_minor=220), replace(TWO[1], tax_minor=70)],
            1070,
            id="tax on top, of each line",
        ),
        pytest.param(replace(WHOLE, total_minor=5990, other_minor=2500), TWO, 1000, id="a gift card beside it"),
        pytest.param(replace(WHOLE, total_minor=1990), TWO, 500, id="amounts that do not add up"),
    ],
)
def test_what_did_not_ship_is_net_of_discount_and_with_its_tax(whole: Amounts, goods: list[Goods], back: int) -> None:
    assert unsent(whole, sent(goods, 2, 0)) == back


def test_the_odd_minor_unit_is_the_customers() -> None:
    three = [Goods(units=3, sent=0, price_minor=1000)]
    whole = Amounts(total_minor=1000, prices_include_tax=True)
    assert [unsent(whole, sent(three, many)) for many in (3, 2, 1, 0)] == [0, 334, 667, 1000]


@given(amounts(), bought())
def test_it_is_a_part_of_the_total_and_nothing_when_all_was_sent(whole: Amounts, goods: list[Goods]) -> None:
    assert 0 <= unsent(whole, goods) <= whole.total_minor
    assert unsent(whole, [replace(line, sent=line.units) for line in goods]) == 0
    assert unsent(whole, [replace(line, sent=0) for line in goods]) == whole.total_minor


@given(amounts(), bought(), st.data())
def test_units_that_leave_one_by_one_take_exactly_their_share(
    whole: Amounts, goods: list[Goods], data: st.DataObject
) -> None:
    """Every unit that leaves lowers it or leaves it alone; all steps together are the total, to the minor unit."""
    left = unsent(whole, goods)
    steps = [whole.total_minor - left] if any(line.sent for line in goods) else [0]
    while waiting := [n for n, line in enumerate(goods) if line.sent < line.units]:
        at = data.draw(st.sampled_from(waiting))
        goods[at] = replace(goods[at], sent=goods[at].sent + 1)
        now = unsent(whole, goods)
        steps.append(left - now)
        left = now
    assert min(steps) >= 0
    assert sum(steps) == whole.total_minor


STANDINGS = st.builds(
    lambda charged, refunded, back, open_: PaymentStanding(
        authorised_minor=charged + open_,
        charged_minor=charged,
        refunded_minor=min(refunded, charged),
        charged_back_minor=min(back, charged - min(refunded, charged)),
        open=(OpenAuthorisation(open_, None),) if open_ else (),
    ),
    SUMS, SUMS, st.sampled_from([0, 500]), st.sampled_from([0, 1000]),
)  # fmt: skip


@given(STANDINGS, SUMS, st.data(), st.booleans())
def test_never_more_goes_back_than_is_kept(
    found: PaymentStanding, total: int, data: st.DataObject, cancelled: bool
) -> None:
    unsent_minor = data.draw(st.integers(0, total))
    promised = Promised(unsent_minor=unsent_minor, by_hand_minor=data.draw(st.integers(0, total - unsent_minor)))
    now = due(found, total, promised, cancelled=cancelled)
    assert 0 <= now.back_minor <= found.kept_minor
    assert 0 <= now.void_minor <= found.open_minor
    if not promised.minor and not cancelled:
        assert now == Due(back_minor=max(0, found.kept_minor - total))


@given(STANDINGS, SUMS, st.data(), st.booleans())
def test_what_is_paid_back_in_steps_is_what_was_due_to_the_minor_unit(
    found: PaymentStanding, total: int, data: st.DataObject, cancelled: bool
) -> None:
    promised = Promised(unsent_minor=data.draw(st.integers(0, total)))
    first = left = due(found, total, promised, cancelled=cancelled).back_minor
    paid = 0
    while left:
        part = data.draw(st.integers(1 if left < 5 else left // 3, left))
        paid += part
        found = replace(found, refunded_minor=found.refunded_minor + part)
        left = due(found, total, promised, cancelled=cancelled).back_minor
        assert left == first - paid
    assert paid == first


def test_a_total_that_fell_for_what_was_not_sent_tells_of_the_same_money() -> None:
    kept = PaymentStanding(charged_minor=3490)
    promised = Promised(unsent_minor=1000)
    assert due(kept, 3490, promised, cancelled=False).back_minor == 1000
    assert due(kept, 2490, promised, cancelled=False).back_minor == 1000
    assert due(replace(kept, refunded_minor=1000), 2490, promised, cancelled=False) == Due()


def test_what_is_only_authorised_is_voided_beyond_what_is_still_to_be_taken() -> None:
    open_ = PaymentStanding(authorised_minor=3490, open=(OpenAuthorisation(3490, None),))
    assert due(open_, 3490, Promised(unsent_minor=1000), cancelled=False) == Due(void_minor=1000)
    assert due(open_, 3490, Promised(), cancelled=True) == Due(void_minor=3490)
    assert due(open_, 3490, Promised(by_hand_minor=1000), cancelled=False) == Due(), "a grant leaves it to the capture"
