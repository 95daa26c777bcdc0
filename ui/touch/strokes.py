"""What the kiosk needs from a decoder that tells a keyboard-wedge scanner from a person; devices implement it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """One key event: `scan_code` 0 for none, `key` as Qt numbers keys, `t_ms` the time of the event itself.

    `tag` names the event, so that the decoder can ask for its replay.
    """

    scan_code: int
    text: str
    key: int
    shift: bool
    control: bool
    alt: bool
    down: bool
    t_ms: int
    repeat: bool
    tag: int


class Tagged(Protocol):
    @property
    def tag(self) -> int: ...


class Named(Protocol):
    @property
    def value(self) -> str: ...


class Read(Protocol):
    @property
    def raw(self) -> bytes: ...
    @property
    def aim(self) -> str | None: ...


class Decided(Protocol):
    """Do in this order: replay the tagged keys, post the scan, then `action`: "pass" on, "hold" or "consume"."""

    @property
    def action(self) -> Named: ...
    @property
    def replay(self) -> Sequence[Tagged]: ...
    @property
    def scan(self) -> Read | None: ...


K_contra = TypeVar("K_contra", contravariant=True)


class Decoder(Protocol[K_contra]):
    """`due_ms`: on the clock of the events, when `overdue` is to be called; None when no key is held."""

    @property
    def due_ms(self) -> int | None: ...
    def press_or_release(self, key: K_contra, /) -> Decided: ...
    def overdue(self, now_ms: int, /) -> Decided: ...
    def focus_changed(self) -> Decided: ...


Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class KeyboardWedge(Generic[Key]):
    """A scanner that types: `decoder` reads what `make_key` makes of strokes; `device` is its name in `Scanned`."""

    device: str
    decoder: Decoder[Key]
    make_key: Callable[[Stroke], Key]

    def press_or_release(self, stroke: Stroke) -> Decided:
        return self.decoder.press_or_release(self.make_key(stroke))
