"""What is wrong with an order's details is named by field and code, and what is right is left alone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.central.details.checking import examine, line_problems
from app.central.details.places import area_named, country, tidy_postcode
from app.central.details.reaching import slip_in, tidy_email, tidy_phone
from app.central.details.values import Blocked, DetailRules, Weight
from app.domain.intake.orders import NewLine
from app.domain.parcels import PostalAddress

BREMEN = PostalAddress(name="Jürgen Schäfer", street="Schloßplatz 88", postcode="28195", city="Bremen", country="DE")
PORTLAND = PostalAddress(
    name="Dale Cooper", street="12 Main St", postcode="97201", city="Portland", region="OR", country="US"
)
NO_RULES = DetailRules()


def found(
    address: PostalAddress, email: str = "", courier: str = "house", rules: DetailRules = NO_RULES
) -> set[tuple[str, str, str]]:
    return {(one.field, one.code, one.weight.value) for one in examine(address, email, courier, rules).problems}


@pytest.mark.parametrize("address", [BREMEN, PORTLAND])
@pytest.mark.parametrize("courier", ["house", "fedex"])
def test_a_good_address_has_no_problem(address: PostalAddress, courier: str) -> None:
    assert found(address, "j.schaefer@gmx.de", courier) == set()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"postcode": "2819"}, ("recipient.postcode", "format", "hold")),
        ({"street": "Schloßplatz"}, ("recipient.street", "house_number", "hold")),
        ({"phone": "12"}, ("recipient.phone", "phone", "ask")),
        ({"name": "x" * 36}, ("recipient.name", "too_long", "note")),
        ({"name": "محمد الحسن"}, ("recipient.name", "script", "note")),
    ],
)
def test_one_thing_wrong_is_one_problem(changes: dict[str, str], expected: tuple[str, str, str]) -> None:
    assert found(replace(BREMEN, **changes)) == {expected}


@pytest.mark.parametrize(
    ("changes", "courier", "expected"),
    [
        ({"street": "Postfach 12 34"}, "house", None),
        ({"street": "Postfach 12 34"}, "fedex", "po_box"),
        ({"street": "Postfach 12 34"}, "dhl", "po_box"),
        ({"street": "Packstation 145, 1234567890"}, "dhl", None),
        ({"street": "Packstation 145, 1234567890"}, "ups", "po_box"),
        ({"name": "x" * 36}, "ups", "too_long"),
        ({"phone": "12"}, "ups", "phone"),
    ],
)
def test_what_a_courier_refuses_holds_only_for_that_courier(
    changes: dict[str, str], courier: str, expected: str | None
) -> None:
    held = [
        one.code
        for one in examine(replace(BREMEN, **changes), "", courier, NO_RULES).problems
        if one.weight is Weight.HOLD
    ]
    assert held == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"postcode": "10001"}, {("recipient.postcode", "postcode_area", "hold")}),
        ({"region": "Kalifornia"}, {("recipient.region", "unknown", "note")}),
        ({"region": "Kalifornia", "postcode": ""}, {("recipient.region", "unknown", "hold")}),
        ({"region": ""}, set()),
        ({"region": "oregon"}, set()),
        ({"region": "US-OR"}, set()),
        ({"region": "AE", "city": "APO", "postcode": "09012"}, set()),
        ({"postcode": "97201-1234"}, set()),
    ],
)
def test_states_and_postcodes_of_the_united_states(
    changes: dict[str, str], expected: set[tuple[str, str, str]]
) -> None:
    assert found(replace(PORTLAND, **changes)) == expected


def test_military_mail_goes_by_post_only() -> None:
    away = replace(PORTLAND, region="AE", city="APO", postcode="09012")
    assert found(away, courier="fedex") == {("recipient.city", "military", "hold")}


def test_a_missing_state_is_read_from_the_postcode_and_the_address_as_written_stays() -> None:
    given = replace(PORTLAND, region="", postcode=" 97201 ")
    assert examine(given, "", "house", NO_RULES).normal == replace(PORTLAND, postcode="97201")
    assert given.postcode == " 97201 "


@pytest.mark.parametrize(
    ("code", "given", "tidy"),
    [
        ("DE", "D-28195", "28195"),
        ("DE", "２８１９５", "28195"),
        ("NL", "1012ab", "1012 AB"),
        ("GB", "sw1a1aa", "SW1A 1AA"),
        ("GB", "W1A4ZZ", "W1A 4ZZ"),
        ("GB", "X GIR 0AA X", None),
        ("GB", "AB", None),
        ("CA", "H3Z2Y7", "H3Z 2Y7"),
        ("PL", "00950", "00-950"),
        ("SE", "412 34", "41234"),
        ("JP", "1500001", "150-0001"),
        ("US", "9720", None),
        ("AT", "10100", None),
    ],
)
def test_postcodes_are_written_as_their_country_writes_them(code: str, given: str, tidy: str | None) -> None:
    place = country(code)
    assert place is not None
    assert tidy_postcode(place, given) == tidy


def test_areas_are_known_by_key_name_and_iso_code() -> None:
    japan = country("JP")
    assert japan is not None
    assert {area.key for name in ("東京都", "Tokyo", "JP-13", "13") if (area := area_named(japan, name))} == {"東京都"}


def test_every_country_can_be_read() -> None:
    assert country("XX") is None
    for code in ("DE", "AQ", "XK", "CN", "KR", "CU", "AN", "SS"):
        country(code)


@pytest.mark.parametrize(
    ("given", "where", "tidy"),
    [
        ("0421 1234567", "DE", "+494211234567"),
        ("+46 31 390 06 12", "SE", "+46313900612"),
        ("00 49 421 1234567", "DE", "+494211234567"),
        ("call me", "DE", ""),
        ("1", "DE", ""),
        ("0421 1234567", "", ""),
        ("٠٤٢١١٢٣٤٥٦٧", "DE", "+494211234567"),
    ],
)
def test_phones_become_e164(given: str, where: str, tidy: str) -> None:
    assert tidy_phone(given, where) == tidy


def test_mail_addresses_and_the_slips_in_them() -> None:
    assert tidy_email("A@Gmx.DE ")[0] == "A@gmx.de"
    assert tidy_email("nobody") == ("", "it has no @")
    assert tidy_email("@gmx.de") == ("", "something is missing before the @")
    assert tidy_email("a@") == ("", "something is missing behind the @")
    assert tidy_email("a@b@gmx.de") == ("", "it has more than one @")
    assert "'-gmx.de' behind the @" in tidy_email("a@-gmx.de")[1]
    assert "'a..b' before the @" in tidy_email("a..b@gmx.de")[1]
    assert tidy_email("a\r\nBcc: b@gmx.de@gmx.de")[1]
    assert tidy_email("a" * 300 + "@gmx.de")[1]
    assert slip_in("ada@gmial.com") == "ada@gmail.com"
    assert slip_in("ada@firm.con") == "ada@firm.com"
    assert slip_in("ada@gmail.com") == ""
    assert found(BREMEN, "ada@gmial.com") == {("email", "email_slip", "ask")}


def test_a_blocked_place_is_no_question_for_the_customer() -> None:
    rules = DetailRules(blocked=(Blocked(country="DE", postcode="281", words="schloßplatz", why="fraud"), Blocked()))
    (problem,) = examine(BREMEN, "", "house", rules).problems
    assert (problem.code, problem.answerable) == ("blocked", False)
    assert "fraud" in problem.detail
    assert found(replace(BREMEN, street="Ring 1"), rules=rules) == set()


def test_house_numbers_are_asked_for_only_where_they_are_usual() -> None:
    paris = PostalAddress(name="A", street="Rue des Écoles", postcode="75005", city="Paris", country="FR")
    assert found(paris) == set()
    rome = PostalAddress(name="A", street="Via Roma s/n", postcode="00144", city="Roma", country="IT", region="RM")
    assert found(rome) == set()
    assert found(replace(rome, street="Via Roma")) == {("recipient.street", "house_number", "hold")}


def test_gtins_of_lines_are_checked() -> None:
    good, wrong = NewLine(sku="A", quantity=1, gtin="4006381333931"), NewLine(sku="B", quantity=1, gtin="4006381333932")
    assert [one.field for one in line_problems((good, wrong, NewLine(sku="C", quantity=1)))] == ["lines.1.gtin"]


@given(
    cells=st.lists(st.text(max_size=60), min_size=9, max_size=9),
    code=st.sampled_from(["DE", "US", "GB", "CN", "JP", "IT", "HK", "XX", ""]),
    email=st.text(max_size=60),
    courier=st.sampled_from(["house", "fedex"]),
)
def test_any_text_is_examined_without_a_fault(cells: list[str], code: str, email: str, courier: str) -> None:
    address = replace(PostalAddress(*cells), country=code)
    seen = examine(address, email, courier, NO_RULES)
    asked = [one.field for one in seen.problems if one.weight is not Weight.NOTE]
    assert len(asked) == len(set(asked))
