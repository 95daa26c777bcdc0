"""From what is found in an order's details to what holds it, and what is kept beside the order as it was written."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import msgspec

from app.central.details.checking import examine, from_holds, line_problems
from app.central.details.values import DetailRules, DetailsRow, Examined, Problem, Weight
from app.central.intake.setting import services, site_row
from app.central.storage.unit import Work
from app.central.values import OrderRow
from app.domain.intake.orders import (
    HoldNeeded,
    HoldReason,
    NewOrder,
    check_address,
    reason_of,
    service_named,
)
from app.domain.parcels import PostalAddress

REPEAT: Final = "repeat"
"""Field of the hold of an order that looks like another one sent twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """`holds` are those beyond the pure rules of acceptance; `problems` is everything found, for `keep`."""

    holds: tuple[HoldNeeded, ...]
    problems: tuple[Problem, ...]
    examined: Examined
    repeat_keys: frozenset[str] = frozenset()

    @property
    def contact(self) -> tuple[str, str]:
        """(mail, phone) as they are kept: a mail address that is none stays as it was written, to be asked about."""
        given = next((one.given for one in self.problems if one.field == "email"), "")
        return self.examined.email or given, self.examined.phone


def judge(work: Work, channel: str, order: NewOrder, known: Collection[HoldNeeded]) -> Judged:
    """Look over a new order; `known` is what the pure rules found. Reads the site's rules, writes nothing."""
    rules = rules_of(work)
    examined = examine(order.recipient, order.email, _courier(work, order.service), rules)
    problems = _merged(from_holds(known, order.recipient), (*examined.problems, *line_problems(order.lines)))
    held = {hold.field for hold in known}
    holds = [_hold(one) for one in problems if one.weight is Weight.HOLD and one.field not in held]
    keys: frozenset[str] = frozenset()
    minutes = rules.repeat_minutes.get(channel, 0)
    if minutes:
        keys = frozenset(_repeat_keys(order, examined))
        holds.extend(_repeat(work, keys, minutes))
    return Judged(holds=tuple(holds), problems=problems, examined=examined, repeat_keys=keys)


def keep(work: Work, order_id: str, judged: Judged) -> None:
    """Write what was found beside the order that was just inserted."""
    work.details.insert(_row(work, order_id, judged, {}))
    if judged.repeat_keys:
        work.details.leave_keys(judged.repeat_keys, order_id)


def judge_changed(work: Work, order_id: str, order: NewOrder, known: Collection[HoldNeeded]) -> tuple[HoldNeeded, ...]:
    """Look over what a channel sent again and keep what is found; the holds needed beyond `known`."""
    row = work.details.of_order(order_id)
    stands = confirmed_of(row)
    email = order.email or ("" if row is None else row.email)
    examined = examine(order.recipient, email, _courier(work, order.service), rules_of(work))
    found = _merged(from_holds(known, order.recipient), (*examined.problems, *line_problems(order.lines)))
    held = {hold.field for hold in known}
    problems = tuple(one for one in found if one.field in held or _stands(one, stands))
    holds = tuple(_hold(one) for one in problems if one.weight is Weight.HOLD and one.field not in held)
    keep_again(work, order_id, Judged(holds=holds, problems=problems, examined=examined), stands)
    return holds


def judge_address(
    work: Work, order: OrderRow, address: PostalAddress, email: str, confirmed: Mapping[str, str]
) -> Judged:
    """Look over an address meant for an order; what a person stands by (`confirmed`: field -> value) is let be."""
    known = check_address(address, order.service)
    examined = examine(address, email, _courier(work, order.service), rules_of(work))
    problems = [one for one in _merged(from_holds(known, address), examined.problems) if _stands(one, confirmed)]
    holds = tuple(_hold(one) for one in problems if one.weight is Weight.HOLD)
    return Judged(holds=holds, problems=tuple(problems), examined=examined)


def keep_again(work: Work, order_id: str, judged: Judged, confirmed: Mapping[str, str]) -> None:
    """Write what was found beside an order that has been looked over before, or was taken before details were kept."""
    row = _row(work, order_id, judged, confirmed)
    changed = {name: getattr(row, name) for name in DetailsRow.__dataclass_fields__ if name != "order_id"}
    if not work.details.change(order_id, **changed):
        work.details.insert(row)


def rules_of(work: Work) -> DetailRules:
    """What this site asks of details."""
    return _rules(work.goods.site_rules())


@functools.lru_cache(maxsize=64)
def _rules(text: str) -> DetailRules:
    return msgspec.json.decode(text, type=DetailRules)


def problems_of(row: DetailsRow | None) -> tuple[Problem, ...]:
    return () if row is None else msgspec.json.decode(row.problems, type=tuple[Problem, ...])


def confirmed_of(row: DetailsRow | None) -> dict[str, str]:
    return {} if row is None else msgspec.json.decode(row.confirmed, type=dict[str, str])


def _stands(problem: Problem, confirmed: Mapping[str, str]) -> bool:
    """Nobody said that the value is right as it is; a place that is blocked can not be talked free."""
    return problem.code == "blocked" or confirmed.get(problem.field) != problem.given


def _courier(work: Work, service: str) -> str:
    return service_named(services(site_row(work)), service).courier


def _hold(problem: Problem) -> HoldNeeded:
    return HoldNeeded(reason=reason_of(problem.field), field=problem.field, detail=problem.detail)


def _merged(first: Iterable[Problem], then: Iterable[Problem]) -> tuple[Problem, ...]:
    """One that holds per field: the first found, which has the words of the hold."""
    found = {problem.field: problem for problem in first}
    return (*found.values(), *(one for one in then if one.field not in found or one.weight is Weight.NOTE))


def _row(work: Work, order_id: str, judged: Judged, confirmed: Mapping[str, str]) -> DetailsRow:
    return DetailsRow(
        order_id=order_id,
        email=judged.contact[0],
        phone=judged.contact[1],
        normal=msgspec.json.encode(judged.examined.normal).decode(),
        problems=msgspec.json.encode(judged.problems).decode(),
        confirmed=msgspec.json.encode(dict(confirmed)).decode(),
        checked_at=work.now,
    )


def _repeat_keys(order: NewOrder, examined: Examined) -> Iterable[str]:
    """The same lines and total for the same person, as far as name and postcode, mail or phone tell."""
    lines = sorted((line.sku, line.quantity) for line in order.lines)
    content = f"{lines}|{order.total_minor}|{order.currency}"
    normal = replace(examined.normal, phone=examined.phone)
    named = f"{normal.name}|{normal.postcode}" if normal.name else ""
    for kind, value in (("name", named), ("email", examined.email), ("phone", normal.phone)):
        if value:
            yield hashlib.sha256(f"{kind}|{value.casefold()}|{content}".encode(errors="surrogatepass")).hexdigest()


def _repeat(work: Work, keys: Collection[str], minutes: int) -> Iterable[HoldNeeded]:
    found = work.details.repeat_of(keys, work.now - timedelta(minutes=minutes))
    if found is not None:
        detail = (
            f"The same customer ordered the same as order {found[1]} ({found[0]}) less than {minutes} minutes before. "
            "Cancel one of them, or release this one if both are meant."
        )
        yield HoldNeeded(reason=HoldReason.OPERATOR, field=REPEAT, detail=detail)
