"""Scans come out the same however the bytes were split, and nothing that is not one whole scan comes out."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from devices.scanner.framer import LONGEST, Frame, Framer, Framing, ScanRead, TooLong


def chunked(data: bytes, cuts: list[int]) -> list[bytes]:
    edges = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [data[a:b] for a, b in pairwise(edges)]


def read(data: list[bytes], framing: Framing | None = None) -> list[Frame]:
    framer = Framer(framing or Framing())
    return [frame for piece in data for frame in framer.feed(piece)]


STREAMS = st.lists(
    st.sampled_from([b"]C1", b"\r", b"\n", b"\r\n", b"9501101530003", b"\x1d", b"\x00\xff", b"x" * 4100])
)


@given(STREAMS, st.lists(st.integers(0, 10**6)))
def test_any_chunking_gives_the_same_frames(parts: list[bytes], cuts: list[int]) -> None:
    data = b"".join(parts)
    assert read(chunked(data, cuts)) == read([data])


def test_every_line_end_ends_a_scan_and_empty_lines_are_none() -> None:
    assert read([b"a1\rb2\nc3\r\n\r\n\n\rd4\r"]) == [ScanRead(raw, None) for raw in (b"a1", b"b2", b"c3", b"d4")]


def test_aim_identifier_prefix_and_group_separator() -> None:
    framing = Framing(prefix=b"~", gs_substitutes=(b"<GS>", b"|"))
    assert read([b"~]d2010950\x1d21A|10B<GS>x\r"], framing) == [ScanRead(b"010950\x1d21A\x1d10B\x1dx", "]d2")]
    assert read([b"]C1\r"]) == []
    assert read([b"]]C1x\r"]) == [ScanRead(b"]]C1x", None)]


def test_nul_and_invalid_bytes_are_kept() -> None:
    assert read([b"\x00\xff\x80\r"]) == [ScanRead(b"\x00\xff\x80", None)]


def test_a_scan_of_4_kb_is_read_and_a_longer_one_is_thrown_away_whole_and_reported() -> None:
    assert read([b"a" * LONGEST + b"\r"]) == [ScanRead(b"a" * LONGEST, None)]
    assert read([b"a" * 3000, b"a" * 3000, b"\rnext\r"]) == [TooLong(6000), ScanRead(b"next", None)]


def test_silence_ends_a_scan_only_without_a_suffix() -> None:
    with_suffix, without = Framer(Framing()), Framer(Framing(suffix=False))
    assert (with_suffix.feed(b"950"), with_suffix.idle()) == ([], [])
    assert (without.feed(b"950"), without.idle()) == ([], [ScanRead(b"950", None)])


def test_an_unplugged_scanner_leaves_no_half_scan() -> None:
    framer = Framer()
    framer.feed(b"950110")
    assert framer.drop() == b"950110"
    assert framer.feed(b"1530003\r") == [ScanRead(b"1530003", None)]
