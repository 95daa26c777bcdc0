"""The words of the kiosk: there are words for everything that can be said, and every template can be filled."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.floor.cards import COMMANDS
from app.domain.intake.orders import HoldReason
from app.station.ports import DeviceKind, DeviceState, Reason
from app.station.verbs.asking import REASONS

RESOURCES = Path(__file__).parents[2] / "resources"
WORDS = tomllib.loads((RESOURCES / "words" / "en.toml").read_text(encoding="utf-8"))
NAMES = {
    "verdict": {
        "scanned", "expected", "belongs", "quantity", "item", "needed", "item_differs", "needed_differs", "option",
        "source", "lot", "expected_lot",
    },
    "device": {"name", "title", "remedy", "consequence"},
    "hold": {"sku", "missing", "field", "what"},
}  # fmt: skip


def texts(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, f"{path}.{key}" if path else key)


def key(name: str) -> str:
    return name.replace(" ", "_")


def test_every_template_asks_for_known_names_only() -> None:
    for path, text in texts(WORDS):
        asked = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        assert asked <= NAMES.get(path.split(".")[0], set()), path


def test_words_are_short_and_in_plain_signs() -> None:
    for path, text in texts(WORDS):
        assert len(text) <= 110, path
        assert text == text.strip(), path
        assert "—" not in text, path
    assert all(len(entry["title"]) <= 30 for entry in WORDS["verdict"].values())


@pytest.mark.parametrize("kind", DeviceKind)
def test_a_device_has_a_name_and_a_consequence(kind: DeviceKind) -> None:
    assert set(WORDS["device"]["kind"][key(kind)]) == {"name", "consequence"}


def test_every_state_and_reason_of_a_device_has_words_and_a_remedy() -> None:
    assert set(WORDS["device"]["state"]) == {key(state) for state in DeviceState}
    assert set(WORDS["device"]["reason"]) == {key(reason) for reason in Reason}
    assert all(entry["title"] and entry["remedy"] for entry in WORDS["device"]["reason"].values())


def test_every_hold_and_every_answer_has_words() -> None:
    assert set(WORDS["hold"]) == set(HoldReason)
    for question, answers in REASONS.items():
        assert set(answers) <= set(WORDS["reason"][question]), question
        assert WORDS["reason"][question]["question"]


def test_every_action_has_a_label_and_an_icon_that_is_there() -> None:
    named = {command for command in COMMANDS if not command.startswith(("CARTON_", "REASON_", "TASK_", "NUMBER_"))}
    assert set(WORDS["action"]) == named
    for action in WORDS["action"].values():
        assert (RESOURCES / "icons" / f"{action['icon']}.svg").is_file(), action["icon"]
