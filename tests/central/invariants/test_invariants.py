"""The invariants of orders and stock hold after every step of a warehouse at random, on both engines.

Returns and exchanges (their share of 6, and the return counters of 4) have no verbs yet; all else is checked here.
"""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.central.house import House
from tests.central.invariants.shop_machine import Shop


def test_the_books_add_up_whatever_happens(house: House) -> None:
    examples, steps = (8, 20) if house.database else (25, 30)
    bounds = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
    )

    class Here(Shop):
        def __init__(self) -> None:
            super().__init__(house)

    run_state_machine_as_test(Here, settings=bounds)
