"""Everything the bench can say has its words, and no words are left over."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.floor.cards import COMMANDS
from app.domain.floor.tasks.inspecting import DISPOSITIONS
from app.domain.floor.verdicts import Outcome, Verdict
from app.station.bench import Ask
from app.station.ports import DeviceChanged, DeviceKind, DeviceState, Reason
from app.station.verbs.asking import REASONS
from app.station.view.screens.closing import choice_panel, device_rows, troubles
from app.station.view.screens.fault import fault_view
from app.station.view.screens.refusal import refusal_view
from app.station.view.signs import Sound, Tone
from app.station.view.wording.sentences import sentence
from app.station.view.wording.tones import COMPLETE, SILENT, SOUNDS, TONES
from app.station.view.wording.words import MissingWords, Words
from tests.station.floor import Floor, walk_discrete, words
from tests.station.goods import CODES, MORNING, tote

APP = Path(__file__).parents[3] / "app"
SPEAKING = (*sorted((APP / "domain" / "floor").glob("*.py")), *sorted((APP / "station").glob("**/*.py")))
"""What a bench says comes from the rules of the floor and the verbs of the station."""

ROOT = Path(__file__).parents[3]


def texts(value: ast.AST) -> set[str]:
    """The strings a value can be."""
    if isinstance(value, ast.IfExp):
        return texts(value.body) | texts(value.orelse)
    if isinstance(value, ast.Tuple):
        return texts(value.elts[0]) | (texts(value.elts[1]) if len(value.elts) > 1 else set())
    found = value.value if isinstance(value, ast.Constant) else None
    return {found} if isinstance(found, str) and found else set()


def sayings(tree: ast.AST) -> Iterator[str]:
    """What is handed over as `said=`, and what is put into a name called said."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "said":
            yield from texts(node.value)
        elif isinstance(node, ast.Assign) and "said" in {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}:
            targets = {n.id for target in node.targets for n in ast.walk(target) if isinstance(n, ast.Name)}
            if "said" in targets:
                yield from texts(node.value)


def said_of_tasks() -> set[str]:
    """Tasks of the floor hand what they say over by place: every text in their rooms that is a key of the words."""
    table = words().table["verdict"]
    rooms = [*(ROOT / "app/domain/floor/tasks").glob("*.py"), ROOT / "app/station/verbs/picking/fencing.py"]
    constants = {
        node.value
        for path in rooms
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return (constants & set(table)) | {f"inspected_{what}" for what in set(DISPOSITIONS.values())}


def said() -> set[str]:
    found = said_of_tasks()
    for path in SPEAKING:
        if "view" not in path.parts:  # there a name called said holds something else
            found |= set(sayings(ast.parse(path.read_text("utf-8"))))
    return found


def test_the_search_finds_what_is_said_in_each_way() -> None:
    found = said()
    assert {
        "packed",
        "walk_finished",
        "tote_empty",
        "unknown_tote",
        "other_tote",
        "foreign_label",
        "all_picked",
    } <= found
    assert len(found) > 70


def test_everything_said_has_words_and_no_words_are_left_over() -> None:
    table = words().table["verdict"]
    assert said() - set(table) == set()
    assert set(table) - said() == {"wrong_variant"}
    assert all({"title", "detail"} <= set(entry) for entry in table.values())
    assert said() >= COMPLETE | SILENT


@pytest.mark.parametrize("key", sorted(said()))
def test_every_sentence_can_be_filled_with_everything_or_nothing(floor: Floor, key: str) -> None:
    full = Outcome(
        verdict=Verdict.WRONG_ITEM, said=key, scanned="T-01", scanned_sku="TEE-L", expected_sku="TEE-M", expected="o-1",
        belongs="A-01-3", quantity=2,
    )  # fmt: skip
    walk_discrete(floor)
    with floor.desk.turn() as turn:
        for outcome in (full, Outcome(verdict=Verdict.RIGHT, said=key), replace(full, scanned_sku="GONE")):
            assert "{" not in sentence(turn, floor.words, outcome).detail
        for verdict in Verdict:
            assert refusal_view(turn, floor.words, replace(full, verdict=verdict)).tone is TONES[verdict]


def test_each_of_the_seven_verdicts_has_a_colour_and_shape_and_a_sound_of_its_own() -> None:
    assert set(TONES) == set(SOUNDS) == set(Verdict)
    assert len(set(TONES.values())) == len(set(SOUNDS.values())) == 7
    assert not set(TONES.values()) & {Tone.NEXT, Tone.QUIET}
    assert not set(SOUNDS.values()) & {Sound.NONE, Sound.COMPLETE, Sound.TROUBLE}


@pytest.mark.parametrize("ask", sorted(REASONS))
def test_every_question_has_its_answers(floor: Floor, ask: Ask) -> None:
    walk_discrete(floor)
    floor.do(tote("T-01"), CODES["TEE-M"])
    with floor.desk.turn() as turn:
        panel = choice_panel(turn, floor.words, ask)
    assert len(panel.answers) == len(REASONS[ask]) <= 9
    assert panel.title.endswith("?")
    assert "{" not in panel.explain


@pytest.mark.parametrize("kind", DeviceKind)
@pytest.mark.parametrize("state", DeviceState)
def test_every_device_in_every_state_has_words(kind: DeviceKind, state: DeviceState) -> None:
    at = MORNING
    for reasons in ((), *((reason,) for reason in Reason)):
        changed = DeviceChanged("thing", kind, state, reasons, "detail", at)
        (row,) = device_rows(words(), (changed,))
        assert row.name
        assert row.state
        assert bool(row.remedy) == bool(reasons)
        assert len(troubles(words(), (changed,))) == len(reasons)


def test_every_command_has_a_label_and_a_hint() -> None:
    for command in COMMANDS:
        if not command.startswith(("CARTON_", "REASON_", "TASK_", "NUMBER_")):
            assert words().say(f"action.{command}.label")
            assert words().say(f"action.{command}.hint")


def test_words_that_are_missing_are_named() -> None:
    some = Words({"a": {"b": "{x} there", "c": {}}})
    assert some.say("a.b", x=1) == "1 there"
    assert some.maybe("a.z") == ""
    for key in ("a", "a.c", "a.b.c", "z"):
        with pytest.raises(MissingWords, match=key):
            some.say(key)


def test_a_fault_is_shown_without_the_words_file() -> None:
    view = fault_view(OSError("disk full"))
    assert view.message == "OSError: disk full"
