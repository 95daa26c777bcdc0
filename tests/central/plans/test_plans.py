"""However long a site is in use, what everybody waits for goes by indexes: no statement looks through all that was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.main.hidden_inputs import new_id, now
from tests.bench.load.centres import BenchCentre
from tests.bench.load.seeding.growing import found_centre, grow
from tests.bench.load.seeding.lives import opened
from tests.central.plans.a_day import Day
from tests.central.plans.plans import Plans
from tests.central.plans.statements import Heard, heard

SKUS, OLD_ORDERS = 200, 1000
NAMED = frozenset(("entry products", "lots", "lots named"))
"""A part of a name is looked for in the whole catalogue; which lot expires first, among all that were received."""


@pytest.fixture
def made(tmp_path: Path, database: str) -> BenchCentre:
    """A centre that has been in use for a while."""
    founded = found_centre(tmp_path / "centre", database, SKUS, 50, OLD_ORDERS)
    grow(founded, OLD_ORDERS)
    return founded


@pytest.fixture
def plans(made: BenchCentre) -> Iterator[Plans]:
    opened_plans = Plans(made)
    yield opened_plans
    opened_plans.close()


def lived(made: BenchCentre) -> Heard:
    with opened(made, now, new_id) as centre, heard() as said:
        Day(made, centre, said).whole()
    return said


def test_no_statement_of_a_day_goes_through_all_that_ever_was(made: BenchCentre, plans: Plans) -> None:
    wrong = {
        f"{said.during}: {said.words}": found
        for said in lived(made).said.values()
        if said.during not in NAMED and (found := plans.wrong(said))
    }
    assert wrong == {}
