"""A refusal of each of the six verdicts that refuse, as the station would post them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.station.view.bench_view import BenchView
from app.station.view.panels import RefusalView
from app.station.view.signs import Sound, Tone
from tests.ui.samples.packing import pack
from tests.ui.samples.walking import HEAVY_L, HEAVY_XL, MUG, OK, ONLINE, PROBLEM, SHORT


def refused(tone: Tone, title: str, orders: tuple[str, ...], **told: Any) -> RefusalView:
    """What is not told is not shown; the footer is of a carton that got nothing."""
    nothing: dict[str, Any] = {"scanned": "", "scanned_item": None, "needed": "", "needed_item": None}
    footer = "The scan was recorded. Nothing was added to the carton."
    words = {"headline": "", "note": "", "footer": footer}
    return RefusalView(tone=tone, title=title, orders=orders, **{**nothing, **words, **told})


def refuse() -> BenchView:
    refusal = refused(
        tone=Tone.WRONG,
        title="Wrong size",
        scanned="Heavy tee, black, XL",
        scanned_item=HEAVY_XL,
        needed="Heavy tee, black, L",
        needed_item=HEAVY_L,
        headline="Heavy tee, black",
        orders=("Put this XL in tote T-18.", "Scan L: it is in tote T-17."),
        note="It belongs to order 1044. Was it lying in T-17? Then press Problem after this.",
    )
    return replace(pack(), refusal=refusal, actions=(PROBLEM, SHORT, OK), link=ONLINE, sound=Sound.WRONG, bar=None)


def refuse_unknown() -> BenchView:
    refusal = refused(
        tone=Tone.UNKNOWN,
        title="Unknown barcode",
        scanned="4006381333931",
        needed="Heavy tee, black, L",
        needed_item=HEAVY_L,
        headline="This code is not in the catalogue",
        orders=("Put it on the problem shelf.", "Scan L: it is in tote T-17."),
    )
    return replace(refuse(), refusal=refusal, sound=Sound.UNKNOWN)


def refuse_too_many() -> BenchView:
    refusal = refused(
        tone=Tone.CARE,
        title="One too many",
        headline="The order has 2 of these, and 2 are in the carton.",
        orders=("Put this one back in tote T-17.",),
    )
    return replace(refuse(), refusal=refusal, sound=Sound.TOO_MANY)


def refuse_tote() -> BenchView:
    refusal = refused(
        tone=Tone.WRONG_TOTE,
        title="Wrong tote",
        scanned="T-18",
        needed="T-17",
        orders=("T-18 holds order 1044.", "Scan tote T-17."),
    )
    return replace(refuse(), refusal=refusal, sound=Sound.WRONG_TOTE)


def refuse_done() -> BenchView:
    refusal = refused(
        tone=Tone.DONE,
        title="Tote already open",
        scanned="T-17",
        headline="T-17",
        orders=("Order 1043 is open on this bench: pack on.",),
    )
    return replace(refuse(), refusal=refusal, sound=Sound.ALREADY_DONE)


def refuse_not_now() -> BenchView:
    refusal = refused(
        tone=Tone.NOT_NOW,
        title="Scan the tote first",
        scanned="Enamel mug, sea",
        scanned_item=MUG,
        orders=("No tote is open on this bench.", "Scan the tote, then this mug."),
    )
    return replace(refuse(), refusal=refusal, sound=Sound.NOT_NOW)
