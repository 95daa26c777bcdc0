"""What the channels of a site may sell of its SKUs, all of them or some, reckoned from what is there now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from app.central.intake.promises.overselling import allowed
from app.central.inventory.values import RuleRow
from app.central.storage.stores.inventory.figures import Places
from app.central.storage.unit import Work
from app.central.values import ChannelRow
from app.domain.stock.availability import ChannelRule, Claim, dealt, to_sell, to_sell_each, whole_kits
from app.domain.stock.channels.channel_rules import ruled
from app.domain.stock.channels.throttling import STEPS
from app.domain.stock.kits import Component

_Said = dict[str, dict[str, Any]]
"""{channel id: the settings somebody gave}"""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """Units to sell: `units[c][n]` is what `channels[c]` may sell of `skus[n]`. SKUs not named have nothing."""

    channels: tuple[ChannelRow, ...]
    skus: list[str]
    units: list[list[int]]

    def by_sku(self) -> dict[str, tuple[int, ...]]:
        return dict(zip(self.skus, zip(*self.units, strict=True), strict=True)) if self.units else {}


@dataclass(slots=True)
class _Sheet:
    """The figures while they are reckoned; `frees[s][n]` are the units free of `skus[n]` at the places `sets[s]`."""

    work: Work
    channels: tuple[ChannelRow, ...]
    rules: list[ChannelRule]
    sets: list[Places]
    skus: list[str]
    frees: list[list[int]]
    units: list[list[int]]
    rows: dict[str, int]
    overselling: frozenset[str]
    ahead: dict[str, dict[str, int]]
    """{sku: {location: units}} that may be promised beyond what is there, to the channels `overselling`."""

    def row(self, sku: str) -> int:
        """Where a SKU stands; one of which nothing is free gets its place now."""
        if sku not in self.rows:
            self.rows[sku] = len(self.skus)
            self.skus.append(sku)
            for column in (*self.frees, *self.units):
                column.append(0)
        return self.rows[sku]

    def free(self, channel: int, row: int) -> int:
        return self.frees[self.sets.index(self.rules[channel].locations)][row]

    def beyond(self, channel: int, sku: str) -> int:
        """Units of a SKU a channel may be promised beyond what is there, at the places it sells from."""
        places = self.ahead.get(sku, {})
        if not places or self.channels[channel].channel_id not in self.overselling:
            return 0
        wanted = self.rules[channel].locations
        codes = self.work.figures.codes(wanted) if wanted else places.keys()
        return sum(units for place, units in places.items() if place in codes)


def reckon(work: Work, skus: Collection[str] | None = None) -> Reckoned:
    """For these SKUs (None: all that have a level or are kits), as the transaction sees them."""
    channels = tuple(sorted((row for row in work.orders.channels() if row.site_id == work.site), key=_code))
    recipes = work.kits.recipes(skus)
    parts = {part.sku for recipe in recipes.values() for part in recipe}
    asked = None if skus is None else parts.union(skus)
    said = _by_sku(work.channel_rules.about(asked))
    sheet = _sheet(work, _rules(work, channels, said.pop("", {})), channels, asked)
    limited = [sku for sku, rules in said.items() if any("quota" in settings for settings in rules.values())]
    sold = {**work.figures.sold(limited), **work.figures.sold_kits(recipes.keys() & set(limited))}
    for sku in sorted((said.keys() | sheet.ahead.keys()) - recipes.keys()):
        _follow(sheet, sku, said.get(sku, {}), sold)
    for kit, recipe in recipes.items():
        _kit(sheet, (kit, recipe), said.get(kit, {}), sold)
    for sku in skus or ():
        sheet.row(sku)
    return Reckoned(channels, sheet.skus, sheet.units)


def _kit(
    sheet: _Sheet,
    made_of: tuple[str, Sequence[Component]],
    said: _Said,
    sold: Mapping[tuple[str, str], int],
) -> None:
    """As many as its components make, less what is kept back of the kit itself, and no more than its own quota."""
    kit, recipe = made_of
    rows, row = [(sheet.row(part.sku), part.quantity) for part in recipe], sheet.row(kit)
    for number, channel in enumerate(sheet.channels):
        rule = ruled(ChannelRule(), said.get(channel.channel_id, {}))
        made = whole_kits((sheet.units[number][at], each) for at, each in rows)
        sheet.units[number][row] = to_sell(rule, made, sold.get((channel.channel_id, kit), 0))


def _code(row: ChannelRow) -> str:
    return row.code


def _sheet(
    work: Work, rules: list[ChannelRule], channels: tuple[ChannelRow, ...], skus: Collection[str] | None
) -> _Sheet:
    sets = list(dict.fromkeys(rule.locations for rule in rules))
    found = list(work.figures.free(sets, skus)) if sets else []
    columns: list[Any] = list(zip(*found, strict=True)) if found else [()] * (1 + len(sets))
    names, frees = list(columns[0]), [list(column) for column in columns[1:]]
    units = [to_sell_each(rule, frees[sets.index(rule.locations)]) for rule in rules]
    oversell = allowed(channels)
    ahead = work.ahead.limits(skus) if oversell else {}
    return _Sheet(work, channels, rules, sets, names, frees, units, _Rows(names), oversell, ahead)


class _Rows(dict[str, int]):
    """Where each SKU stands; filled when somebody asks, for most of a hundred thousand nobody does."""

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self._names: list[str] | None = names

    def __contains__(self, sku: object) -> bool:
        if self._names is not None:
            self.update({name: n for n, name in enumerate(self._names)})
            self._names = None
        return super().__contains__(sku)


def _rules(work: Work, channels: Iterable[ChannelRow], said: _Said) -> list[ChannelRule]:
    """What holds for every SKU of each channel, with what was added because it lags or oversells."""
    steps = {row.channel_id: STEPS[row.step] for row in work.channel_rules.paces()}
    made = []
    for channel in channels:
        units, percent = steps.get(channel.channel_id, (0, 0))
        rule = ruled(ChannelRule(), said.get(channel.channel_id, {}))
        made.append(replace(rule, raised_units=units, raised_percent=percent))
    return made


def _by_sku(rows: Iterable[RuleRow]) -> dict[str, _Said]:
    """By SKU; "" is what was said for every SKU."""
    found: dict[str, _Said] = {}
    for row in rows:
        found.setdefault(row.sku, {})[row.channel_id] = settings_of(row)
    return found


def settings_of(row: RuleRow) -> dict[str, Any]:
    """The settings somebody gave, by name."""
    return msgspec.json.decode(row.rule, type=dict[str, Any])


def _follow(
    sheet: _Sheet,
    sku: str,
    said: _Said,
    sold: Mapping[tuple[str, str], int],
) -> None:
    """Reckon a SKU anew that some channel has a rule of its own for, or of which more may be sold than is there."""
    row, claims = sheet.row(sku), []
    for number, channel in enumerate(sheet.channels):
        rule = ruled(sheet.rules[number], said.get(channel.channel_id, {}))
        waiting = sheet.work.figures.waiting([sku]).get(sku, 0) if rule.backorder else 0
        gone = sold.get((channel.channel_id, sku), 0)
        beyond = sheet.beyond(number, sku)
        claims.append(Claim(channel=channel.code, rule=rule, sold=gone, waiting=waiting, ahead=beyond))
    if any(claim.rule.exclusive for claim in claims):
        figures = sheet.work.figures
        placed = [
            replace(claim, places=figures.codes(claim.rule.locations) if claim.rule.locations else None)
            for claim in claims
        ]
        made = dealt(figures.free_by_place([sku]).get(sku, {}), placed)
        for number, claim in enumerate(claims):
            sheet.units[number][row] = made[claim.channel]
        return
    for number, claim in enumerate(claims):
        free = sheet.free(number, row)
        sheet.units[number][row] = to_sell(claim.rule, free, claim.sold, claim.waiting, claim.ahead)
