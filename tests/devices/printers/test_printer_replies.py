"""What printers say back is understood the same however it was split, and an unknown sign is never good news."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.station.ports import Evidence, JobState, Reason
from devices.escpos.status import AutomaticStatus, ProcessDone, StatusByte, StatusReader, reasons_of
from devices.printing.reading import Reading, Sent
from devices.zpl.dialect import ZplDialect
from devices.zpl.replies import Errors, HostStatus, Identity, Noise, ReplyReader, Variable

HI = b"\x02ZD420-203dpi ZPL,V93.20.15Z,8,4194304\x03\r\n"
HS = b"\x02030,0,0,1218,002,0,0,0,000,0,0,0\x03\r\n\x02001,0,0,0,1,2,4,0,00000003,1,000\x03\r\n\x021234,0\x03\r\n"
HQES = b"\x02\r\nPRINTER STATUS\r\n ERRORS:    1 00000000 00000005\r\n WARNINGS:  1 00000000 00000002\r\n\x03\r\n"
ZPL_PARTS = st.lists(st.sampled_from([HI, HS, HQES, b'"123"', b'"?"', b'"1489 INCHES"\r\n', b"SSH-2.0\r\n"]))
ESCPOS_PARTS = st.lists(st.sampled_from([b"\x12", b"\x7e", b"\x10\x00\x00\x00", b'\x37"0042\x00', b"\xff", b"\x37"]))


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    edges = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [data[a:b] for a, b in pairwise(edges)]


@given(ZPL_PARTS, st.lists(st.integers(0, 10**6)))
def test_zpl_answers_come_out_the_same_however_they_are_split(parts: list[bytes], cuts: list[int]) -> None:
    reader, data = ReplyReader(), b"".join(parts)
    split = [reply for piece in pieces(data, cuts) for reply in reader.feed(piece)]
    whole = ReplyReader().feed(data)
    assert [r for r in split if not isinstance(r, Noise)] == [r for r in whole if not isinstance(r, Noise)]


@given(ESCPOS_PARTS, st.lists(st.integers(0, 10**6)))
def test_escpos_answers_come_out_the_same_however_they_are_split(parts: list[bytes], cuts: list[int]) -> None:
    reader, data = StatusReader(), b"".join(parts)
    split = [reply for piece in pieces(data, cuts) for reply in reader.feed(piece)]
    assert split == StatusReader().feed(data)


@given(st.binary(max_size=300))
def test_noise_never_breaks_a_reader(data: bytes) -> None:
    ReplyReader().feed(data)
    StatusReader().feed(data)


def test_the_answers_of_a_zpl_printer() -> None:
    replies = ReplyReader().feed(HI + HS + HQES + b'"123""?"')
    assert replies == [
        Identity("ZD420-203dpi ZPL", "V93.20.15Z", 8),
        HostStatus((), 2, 3, partial_format=False),
        Errors((Reason.PAPER_OUT, Reason.COVER_OPEN)),
        Variable("123"),
        Variable(None),
    ]


def errors_of(line: bytes) -> object:
    return ReplyReader().feed(HQES.replace(b"1 00000000 00000005", line))[0]


def test_an_unknown_error_bit_is_an_error() -> None:
    assert errors_of(b"1 00000000 00800000") == Errors((Reason.UNKNOWN_ERROR_BIT,))
    assert errors_of(b"1 00000001 00000000") == Errors((Reason.UNKNOWN_ERROR_BIT,))
    assert errors_of(b"1 00000000 00000000") == Errors((Reason.UNKNOWN_ERROR_BIT,))
    assert errors_of(b"1 00000000 00010000") == Errors((Reason.PAUSED,))
    assert errors_of(b"0 00000000 00000000") == Errors(())


def test_flags_of_the_host_status() -> None:
    paper = (
        HS.replace(b"030,0,0", b"030,1,1").replace(b"001,0,0,0", b"001,0,1,1").replace(b"0,0,0\x03", b"0,0,1\x03", 1)
    )
    (status,) = ReplyReader().feed(paper)
    assert isinstance(status, HostStatus)
    assert set(status.reasons) == {
        Reason.PAPER_OUT, Reason.PAUSED, Reason.COVER_OPEN, Reason.RIBBON_OUT, Reason.OVERHEAT
    }  # fmt: skip


def test_the_answers_of_a_receipt_printer() -> None:
    replies = StatusReader().feed(b'\x12\x10\x04\x00\x00\x37"0042\x00\x1a')
    assert replies == [StatusByte(0x12), AutomaticStatus(b"\x10\x04\x00\x00"), ProcessDone("0042"), StatusByte(0x1A)]
    assert reasons_of(0x1A, 0x12, 0x12, 0x12) == (Reason.PAUSED,)
    assert reasons_of(0x1A, 0x36, 0x12, 0x72) == (Reason.PAPER_OUT, Reason.COVER_OPEN)
    assert reasons_of(0x1A, 0x52, 0x12, 0x12) == (Reason.UNKNOWN_ERROR_BIT,)


READINGS = st.builds(
    Reading,
    st.sampled_from([(), (Reason.PAPER_OUT,)]),
    st.sampled_from([None, 0, 1]),
    st.booleans(),
    st.sampled_from([None, 499, 500, 501, 502]),
)


@given(READINGS, st.booleans(), st.booleans(), st.floats(0, 100), st.booleans(), st.sampled_from([None, 500]))
def test_printed_needs_a_count_and_not_printed_an_empty_printer(
    reading: Reading, whole: bool, same_link: bool, since_s: float, stopped: bool, before: int | None
) -> None:
    verdict = ZplDialect(2.0, 15.0).judge(Sent(before, "", whole, same_link, since_s, stopped), reading)
    if verdict is None:
        return
    if verdict.state is JobState.PRINTED:
        assert verdict.evidence is Evidence.ODOMETER
        assert (reading.counter or 0) > 500
        assert reading.waiting == 0
    if verdict.state is JobState.NOT_PRINTED:
        assert reading.counter == before == 500
        assert reading.clean
        assert since_s >= (15.0 if same_link else 2.0)
