"""A short name is what a label, an address of the web and a command line can hold alike."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.domain.names import LONGEST, name_wrong


@pytest.mark.parametrize("name", ["ST-4", "4", "pack.west_2", "A" * LONGEST])
def test_good_names(name: str) -> None:
    assert name_wrong(name) == ""


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "'': letters, digits"),
        ("A" * (LONGEST + 1), "40 characters at most, and these are 41"),
        ("ST 4", "'ST 4': letters"),
        ("-st", "'-st': letters"),
        ("ST-4\n", r"'ST-4\n': letters"),
        ("ST\x00", r"'ST\x00': letters"),
        ("S/T", "'S/T': letters"),
        ("SÜD", r"'S\xdcD': letters"),
        ("\u202eST", r"'\u202eST': letters"),
        ("\ud800", r"'\ud800': letters"),
    ],
)
def test_bad_names_say_why_in_what_any_terminal_can_print(name: str, why: str) -> None:
    assert name_wrong(name).startswith(why)


@given(some.text(max_size=60))
def test_a_good_name_is_the_same_in_an_address(name: str) -> None:
    if not name_wrong(name):
        assert quote(name, safe="") == name
        assert len(name.encode()) <= LONGEST
    else:
        assert name_wrong(name).isprintable()
