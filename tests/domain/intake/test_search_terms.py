"""What an order is found by: one form for what is stored and what is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.intake.search_terms import LONGEST, PHONE_DIGITS, fold, order_terms, phone_term, question


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Jürgen Øster", "jurgenoster"), ("STRASSE", "strasse"), ("Straße", "strasse"), ("TEE-BLK-L", "teeblkl"),
        ("#1052", "1052"), ("lena@example.com", "lenaexamplecom"), ("\u202eevil", "evil"), ("عُمَر", "عمر"),
        ("ﬁ", "fi"), ("", ""),
    ],
)  # fmt: skip
def test_case_accents_and_signs_do_not_matter(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_a_phone_number_is_the_same_with_and_without_its_prefixes() -> None:
    forms = ("+49 171 5550101", "0171/555 01 01", "0049 (171) 555-0101")
    assert len({phone_term(form) for form in forms}) == 1
    assert phone_term("12") == ""
    assert question("+49 171 555 0101").phone == phone_term("01715550101")
    assert question("TEE-BLK-L").phone == ""


@given(
    st.text(max_size=80),
    st.text(max_size=80),
    st.text(max_size=40).filter(lambda text: not any(c.isspace() for c in text)),
)
def test_whatever_is_stored_is_found_by_asking_for_it(name: str, number: str, sku: str) -> None:
    terms = order_terms(number=number, reference="r", names=(name,), phones=(), mails=(), skus=(sku,))
    assert all(0 < len(term) <= LONGEST for term in terms)
    assert set(question(name).words[:6]) <= terms
    assert set(question(sku).words) <= terms


@given(st.text(alphabet="0123456789+-/ ()", max_size=30))
def test_a_phone_term_is_short_or_nothing(typed: str) -> None:
    assert phone_term(typed) == "" or 7 <= len(phone_term(typed)) <= PHONE_DIGITS + 1
