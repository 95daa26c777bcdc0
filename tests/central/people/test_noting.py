"""Notes about orders: a form sent twice is one note, and what is said again later is said again."""

from datetime import timedelta

from app.central.people.actors import Actor
from app.central.people.deeds import deeds
from app.central.people.noting import SOON, note
from tests.central.house import SITE, House, new_order

MONA = Actor(kind="user", id="u-1", name="mona")
ROSA = Actor(kind="user", id="u-2", name="rosa")


def test_the_same_form_twice_is_one_note_and_other_words_another_person_or_later_another(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    first, second = (house.take(new_order(number, [("TEE-M", 1)])).order_id for number in ("#1", "#2"))

    def said(order_id: str, words: str, who: Actor) -> bool:
        return house.centre.do(note, SITE, order_id, words, who)

    assert said(first, "called, no answer", MONA)
    assert not said(first, "called, no answer", MONA)
    assert said(first, "called, she answers at 5", MONA)
    assert not said(first, "called, no answer", MONA)
    assert said(first, "called, no answer", ROSA)
    assert said(second, "called, no answer", MONA)
    house.clock.move(SOON + timedelta(seconds=1))
    assert said(first, "called, no answer", MONA)
    written = [row for row in deeds(house.centre, 50, site=SITE) if row.action == "order.note"]
    assert len(written) == 5
