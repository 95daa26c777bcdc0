"""A view model announces what changed and nothing else, so that a scan updates little."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.ui.views import ALL
from ui.touch.captions import Captions
from ui.touch.pictures import Picture
from ui.touch.viewmodels.announcing import isolated
from ui.touch.viewmodels.bench import BenchModel
from ui.touch.viewmodels.closing import bars_of, bars_width, mark_of


@pytest.fixture
def model(gui: object) -> Any:
    return BenchModel(lambda _command: None, lambda _name: Picture(), frozenset({"undo"}))


def listen(model: Any, *names: str) -> list[str]:
    heard: list[str] = []
    for name in names:
        getattr(model, f"{name}_changed").connect(lambda name=name: heard.append(name))
    return heard


def test_a_scan_changes_one_row_and_the_count(model: Any) -> None:
    view = ALL["pack"]()
    model.show(view)
    assert view.pack is not None
    lines = (replace(view.pack.lines[0], done=2), *view.pack.lines[1:])
    heard = listen(model, "title", "facts", "packer", "screen", "progress", "link", "message")
    inner = listen(model.pack, "left", "left_words", "tote", "phase", "lines")
    rows: list[tuple[int, list[int]]] = []
    model.pack.lines.dataChanged.connect(lambda first, _last, roles: rows.append((first.row(), list(roles))))
    model.show(replace(view, pack=replace(view.pack, lines=lines, left=0), progress=4 / 7))
    assert heard == ["progress"]
    assert sorted(inner) == ["left", "lines"]
    assert [row for row, _ in rows] == [0]
    assert len(rows[0][1]) == 2


def test_the_same_view_again_says_nothing(model: Any) -> None:
    view = ALL["pick"]()
    model.show(view)
    heard = listen(model, "title", "facts", "packer", "screen", "progress", "link", "message")
    model.show(replace(view))
    assert heard == []


def test_rows_come_and_go_at_the_end(model: Any) -> None:
    view = ALL["queue"]()
    assert view.queue is not None
    model.show(view)
    assert model.queue.rows.rowCount() == 6
    model.show(replace(view, queue=replace(view.queue, rows=view.queue.rows[:2])))
    assert model.queue.rows.rowCount() == 2
    model.show(view)
    assert [model.queue.rows.data(model.queue.rows.index(row)) for row in range(6)][-1] == "1048"


def test_an_icon_that_is_not_there_is_not_asked_for(model: Any) -> None:
    model.show(ALL["pack"]())
    symbols = [model.actions.data(model.actions.index(row), 260) for row in range(model.actions.rowCount())]
    assert symbols == ["", "undo", "", ""]


def test_captions_change_without_a_restart(model: Any) -> None:
    model.set_scanner_inactive(True)
    model.speak(Captions(go_to="GEHE ZU", inactive="Der Scanner schreibt woanders."))
    assert model.captions.go_to == "GEHE ZU"
    assert model.troubles.data(model.troubles.index(0)) == "Der Scanner schreibt woanders."


def test_only_words_from_right_to_left_are_isolated() -> None:
    assert isolated("Jürgen Øster") == "Jürgen Øster"
    assert isolated("Ali علي") == "\u2068Ali علي\u2069"


def test_the_bars_on_the_screen_are_as_wide_as_said_and_no_barcode() -> None:
    drawn = bars_of("395011015300000011")
    assert drawn.count("M") == 36
    assert bars_width("395011015300000011") > 100
    assert bars_width("") == 1


@pytest.mark.parametrize(
    ("done", "current", "trouble", "mark"),
    [
        (True, False, True, "wrong"),
        (True, True, False, "right"),
        (False, True, False, "current"),
        (False, False, False, "quiet"),
    ],
)
def test_trouble_shows_before_done(done: bool, current: bool, trouble: bool, mark: str) -> None:
    assert mark_of(done, current, trouble) == mark
