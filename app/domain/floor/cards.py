"""Command codes with their keys and words, and printable A4 sheets of Code 128 symbols for cards, badges and bins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from types import MappingProxyType
from typing import Final

from app.domain.barcodes import code128
from app.domain.barcodes.namespaces import encode_command


class Command(StrEnum):
    """Everything a packer can ask for; each is reachable by touch, by scanner (its card) and by keyboard."""

    OK = "OK"
    UNDO = "UNDO"
    SHORT = "SHORT"
    SKIP = "SKIP"
    FULL_TOTE = "FULL_TOTE"
    PROBLEM = "PROBLEM"
    NEXT = "NEXT"
    START = "START"
    NEW_CARTON = "NEW_CARTON"
    CLOSE_CARTON = "CLOSE_CARTON"
    OPEN_CARTON = "OPEN_CARTON"
    PRINT_AGAIN = "PRINT_AGAIN"
    NOTHING_CAME_OUT = "NOTHING_CAME_OUT"
    VOID = "VOID"
    DISPATCH = "DISPATCH"
    DEVICES = "DEVICES"
    BACK = "BACK"
    SIGN_OUT = "SIGN_OUT"
    HAND_BACK = "HAND_BACK"
    CHANGE_LOT = "CHANGE_LOT"
    CARTON_1 = "CARTON_1"
    CARTON_2 = "CARTON_2"
    CARTON_3 = "CARTON_3"
    CARTON_4 = "CARTON_4"
    CARTON_5 = "CARTON_5"
    CARTON_6 = "CARTON_6"
    CARTON_7 = "CARTON_7"
    CARTON_8 = "CARTON_8"
    CARTON_9 = "CARTON_9"
    REASON_1 = "REASON_1"
    REASON_2 = "REASON_2"
    REASON_3 = "REASON_3"
    REASON_4 = "REASON_4"
    REASON_5 = "REASON_5"
    REASON_6 = "REASON_6"
    REASON_7 = "REASON_7"
    REASON_8 = "REASON_8"
    REASON_9 = "REASON_9"
    TASK_1 = "TASK_1"
    TASK_2 = "TASK_2"
    TASK_3 = "TASK_3"
    TASK_4 = "TASK_4"
    TASK_5 = "TASK_5"
    TASK_6 = "TASK_6"
    TASK_7 = "TASK_7"
    TASK_8 = "TASK_8"
    TASK_9 = "TASK_9"
    NUMBER_0 = "NUMBER_0"
    NUMBER_1 = "NUMBER_1"
    NUMBER_2 = "NUMBER_2"
    NUMBER_3 = "NUMBER_3"
    NUMBER_4 = "NUMBER_4"
    NUMBER_5 = "NUMBER_5"
    NUMBER_6 = "NUMBER_6"
    NUMBER_7 = "NUMBER_7"
    NUMBER_8 = "NUMBER_8"
    NUMBER_9 = "NUMBER_9"


CARTON_CHOICES: Final = tuple(Command(f"CARTON_{n}") for n in range(1, 10))
REASON_CHOICES: Final = tuple(Command(f"REASON_{n}") for n in range(1, 10))
TASK_CHOICES: Final = tuple(Command(f"TASK_{n}") for n in range(1, 10))
NUMBERS: Final = tuple(Command(f"NUMBER_{n}") for n in range(10))


@dataclass(frozen=True, slots=True)
class CommandInfo:
    """`key` as printed on a keyboard: "Enter", "Esc", a letter, a digit, "F2"; `label` in English words."""

    key: str
    label: str


COMMANDS: Final = MappingProxyType(
    {
        Command.OK: CommandInfo("Enter", "OK, understood"),
        Command.UNDO: CommandInfo("U", "Undo one unit"),
        Command.SHORT: CommandInfo("S", "Short: not enough there"),
        Command.SKIP: CommandInfo("K", "Skip for now"),
        Command.FULL_TOTE: CommandInfo("T", "Tote is full"),
        Command.PROBLEM: CommandInfo("P", "Problem"),
        Command.NEXT: CommandInfo("Enter", "Next"),
        Command.START: CommandInfo("Enter", "Start this job"),
        Command.NEW_CARTON: CommandInfo("N", "New carton"),
        Command.CLOSE_CARTON: CommandInfo("C", "Close carton"),
        Command.OPEN_CARTON: CommandInfo("O", "Open carton again"),
        Command.PRINT_AGAIN: CommandInfo("R", "Print again"),
        Command.NOTHING_CAME_OUT: CommandInfo("0", "Nothing came out"),
        Command.VOID: CommandInfo("V", "Void the label"),
        Command.DISPATCH: CommandInfo("F4", "Dispatch"),
        Command.DEVICES: CommandInfo("F2", "Devices"),
        Command.BACK: CommandInfo("Esc", "Back"),
        Command.SIGN_OUT: CommandInfo("F9", "Sign out"),
        Command.HAND_BACK: CommandInfo("H", "Hand the task back"),
        Command.CHANGE_LOT: CommandInfo("L", "Take this lot instead"),
        **{command: CommandInfo(command[-1], f"Carton {command[-1]}") for command in CARTON_CHOICES},
        **{command: CommandInfo(command[-1], f"Reason {command[-1]}") for command in REASON_CHOICES},
        **{command: CommandInfo(command[-1], f"Task {command[-1]}") for command in TASK_CHOICES},
        **{command: CommandInfo(command[-1], f"Number {command[-1]}") for command in NUMBERS},
    }
)
"""Every command, in the order of the card. Keys are shared where no screen offers both (Enter; 1 to 9)."""

PAGE_MM: Final = 190.0
GAP_MM: Final = 8.0
BAR_HEIGHT_MM: Final = 13.0
WIDEST_MODULE_MM, NARROWEST_MODULE_MM = 0.42, 0.19


def commands_for_key(key: str) -> tuple[Command, ...]:
    """The commands a key may mean; a screen takes the one it offers. Esc also means OK: it puts a refusal away."""
    meant = tuple(command for command, info in COMMANDS.items() if info.key == key)
    return (*meant, Command.OK) if key == "Esc" else meant


def render_card(commands: Sequence[Command] = tuple(COMMANDS), title: str = "Command card") -> str:
    """The printable command card: one self-contained HTML page (A4, as many sheets as it takes), nothing loaded."""
    cells = [(COMMANDS[c].label, encode_command(c), f"key {COMMANDS[c].key}") for c in commands]
    return _page(title, cells)


def render_sheet(title: str, codes: Iterable[tuple[str, str]]) -> str:
    """A printable sheet of (caption, code) pairs: badges, totes, locations; HTML as for the card.

    Raises ValueError for a code that is not printable ASCII or too long to be read back from A4 paper.
    """
    return _page(title, [(caption, code, "") for caption, code in codes])


def _page(title: str, cells: Sequence[tuple[str, str, str]]) -> str:
    columns = 1 if any(_module_mm(code, 2) < NARROWEST_MODULE_MM for _, code, _ in cells) else 2
    body = "\n".join(_cell(caption, code, hint, columns) for caption, code, hint in cells)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>\n'
        f"<style>{_style(columns)}</style></head>\n"
        f"<body><h1>{escape(title)}</h1>\n<main>\n{body}\n</main></body></html>\n"
    )


def _cell(caption: str, code: str, hint: str, columns: int) -> str:
    module_mm = min(WIDEST_MODULE_MM, _module_mm(code, columns))
    if module_mm < NARROWEST_MODULE_MM:
        raise ValueError(f"code: {code!r} is too long for a symbol on A4")
    key = f"<kbd>{escape(hint)}</kbd>" if hint else ""
    symbol = code128.svg(code, module_mm, BAR_HEIGHT_MM)
    return (
        f'<section><p class="caption"><span dir="auto">{escape(caption)}</span>{key}</p>{symbol}'
        f'<p class="code">{escape(code)}</p></section>'
    )


def _module_mm(code: str, columns: int) -> float:
    """Width of one module if the symbol fills its column."""
    return ((PAGE_MM - GAP_MM * (columns - 1)) / columns - 2) / code128.modules(code)


def _style(columns: int) -> str:
    """A wide gap between the cells keeps a hand scanner from reading the neighbour."""
    return (
        "@page{size:A4;margin:10mm}"
        "body{margin:0 auto;width:190mm;font-family:sans-serif;color:#000;background:#fff}"
        "h1{font-size:7mm;margin:0 0 5mm}"
        f"main{{display:grid;grid-template-columns:repeat({columns},minmax(0,1fr));gap:{GAP_MM:g}mm}}"
        "section{break-inside:avoid;border-top:.3mm solid #000;padding:1.5mm 1mm 0;text-align:center}"
        "p{margin:0}"
        ".caption{display:flex;justify-content:space-between;gap:3mm;text-align:start;font-size:5mm;font-weight:bold;"
        "margin-bottom:2mm;overflow-wrap:anywhere}"
        "kbd{font:bold 3.6mm sans-serif;border:.3mm solid #000;border-radius:1mm;padding:.4mm 1.6mm;white-space:nowrap;"
        "align-self:start}"
        ".code{font:3mm monospace;margin-top:.8mm;overflow-wrap:anywhere}"
        "svg{display:block;margin:0 auto}"
    )
