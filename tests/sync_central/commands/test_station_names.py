"""A code is given for a bench whose name can be told from every other's, and printed, and said in an address."""

import pytest

from app.central.bench.enrolment import enrol, give_code
from app.central.people.deeds import deeds
from app.central.people.users import NotDone
from app.central.work.crew import put_worker
from tests.central.house import SITE, House, open_again
from tests.sync_central.commands.test_people_commands import Desk, desk

__all__ = ["desk"]
BAD = ("", " ", "ST 4", "ST\n4", "ST\x00", "=ST", "T" * 41, "Süd", "<b>", "../x")


def given(house: House) -> int:
    """Deeds of giving a code."""
    return sum(row.action == "station.code" for row in deeds(house.centre, 100))


@pytest.mark.parametrize("verb", [("station", "add"), ("enrol-code", "--station")])
def test_a_bad_name_gets_no_code(desk: Desk, capsys: pytest.CaptureFixture[str], verb: tuple[str, ...]) -> None:
    for name in BAD:
        assert desk.run(*verb, name) == 2
        heard = capsys.readouterr()
        assert (heard.out, "name: " in heard.err) == ("", True)
    assert given(desk.house) == 0


def test_a_name_somebody_has_gets_none_and_the_bench_itself_another(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    house = desk.house
    house.enrol("ST-4")
    house.centre.do(put_worker, SITE, "amina")
    for name, why in (
        ("st-4", "name: there is a station ST-4 already: the two would be mixed up"),
        ("amina", "name: amina is a person here: work is given to people and stations by name"),
    ):
        assert desk.run("station", "add", name) == 2
        assert why in capsys.readouterr().err
    assert given(house) == 0
    assert desk.run("enrol-code", "--station", "ST-4") == 0
    code = capsys.readouterr().out.strip()
    assert given(house) == 1
    again = house.centre.do(enrol, code, "ST-4")
    assert again is not None
    assert again.station.epoch == 2


def test_a_bench_that_was_named_before_there_was_a_rule_enrols_again(desk: Desk) -> None:
    house = desk.house
    house.enrol("Tisch 4")
    code = house.centre.do(give_code, SITE, "Tisch 4")
    assert isinstance(code, str)
    other = open_again(house.data)
    try:
        for bad in ("\x00", "\ud800", "T" * 41, "Tisch 4\x00"):
            assert other.do(enrol, code, bad) is None
        assert other.do(enrol, code, "Tisch 4") is not None
        assert isinstance(other.do(give_code, SITE, "TISCH 4"), NotDone)
    finally:
        other.close()
