"""`packbench central channel set`, `order paid|risk|refund|credit`: how orders are accepted, and their money."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any, Final

from app.central.centre import Centre
from app.central.money.granting import grant_refund
from app.central.money.policies import set_channel_policy
from app.central.money.recording import NotRecorded, grant_credit, mark_paid
from app.central.money.risking import NotDecided, accept_risk, reject_risk
from app.central.people.deeds import Deed, Subject, act
from app.central.values import OrderRow
from app.central.work.release import sweep_in_turns
from app.domain.money import BadAmount, exponent, parse_amount
from sync.central.commands.hand import Hand, Verb
from sync.central.commands.wrong import Wrong

_METHODS: Final = "methods."
_WHOLE: Final = ("credit_days",)
_SAID: Final[dict[str, Any]] = {"yes": True, "true": True, "no": False, "false": False}
_YES_OR_NO: Final = ("oversell",)


def add_channel_arguments(what: Any) -> None:
    """Mount `set` below `channel`."""
    setting = what.add_parser("set", help="how its orders are accepted; what is held is judged anew")
    setting.add_argument("code")
    setting.add_argument("settings", nargs="+", metavar="KEY=VALUE", help="like clearance=captured methods.cash=manual")


def add_order_arguments(what: Any) -> None:
    """Mount `paid`, `risk`, `refund` and `credit` below `order`."""
    paid = what.add_parser("paid", help="the money is there")
    paid.add_argument("number")
    paid.add_argument("--reference", required=True, help="what proves it: a receipt, a transfer; counts once")
    paid.add_argument("--amount", default="", help="in the order's currency (default: all that is due)")
    risk = what.add_parser("risk", help="decide about an order held for its risk")
    risk.add_argument("number")
    risk.add_argument("decision", choices=("accept", "reject"))
    risk.add_argument("--why", required=True)
    refund = what.add_parser("refund", help="promise a customer some of an order's total back")
    refund.add_argument("number")
    refund.add_argument("amount", help="in the order's currency, like 5.00")
    refund.add_argument("--why", required=True)
    refund.add_argument("--reference", required=True, help="your own id of it; counts once")
    credit = what.add_parser("credit", help="let a customer owe up to a limit")
    credit.add_argument("customer", help="as their orders name them")
    credit.add_argument("limit", help="like 500.00; 0 ends it")
    credit.add_argument("currency")
    credit.add_argument("--days", type=int, default=30, help="each order is paid within so many days (default 30)")


def set_channel(hand: Hand, args: argparse.Namespace) -> int:
    """Change settings of a channel's policy."""
    site = hand.site
    done = hand.centre.do(set_channel_policy, site, args.code, read_pairs(args.settings), hand.actor)
    if isinstance(done, NotRecorded):
        raise Wrong(done.why)
    sweep_in_turns(hand.centre, site)
    methods = ", ".join(f"{name} {rule}" for name, rule in sorted(done.methods.items()))
    print(
        f"channel {args.code}: {done.fulfilment}, cleared when {done.clearance} ({methods}), "
        f"held from {done.risk_hold or 'no'} risk"
    )
    return 0


def read_pairs(pairs: Sequence[str]) -> dict[str, Any]:
    """Settings as `changed_policy` takes them, from KEY=VALUE; `methods.cash=manual` is one method. Raises Wrong."""
    found: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise Wrong(f"{pair!r}: expected KEY=VALUE")
        method = name.removeprefix(_METHODS)
        if name in found or (method != name and method in found.get("methods", {})):
            raise Wrong(f"{name}: given twice")
        if method != name:
            found.setdefault("methods", {})[method] = value
        else:
            found[name] = _read(name, value)
    return found


def _read(name: str, value: str) -> Any:
    if name in _YES_OR_NO:
        return _SAID.get(value, value)
    return int(value) if name in _WHOLE and value.isascii() and value.isdigit() else value


def paid(hand: Hand, found: OrderRow, args: argparse.Namespace) -> int:
    """A person says that an order's money is there."""
    centre, site, who = hand.centre, hand.site, hand.actor.label
    minor = _minor(args.amount, found.currency, "--amount") if args.amount else None
    deed = Deed(
        actor=hand.actor,
        action="payment.mark_paid",
        subject=Subject("order", found.order_id),
        details={"reference": args.reference, "amount": args.amount or "all that is due"},
    )
    done = centre.do(
        act,
        site,
        deed,
        lambda centre: mark_paid(centre, site, found.order_id, minor, args.reference, who),
        lambda one: None if isinstance(one, NotRecorded) or one.replayed else {},
    )
    if isinstance(done, NotRecorded):
        raise Wrong(f"{done.field}: {done.why}")
    sweep_in_turns(centre, site)
    print(f"order {found.number}: {done.payment.replace('_', ' ')}{' (known already)' if done.replayed else ''}")
    return 0


def risk(hand: Hand, found: OrderRow, args: argparse.Namespace) -> int:
    """Take an order's risk, or cancel it for its risk."""
    centre, site, who = hand.centre, hand.site, f"{hand.actor.label}: {args.why}"
    verb: Callable[[Centre, str, str, str], Any] = accept_risk if args.decision == "accept" else reject_risk
    action = f"risk.{args.decision}"
    deed = Deed(actor=hand.actor, action=action, subject=Subject("order", found.order_id), details={"why": args.why})
    done = centre.do(
        act,
        site,
        deed,
        lambda centre: verb(centre, site, found.order_id, who),
        lambda one: None if isinstance(one, NotDecided) else {},
    )
    if isinstance(done, NotDecided):
        raise Wrong(f"order {found.number}: {done.why}")
    sweep_in_turns(centre, site)
    print(f"order {found.number}: risk {args.decision}ed{': ' if done else ''}{done or ''}")
    return 0


def refund(hand: Hand, found: OrderRow, args: argparse.Namespace) -> int:
    """Grant a refund of an order."""
    centre, site, who = hand.centre, hand.site, hand.actor.label
    minor = _minor(args.amount, found.currency, "amount")
    deed = Deed(
        actor=hand.actor,
        action="payment.refund",
        subject=Subject("order", found.order_id),
        details={"amount": args.amount, "why": args.why, "reference": args.reference},
    )
    done = centre.do(
        act,
        site,
        deed,
        lambda centre: grant_refund(centre, site, found.order_id, minor, args.why, args.reference, who),
        lambda one: None if isinstance(one, NotRecorded) or one.replayed else {},
    )
    if isinstance(done, NotRecorded):
        raise Wrong(f"{done.field}: {done.why}")
    sweep_in_turns(centre, site)
    known = " (granted already)" if done.replayed else ""
    print(f"order {found.number}: {args.amount} {found.currency} goes back to the customer{known}")
    return 0


def credit(hand: Hand, args: argparse.Namespace) -> int:
    """Grant a customer credit, or end it."""
    centre, site = hand.centre, hand.site
    minor = _minor(args.limit, args.currency, "limit")
    details = {"limit": args.limit, "currency": args.currency, "days": args.days}
    deed = Deed(actor=hand.actor, action="credit.grant", subject=Subject("customer", args.customer), details=details)
    done = centre.do(
        act,
        site,
        deed,
        lambda centre: grant_credit(centre, site, args.customer, args.currency, minor, args.days, hand.actor.label),
        lambda one: None if isinstance(one, NotRecorded) or one.replayed else {},
    )
    if isinstance(done, NotRecorded):
        raise Wrong(f"{done.field}: {done.why}")
    sweep_in_turns(centre, site)
    known = " (so already)" if done.replayed else ""
    print(f"customer {args.customer}: may owe {args.limit} {args.currency}, each order for {args.days} days{known}")
    return 0


def _minor(text: str, currency: str, field: str) -> int:
    try:
        exponent(currency)
    except BadAmount as error:
        raise Wrong(f"currency: {error}") from error
    try:
        return parse_amount(text, currency).minor
    except BadAmount as error:
        raise Wrong(f"{field}: {error}") from error


OF_ORDER: Final[dict[str, Callable[[Hand, OrderRow, argparse.Namespace], int]]] = {
    "paid": paid,
    "risk": risk,
    "refund": refund,
}
"""Verbs of `order` about one order."""
OF_CUSTOMER: Final[dict[str, Verb]] = {"credit": credit}
"""Verbs of `order` about a customer's orders."""
