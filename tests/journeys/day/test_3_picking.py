"""Step 3: a packer signs in by badge, sees the queue and why, and walks; every scan has its one outcome."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.barcodes import encode_badge, encode_place, encode_tote
from app.domain.floor.cards import Command
from app.main.demo.packer import EAN
from app.station.view.bench_view import BenchView
from app.station.view.signs import Screen, Sound, Tone
from tests.journeys.conftest import Benches, Starts
from tests.journeys.rig.bench import BADGES, CASES, CODES, TOTES, WALK, Bench

LOOKALIKE = "FT-MOS-L"
SHAPES = {
    "right": (Tone.RIGHT, Sound.RIGHT), "wrong item": (Tone.WRONG, Sound.WRONG),
    "one too many": (Tone.CARE, Sound.TOO_MANY), "wrong tote": (Tone.WRONG_TOTE, Sound.WRONG_TOTE),
    "unknown barcode": (Tone.UNKNOWN, Sound.UNKNOWN), "already done": (Tone.DONE, Sound.ALREADY_DONE),
    "not now": (Tone.NOT_NOW, Sound.NOT_NOW),
}  # fmt: skip


@pytest.fixture
def bench(empty_shop: Path, centre_of: Starts, bench_at: Benches) -> Bench:
    """Two express orders of two units each, a list of one cluster; nobody has signed in."""
    centre = centre_of(empty_shop)
    centre.place("web-1", ("FT-MOS-M", 1), ("MG-WHT", 1))
    centre.place("web-2", ("FT-MOS-M", 1), ("SK-GRY-40_43", 1))
    return bench_at(centre)


def test_a_badge_signs_in_the_queue_says_why_and_the_walk_where(bench: Bench) -> None:
    bench.ready()
    early = bench.item("MG-WHT")
    assert early.screen is Screen.SIGN_IN
    assert early.refusal is not None
    assert early.refusal.title == "Sign in first"
    bench.key("Esc")
    stranger = bench.scan(encode_badge("0" * 32))
    assert stranger.refusal is not None
    assert stranger.refusal.title == "Unknown badge"
    assert "0000" not in stranger.refusal.scanned
    bench.key("Enter")
    view = bench.scan(encode_badge(BADGES[0]))
    assert (view.screen, view.packer) == (Screen.QUEUE, "Amina O.")
    view = bench.see(lambda view: view.queue and view.queue.next_number, "a pick list")
    assert view.queue is not None
    (row,) = view.queue.rows or (None,)
    assert "Express" in (row.detail if row else view.queue.why)
    signed_out = bench.press(Command.SIGN_OUT)
    assert (signed_out.screen, signed_out.packer) == (Screen.SIGN_IN, "")
    bench.scan(encode_badge(BADGES[0]))
    _walk(bench)


def _walk(bench: Bench) -> None:
    """Each stop says where, what, and how much; stops come in walking order."""
    bench.press(Command.START)
    stops = []
    while (view := bench.view).pick is not None:
        pick = view.pick
        if pick.phase in ("item", "location") and pick.item is not None:
            assert pick.item.picture
            assert pick.left >= 1
            stops.append((WALK[pick.location], pick.location, pick.item.differs))
        move = bench.packer.move(view)
        assert move is not None
        bench.make(move)
    walked = [walk for walk, _, _ in stops]
    assert walked == sorted(walked)
    assert len(set(stops)) == 3
    assert "M" in {differs for _, _, differs in stops}
    assert bench.view.screen is Screen.PACK


def test_each_verdict_has_its_own_colour_sound_and_words(bench: Bench) -> None:
    bench.sign_in()
    bench.press(Command.START)
    seen: dict[str, BenchView] = {"right": bench.scan(encode_tote(TOTES[0]))}
    seen["already done"] = _refused(bench, lambda: bench.scan(encode_tote(TOTES[0])))
    bench.scan(encode_tote(TOTES[1]))
    seen["not now"] = _refused(bench, lambda: bench.item("FT-MOS-M"))
    place = _refused(bench, lambda: bench.scan(encode_place("E-10-1"))).refusal
    assert place is not None
    assert (place.tone, place.title) == (Tone.WRONG_TOTE, "Wrong place")
    bench.work(lambda view: view.pick and view.pick.phase == "item")
    assert bench.view.pick is not None
    assert bench.view.pick.item is not None
    assert bench.view.pick.item.sku == "FT-MOS-M"
    seen["wrong item"] = _refused(bench, lambda: bench.item(LOOKALIKE))
    seen["unknown barcode"] = _refused(bench, lambda: bench.scan("4006381333931", EAN))
    seen["one too many"] = _refused(bench, lambda: bench.scan(CASES["FT-MOS-M", "case"], "]I1"))
    bench.item("FT-MOS-M")
    assert bench.view.pick is not None
    other = next(tote.tote for tote in bench.view.pick.totes if not tote.current)
    seen["wrong tote"] = _refused(bench, lambda: bench.scan(encode_tote(other)))
    assert {name: (_tone(view), view.sound) for name, view in seen.items()} == SHAPES
    assert len({_tone(view) for view in seen.values()}) == 7, "a colour and a shape of its own"
    assert len({view.sound for view in seen.values()}) == 7, "a sound of its own"
    titles = [view.refusal.title for view in seen.values() if view.refusal]
    assert len(set(titles)) == 6
    wrong = seen["wrong item"].refusal
    assert wrong is not None
    assert wrong.scanned_item is not None
    assert wrong.needed_item is not None
    assert (wrong.scanned_item.differs, wrong.needed_item.differs) == ("L", "M")
    assert any("A-06-3" in words for words in wrong.orders), "where the thing does belong"


def test_a_refusal_stays_until_it_is_acknowledged(bench: Bench) -> None:
    bench.sign_in()
    bench.press(Command.START)
    bench.work(lambda view: view.pick and view.pick.phase == "item")
    before = bench.view.pick
    acknowledgements: tuple[Callable[[], BenchView], ...] = (
        lambda: bench.key("Esc"), lambda: bench.key("Enter"), lambda: bench.card(Command.OK), bench.touch_primary,
    )  # fmt: skip
    for acknowledge in acknowledgements:
        refused = bench.item(LOOKALIKE)
        assert refused.refusal is not None
        for code in (CODES[LOOKALIKE], CODES["FT-MOS-M"]):
            still = bench.scan(code, EAN)
            assert still.refusal is not None
            assert still.refusal.title == refused.refusal.title
        assert acknowledge().refusal is None
        assert bench.view.pick == before, "nothing was counted"


def _refused(bench: Bench, act: Callable[[], BenchView]) -> BenchView:
    view = act()
    assert view.refusal is not None, view
    bench.key("Esc")
    return view


def _tone(view: BenchView) -> Tone:
    if view.refusal is not None:
        return view.refusal.tone
    assert view.bar is not None
    return view.bar.tone
