"""A letter is written in the language of the country it goes to, whole, with its link and its day."""

from dataclasses import replace

import pytest

from app.central.details.questions.words import LANGUAGES, SPOKEN, language_for, problem_words
from tests.central.house import ADDRESS, SITE, House, new_order


@pytest.mark.parametrize(("country", "code"), [("FR", "fr"), ("ES", "es"), ("AE", "ar"), ("DE", "de"), ("SE", "en")])
def test_the_letter_speaks_the_language_of_the_country(house: House, country: str, code: str) -> None:
    assert language_for(country) == code
    wrong = replace(ADDRESS, street="", postcode="!", country=country)
    order = house.take(new_order("#1", [("TEE-M", 1)], recipient=wrong, email="ada@example.com"))
    with house.centre.read(SITE) as work:
        (letter,) = work.messages.of_order(order.order_id)
    assert SPOKEN[code].letter["subject"].split("{}")[0] in letter.subject
    assert SPOKEN[code].labels["street"] in letter.body
    assert "{link}" in letter.body
    for name in ("{number}", "{asked}", "{until}", "{sender}"):
        assert name not in letter.body


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_problem_says_what_would_be_right(code: str) -> None:
    for problem in SPOKEN["en"].problems:
        words = problem_words(problem, "Köln", code)
        assert words.startswith(SPOKEN[code].problems[problem]), problem
        assert "{" not in words
