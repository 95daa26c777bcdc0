"""Tells a scanner that types like a keyboard from a person who types. Pure: no Qt, no clock.

How a key filter of the window system drives it (see `KeyDecoder`):

1. Every press and release becomes a `Key` and goes to `press_or_release`; `t_ms` is the event's own timestamp, so that
   a stalled program does not change the gaps. The answer is a `Decision`, to be carried out in this order: deliver
   the `replay` keys (past the filter, to whatever has the focus), post `scan`, then treat the key itself as `action`
   says: PASS lets the event go on, HOLD and CONSUME stop it. A stopped key's shortcut override is stopped too.
2. When `due_ms` is not None the filter arms one timer for that moment (same clock as the events) and then calls
   `overdue(now_ms)`, whose Decision has the same meaning, without a key. Pending input is to be read before that.
3. When the focus moves, `focus_changed()`.

A first key that could begin a scan is held for `gap_ms` at most; if nothing follows in time it was typing, and is
delivered unchanged. A scan is consumed whole: it presses no button and lands in no field. A burst that was cut (focus
moved, keys came late) is never reported as a shorter scan: it is dropped and counted in `dropped`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, Flag
from typing import Protocol

from devices.scanner import keymap
from devices.scanner.framer import Framing, ScanRead, dress
from devices.scanner.keymap import Codes

SHORTEST = 3
LONGEST = 512


class Modifier(Flag):
    NONE = 0
    SHIFT = 1
    CONTROL = 2
    ALT = 4


@dataclass(frozen=True, slots=True)
class Key:
    """One key event: `scan_code` as the platform gave it (0 for none), `key` as the window system numbers keys.

    `repeat` marks auto-repeat; `tag` is the filter's own, to find the original event for a replay.
    """

    scan_code: int
    text: str
    key: int
    modifiers: Modifier
    down: bool
    t_ms: int
    repeat: bool = False
    tag: int = 0


class Action(Enum):
    PASS = "pass"
    HOLD = "hold"
    CONSUME = "consume"


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do now; `dropped` counts characters of a cut or overlong burst that were thrown away."""

    action: Action = Action.PASS
    replay: tuple[Key, ...] = ()
    scan: ScanRead | None = None
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class WedgeSetup:
    """A burst is a scan if it starts with `prefix`, with an AIM "]" (`aim`), or ends with a suffix (`by_length`).

    `gs_keys` are key positions (input event codes) that stand for GS; `silence_ends` is for scanners without suffix.
    """

    gap_ms: int = 50
    prefix: str = ""
    aim: bool = True
    by_length: bool = True
    silence_ends: bool = False
    codes: Codes = Codes.X11
    gs_keys: frozenset[int] = field(default_factory=lambda: frozenset({keymap.F8, keymap.F12}))
    gs_substitutes: tuple[bytes, ...] = ()


class KeyDecoder(Protocol):
    """What the filter of the window system needs."""

    @property
    def due_ms(self) -> int | None: ...
    def press_or_release(self, key: Key) -> Decision: ...
    def overdue(self, now_ms: int) -> Decision: ...
    def focus_changed(self) -> Decision: ...


class WedgeDecoder:
    """Implements `KeyDecoder`; belongs to the thread of the window system."""

    def __init__(self, setup: WedgeSetup) -> None:
        self._setup = setup
        self._held: list[Key] = []
        self._text = ""
        self._alt = ""
        self._last_ms: int | None = None
        self._cut = 0
        self._swallowed: set[int] = set()
        self._prefixes = (*((setup.prefix,) if setup.prefix else ()), *(("]",) if setup.aim else ()))

    @property
    def due_ms(self) -> int | None:
        """When the held keys must be decided, None when nothing is held."""
        return self._last_ms + self._setup.gap_ms + 1 if self._held and self._last_ms is not None else None

    def press_or_release(self, key: Key) -> Decision:
        """Exactly one decision per event; keys of a person come out unchanged and in order."""
        at = keymap.position(key.scan_code, self._setup.codes)
        if at in keymap.MODIFIER_CODES or (at == 0 and not key.text and key.modifiers is not Modifier.NONE):
            if at in keymap.ALTS and not key.down:
                self._close_alt()
            return Decision()
        if not key.down:
            return self._release(key)
        late = self._give_up() if self._last_ms is not None and self._gap(key.t_ms) > self._setup.gap_ms else Decision()
        decision = self._press(key, at)
        return Decision(
            decision.action, late.replay + decision.replay, decision.scan or late.scan, late.dropped + decision.dropped
        )

    def overdue(self, now_ms: int) -> Decision:
        """The silence after the held keys is longer than any gap of a scan."""
        if not self._held or self._last_ms is None or now_ms - self._last_ms <= self._setup.gap_ms:
            return Decision()
        last_ms, count = self._last_ms, len(self._text) + self._cut
        decision = self._give_up()
        if decision.replay:  # should more keys of the same burst turn up late, they must not pass for a whole scan
            self._last_ms, self._cut = last_ms, count
        return decision

    def focus_changed(self) -> Decision:
        """One held key may be a person's and is delivered; a burst under way is cut, and its rest is no scan."""
        if len(self._text) + self._cut <= 1:
            last_ms, count, held = self._last_ms, len(self._text) + self._cut, tuple(self._held)
            self._reset()
            self._last_ms, self._cut = last_ms, count
            return Decision(replay=held)
        dropped = len(self._text)
        last_ms, count = self._last_ms, len(self._text) + self._cut
        self._swallow_held()
        self._reset()
        self._last_ms, self._cut = last_ms, count
        return Decision(dropped=dropped)

    def _gap(self, t_ms: int) -> int:
        return 0 if self._last_ms is None else t_ms - self._last_ms

    def _release(self, key: Key) -> Decision:
        code = key.scan_code or key.key
        if code in self._swallowed:
            self._swallowed.discard(code)
            return Decision(Action.CONSUME)
        if any(held.down and (held.scan_code or held.key) == code for held in self._held):
            self._held.append(key)
            return Decision(Action.HOLD)
        return Decision()

    def _press(self, key: Key, at: int) -> Decision:
        if key.repeat:
            return Decision(replay=self._release_held())
        if at in keymap.ENTERS or at == keymap.TAB or (at == 0 and key.text in ("\r", "\n", "\t")):
            return self._suffix(key)
        typed = self._typed(key, at)
        if typed is None or (not self._text and not self._cut and not self._may_begin(typed)):
            return Decision(replay=self._release_held())
        if len(self._text) + self._cut + len(typed) > LONGEST:
            return self._too_long(key)
        self._last_ms = key.t_ms
        self._held.append(key)
        self._text += typed
        return Decision(Action.HOLD)

    def _typed(self, key: Key, at: int) -> str | None:
        """The character of this key, "" while an Alt code is being typed, None for a key no scan contains."""
        under_way = bool(self._text or self._cut)
        if Modifier.ALT in key.modifiers:
            digit = keymap.character(at, False) or key.text
            if under_way and len(digit) == 1 and digit in "0123456789":
                self._alt += digit
                return ""
            return None
        self._close_alt()
        bracket = at == keymap.RIGHT_BRACKET and Modifier.CONTROL in key.modifiers
        if bracket or key.text == "\x1d" or at in self._setup.gs_keys:
            return "\x1d" if under_way else None
        if Modifier.CONTROL in key.modifiers:
            return None
        known = keymap.character(at, Modifier.SHIFT in key.modifiers)
        return known or (key.text if len(key.text) == 1 and key.text.isprintable() else None)

    def _close_alt(self) -> None:
        """Alt+0 2 9 is how a scanner set up for Windows types GS."""
        if self._alt:
            code = int(self._alt)
            self._text += chr(code) if code == 0x1D or 0x20 <= code < 0x100 else ""
        self._alt = ""

    def _may_begin(self, typed: str) -> bool:
        return self._setup.by_length or any(start.startswith(typed) for start in self._prefixes)

    def _started_as_scan(self) -> bool:
        return any(self._text.startswith(start) for start in self._prefixes)

    def _suffix(self, key: Key) -> Decision:
        self._close_alt()
        length = len(self._text) + self._cut
        if key.modifiers is not Modifier.NONE or length < SHORTEST:
            return Decision(replay=self._release_held())
        if not self._cut and not (self._setup.by_length or self._started_as_scan()):
            return Decision(replay=self._release_held())
        decision = self._complete()
        self._swallowed.add(key.scan_code or key.key)
        return Decision(Action.CONSUME, (), decision.scan, decision.dropped)

    def _complete(self) -> Decision:
        """The burst is over and was typed by a machine: a whole one is a scan, a cut one is dropped."""
        text, cut = self._text, self._cut
        self._swallow_held()
        self._reset()
        if cut:
            return Decision(dropped=len(text))
        try:
            line = text.encode("latin-1")
        except UnicodeEncodeError:
            line = text.encode("utf-8")
        framing = Framing(prefix=self._setup.prefix.encode(), gs_substitutes=self._setup.gs_substitutes)
        return Decision(scan=dress(line, framing))

    def _give_up(self) -> Decision:
        """Silence: the burst was typing, unless this scanner ends its scans by silence."""
        whole = not self._cut and len(self._text) >= SHORTEST
        if whole and (self._started_as_scan() or (self._setup.silence_ends and self._setup.by_length)):
            self._close_alt()
            return self._complete()
        if self._cut > LONGEST:
            dropped = len(self._text)
            self._swallow_held()
            self._reset()
            return Decision(dropped=dropped)
        return Decision(replay=self._release_held())

    def _too_long(self, key: Key) -> Decision:
        """No person types this fast for this long: nothing of it is delivered, until it pauses."""
        dropped = len(self._text) + 1
        self._swallow_held()
        self._swallowed.add(key.scan_code or key.key)
        self._reset()
        self._last_ms, self._cut = key.t_ms, LONGEST + 1
        return Decision(Action.CONSUME, dropped=dropped)

    def _release_held(self) -> tuple[Key, ...]:
        held = tuple(self._held)
        self._reset()
        return held

    def _swallow_held(self) -> None:
        """Releases that are still to come belong to presses nobody saw."""
        for held in self._held:
            code = held.scan_code or held.key
            if held.down:
                self._swallowed.add(code)
            else:
                self._swallowed.discard(code)

    def _reset(self) -> None:
        self._held.clear()
        self._text = ""
        self._alt = ""
        self._last_ms = None
        self._cut = 0
