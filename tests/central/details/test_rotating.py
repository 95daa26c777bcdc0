"""Another secret signs links from now on; links there are answer until they expire, or end when that is asked."""

from datetime import timedelta

from app.central.details.questions.reading import fix_view
from app.central.details.questions.tokens import rotate_secret
from app.central.operating.forgetting import Forgetting, forget
from tests.central.details.asked import held, token
from tests.central.house import SITE, House


def test_links_there_are_answer_until_they_expire(house: House) -> None:
    first = held(house)
    old = token(house, first)
    last = house.centre.do(rotate_secret, SITE, end_links=False)
    assert last is not None
    assert fix_view(house.centre, old) is not None
    assert token(house, first) == old, "the desk shows the link the customer has"
    second = held(house, "#2")
    new = token(house, second)
    house.centre.do(rotate_secret, SITE, end_links=False)
    assert (fix_view(house.centre, old), fix_view(house.centre, new)) != (None, None)
    house.clock.at = last - timedelta(seconds=1)
    assert fix_view(house.centre, old) is not None
    house.clock.at = last
    assert fix_view(house.centre, old) is None
    house.centre.do(forget, SITE, Forgetting())
    with house.centre.read(SITE) as work:
        assert len(work.details.secrets()) <= 2


def test_a_secret_in_the_wrong_hands_takes_every_link_with_it(house: House) -> None:
    first = held(house)
    old = token(house, first)
    assert house.centre.do(rotate_secret, SITE, end_links=True) is None
    assert fix_view(house.centre, old) is None
    second = held(house, "#2")
    assert fix_view(house.centre, token(house, second)) is not None
