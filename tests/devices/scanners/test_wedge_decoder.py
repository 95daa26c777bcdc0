"""A scan comes out whole and is consumed; a person's typing comes out untouched."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from devices.scanner.keymap import Codes
from devices.scanner.wedge import Action, Decision, Key, Modifier, WedgeDecoder, WedgeSetup

PLAIN = "1234567890-=qwertyuiop[]asdfghjkl;'`\\zxcvbnm,./ "
CODES = [*range(2, 14), *range(16, 28), *range(30, 42), *range(43, 54), 57]
POSITION = dict(zip(PLAIN, CODES, strict=True))
SHIFTED = dict(zip('!@#$%^&*()_+{}:"~|<>?', "1234567890-=[];'`\\,./", strict=True))
GAP = 50
ENTER = 28
ONLY_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")
WORDS = st.text(st.sampled_from(PLAIN + "ABCXYZ!?]"), min_size=3, max_size=40).filter(
    lambda w: not ONLY_AIM.fullmatch(w)
)
"""An AIM identifier with nothing behind it is no scan."""


def key_of(char: str, t_ms: int, down: bool = True, text: str | None = None) -> Key:
    plain = SHIFTED.get(char, char.lower())
    shift = Modifier.SHIFT if plain != char else Modifier.NONE
    return Key(POSITION[plain] + 8, char if text is None else text, ord(char), shift, down, t_ms)


def enter(t_ms: int, down: bool = True) -> Key:
    return Key(ENTER + 8, "\r", 0x01000004, Modifier.NONE, down, t_ms)


def presses(text: str, gaps: list[int], start: int = 1000) -> list[Key]:
    t_ms, keys = start, []
    for char, gap in zip(text, gaps, strict=False):
        t_ms += gap
        keys += [key_of(char, t_ms), key_of(char, t_ms, down=False)]
    return keys


@dataclass
class Filter:
    """What the window's filter does with decisions; `delivered` is what the focused control got."""

    decoder: WedgeDecoder
    timer: bool = True
    delivered: list[Key] = field(default_factory=list)
    scans: list[tuple[bytes, str | None]] = field(default_factory=list)
    dropped: int = 0

    def carry_out(self, decision: Decision) -> None:
        self.delivered += decision.replay
        self.dropped += decision.dropped
        if decision.scan is not None:
            self.scans.append((decision.scan.raw, decision.scan.aim))

    def type(self, keys: list[Key]) -> Filter:
        for key in keys:
            due = self.decoder.due_ms
            if self.timer and due is not None and due <= key.t_ms:
                self.carry_out(self.decoder.overdue(due))
            decision = self.decoder.press_or_release(key)
            self.carry_out(decision)
            if decision.action is Action.PASS:
                self.delivered.append(key)
        return self

    def rest(self) -> Filter:
        due = self.decoder.due_ms
        if due is not None:
            self.carry_out(self.decoder.overdue(due))
        return self


def a_filter(setup: WedgeSetup | None = None, timer: bool = True) -> Filter:
    return Filter(WedgeDecoder(setup or WedgeSetup(gap_ms=GAP)), timer)


@given(WORDS, st.lists(st.integers(0, GAP), min_size=41, max_size=41), st.booleans())
def test_a_scan_with_gaps_up_to_the_limit_comes_out_whole_and_is_consumed(
    text: str, gaps: list[int], timer: bool
) -> None:
    keys = presses(text, gaps)
    last = keys[-1].t_ms + gaps[40]
    seen = a_filter(timer=timer).type([*keys, enter(last), enter(last + 5, down=False)]).rest()
    assert seen.delivered == []
    assert len(seen.scans) == 1
    raw, aim = seen.scans[0]
    assert (aim or "").encode() + raw == text.encode()


@given(WORDS, st.lists(st.integers(80, 900), min_size=41, max_size=41), st.booleans(), st.booleans())
def test_typing_at_80_ms_and_slower_is_delivered_intact_and_in_order(
    text: str, gaps: list[int], timer: bool, ends_with_enter: bool
) -> None:
    keys = presses(text, gaps)
    if ends_with_enter:
        keys += [enter(keys[-1].t_ms + 80), enter(keys[-1].t_ms + 120, down=False)]
    seen = a_filter(timer=timer).type(keys).rest()
    assert seen.scans == []
    assert seen.delivered == keys


@given(WORDS, WORDS)
def test_typing_just_before_a_scan_is_not_part_of_it(typed: str, scanned: str) -> None:
    human = presses(typed, [90] * 41)
    code = presses(scanned, [5] * 41, start=human[-1].t_ms + 60)
    seen = a_filter().type([*human, *code, enter(code[-1].t_ms + 3)])
    assert seen.delivered == human
    assert len(seen.scans) == 1


def test_a_us_scanner_is_read_right_on_a_german_desktop() -> None:
    wrong = dict(zip("]-yz", "+ßzy", strict=True))
    keys = [key_of(c, 10 + i, text=wrong.get(c, c)) for i, c in enumerate("]C1yz-1")]
    assert a_filter().type([*keys, enter(20)]).scans == [(b"yz-1", "]C1")]


def test_without_scan_codes_the_text_of_the_key_counts() -> None:
    setup = WedgeSetup(codes=Codes.NONE)
    keys = [Key(0, c, 0, Modifier.NONE, True, 10 + i) for i, c in enumerate("95011\r")]
    assert a_filter(setup).type(keys).scans == [(b"95011", None)]


def group_separators() -> list[list[Key]]:
    control = Key(27 + 8, "\x1d", 0x5D, Modifier.CONTROL, True, 15)
    f8, f12 = (Key(code + 8, "", 0, Modifier.NONE, True, 15) for code in (66, 88))
    alt = [Key(code + 8, "", 0, Modifier.ALT, True, 15) for code in (82, 80, 73)]
    alt_up = Key(56 + 8, "", 0, Modifier.ALT, False, 15)
    return [[control], [f8], [f12], [*alt, alt_up]]


def test_every_way_a_scanner_types_a_group_separator_is_understood() -> None:
    for separator in group_separators():
        before = [key_of(c, 10 + i) for i, c in enumerate("]d2")]
        after = [key_of(c, 16 + i) for i, c in enumerate("21x")]
        seen = a_filter().type([*before, *separator, *after, enter(21)])
        assert seen.scans == [(b"\x1d21x", "]d2")], separator
        assert [key for key in seen.delivered if key.scan_code != 64] == []


def test_a_human_f12_or_control_bracket_is_left_alone() -> None:
    for separator in group_separators()[:3]:
        assert a_filter().type(separator).delivered == separator


def test_a_scan_cut_by_a_focus_change_is_dropped_and_never_reported_shorter() -> None:
    keys = presses("9501101530003", [5] * 13)
    seen = a_filter().type(keys[:10])
    seen.carry_out(seen.decoder.focus_changed())
    seen.type([*keys[10:], enter(keys[-1].t_ms + 5)])
    assert (seen.scans, seen.delivered) == ([], [])
    assert seen.dropped == 13
    later = presses("42424", [500, 5, 5, 5, 5], start=keys[-1].t_ms)
    assert seen.type([*later, enter(later[-1].t_ms + 5)]).scans == [(b"42424", None)]


def test_keys_that_come_after_the_timer_has_given_up_are_not_a_scan() -> None:
    keys = presses("9501101530003", [5] * 13)
    seen = a_filter(timer=False).type(keys[:2])
    seen.carry_out(seen.decoder.overdue(keys[1].t_ms + 2000))
    seen.type([*keys[2:], enter(keys[-1].t_ms + 5)])
    assert seen.scans == []
    assert seen.delivered == keys[:2]


def test_one_held_key_is_delivered_when_the_focus_moves() -> None:
    seen = a_filter().type([key_of("a", 10)])
    seen.carry_out(seen.decoder.focus_changed())
    assert seen.delivered == [key_of("a", 10)]


def test_a_burst_longer_than_512_is_dropped_whole() -> None:
    keys = presses("7" * 900, [3] * 900)
    seen = a_filter().type([*keys, enter(keys[-1].t_ms + 3), enter(keys[-1].t_ms + 5, down=False)])
    assert (seen.scans, seen.delivered) == ([], [])
    assert seen.dropped == 900


def test_with_a_prefix_required_other_keys_are_never_held() -> None:
    setup = WedgeSetup(prefix="~", aim=False, by_length=False)
    typed = presses("abc", [5] * 3)
    seen = a_filter(setup).type([*typed, enter(1020)])
    assert seen.delivered == [*typed, enter(1020)]
    code = presses("~12345", [5] * 6, start=5000)
    assert a_filter(setup).type(code).rest().scans == [(b"12345", None)]


def test_enter_alone_and_two_fast_keys_are_typing() -> None:
    keys = [*presses("ok", [5, 5]), enter(1015)]
    assert a_filter().type(keys).delivered == keys


def test_auto_repeat_is_typing() -> None:
    repeat = [Key(38, "a", 65, Modifier.NONE, True, 500 + 30 * i, repeat=True) for i in range(9)]
    keys = [key_of("a", 0), *repeat]
    assert a_filter().type(keys).rest().delivered == keys
