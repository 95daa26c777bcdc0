"""Our own codes: what is written reads back, and no product can ever be printed as one."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.barcodes import (
    Badge,
    CommandCode,
    Place,
    Tote,
    Unclear,
    Unknown,
    encode_badge,
    encode_command,
    encode_place,
    encode_tote,
    is_reserved,
    parse,
)
from app.domain.barcodes.code128 import encode

IDENTITIES = st.from_regex(r"[A-Z0-9][A-Z0-9._/-]{0,39}", fullmatch=True)
COMMANDS = st.from_regex(r"[A-Z][A-Z0-9_]{0,31}", fullmatch=True)


@given(IDENTITIES)
def test_badges_totes_and_places_read_back(identity: str) -> None:
    for write, kind in ((encode_badge, Badge), (encode_tote, Tote), (encode_place, Place)):
        text = write(identity)
        assert parse(text.encode()) == kind(text, identity)
        assert parse(f"]C0{text}\r\n".encode()) == parse(f"]Q1{text}".encode()) == kind(text, identity)
        assert is_reserved(text)
        assert encode(text)


@given(COMMANDS)
def test_commands_read_back(name: str) -> None:
    text = encode_command(name)
    assert parse(text.encode()) == CommandCode(text, name)
    assert is_reserved(text)


@given(st.text(max_size=20), st.sampled_from(["", "PB.", "pb.b.", "]C0PB.T.", " PB.L.", "\tPB.C.OK", "PB", "XPB.B.1"]))
def test_whatever_reads_as_ours_is_reserved_and_nothing_else_is(text: str, prefix: str) -> None:
    code = parse((prefix + text).encode())
    ours = isinstance(code, Badge | Tote | Place | CommandCode)
    broken = isinstance(code, Unknown) and code.reason is Unclear.NOT_OUR_CODE
    assert is_reserved(prefix + text) == (ours or broken)


def test_caps_lock_does_not_lock_the_packer_out() -> None:
    assert parse(b"pb.b.k7xq-2") == Badge("pb.b.k7xq-2", "K7XQ-2")


@pytest.mark.parametrize(
    "raw", [b"PB.", b"PB.B.", b"PB.X.1", b"PB.C.9", b"PB.T.A B", b"PB.L.A\x1dB", b"PB.B." + b"9" * 41]
)
def test_a_broken_code_of_ours_is_never_an_alias(raw: bytes) -> None:
    code = parse(raw)
    assert isinstance(code, Unknown)
    assert code.reason is Unclear.NOT_OUR_CODE


@pytest.mark.parametrize(
    ("write", "bad", "field"),
    [
        (encode_badge, "", "badge_id"),
        (encode_badge, "k7", "badge_id"),
        (encode_tote, "T 1", "tote_id"),
        (encode_tote, "T" * 41, "tote_id"),
        (encode_place, "-A", "location"),
        (encode_place, "A\n", "location"),
        (encode_command, "CLOSE CARTON", "command"),
        (encode_command, "1", "command"),
    ],
)
def test_what_could_not_be_read_back_is_not_written(write: Callable[[str], str], bad: str, field: str) -> None:
    with pytest.raises(ValueError, match=f"^{field}: "):
        write(bad)
