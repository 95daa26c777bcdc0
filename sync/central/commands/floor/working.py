"""`packbench central task ...`: the one list of work, why it is as it is, and what a supervisor decides about it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, Final

from app.central.centre import Centre
from app.central.people.deeds import Deed, Details, Subject, act
from app.central.work.crew import PERSON, STATION, put_worker
from app.central.work.release import sweep_in_turns
from app.central.work.tasks import supervising
from app.central.work.tasks.doing import done, fail
from app.central.work.tasks.effects import NotDone, Result
from app.central.work.tasks.explaining import why_task
from app.central.work.tasks.seeing import PAGE_MOST, list_tasks
from app.central.work.values import TaskRow, TaskSeen
from app.domain.work.assigning import ROLES
from app.domain.work.tasks import TaskKind, TaskState
from sync.central.commands.hand import Hand, Verb
from sync.central.commands.wrong import Wrong


def add_arguments(verbs: Any) -> None:
    """Mount the verbs of work."""
    task = verbs.add_parser("task", help="tasks and pick lists").add_subparsers(
        dest="what", required=True, metavar="WHAT"
    )
    listed = task.add_parser("list", help="open work in the order of the queue")
    listed.add_argument("--kind", choices=[kind.value for kind in TaskKind])
    listed.add_argument("--state", choices=[state.value for state in TaskState])
    listed.add_argument("--zone")
    listed.add_argument("--assignee")
    for name, words in (
        ("why", "why it was made, stands where it stands, and went to whom it went"),
        ("done", "end it with what came of it"),
        ("fail", "it could not be done"),
        ("pause", "nobody gets it until it goes on"),
        ("resume", "let it go on"),
        ("pin", "only this person or bench may have it"),
        ("assign", "give it to somebody else, now"),
        ("priority", "move it in the queue"),
    ):
        _arguments(task.add_parser(name, help=words), name)
    _worker(task.add_parser("worker", help="say what a person or a bench can do"))


def _arguments(one: Any, name: str) -> None:
    one.add_argument("id", help="the task's id, or a list's number like P-218")
    if name in ("pin", "assign"):
        one.add_argument("--to", required=True, help='a person, or the short name of a bench; "" for anybody')
    if name in ("fail", "pause", "assign"):
        one.add_argument("--why", required=name == "fail", default="")
    if name == "priority":
        one.add_argument("priority", type=int, help="1 goes first, 9 last")
    if name == "done":
        one.add_argument("--counted", type=int, help="units, for a count")
        one.add_argument("--outcome", default="", choices=("", "voided", "left"), help="of a stopped shipment")
        one.add_argument("--note", default="")


def _worker(one: Any) -> None:
    one.add_argument("name", help="a packer's id, a user's login, or the short name of a bench")
    one.add_argument("--bench", action="store_true", help="it is a bench")
    one.add_argument("--role", default="packer", choices=tuple(ROLES))
    one.add_argument("--skill", action="append", default=[])
    one.add_argument("--zone", action="append", default=[])
    one.add_argument("--most", type=int, default=3, help="tasks at once")
    one.add_argument("--off", action="store_true", help="not on duty")


def task(hand: Hand, args: argparse.Namespace) -> int:
    if args.what in _DECIDING:
        return _decide(hand, args)
    return _READING_AND_DOING[args.what](hand, args)


def _list(hand: Hand, args: argparse.Namespace) -> int:
    named = {"kind": args.kind, "state": args.state, "zone": args.zone, "holder": args.assignee}
    by = {name: value for name, value in named.items() if value}
    after, shown = None, 0
    while True:
        page = list_tasks(hand.centre, hand.site, PAGE_MOST, after, by)
        for row in page.rows:
            print(_line(row))
        shown, after = shown + len(page.rows), page.after
        if after is None:
            print(f"{shown} shown")
            return 0


def _line(row: TaskSeen) -> str:
    holder = f" {row.holder}" if row.holder else ""
    pinned = f" (pinned to {row.pinned_to})" if row.pinned_to else ""
    return f"{row.number or row.id}  {row.kind}  {row.state}{holder}{pinned}  {row.reason}"


def _why(hand: Hand, args: argparse.Namespace) -> int:
    found = why_task(hand.centre, hand.site, args.id)
    if found is None:
        raise Wrong(f"there is no task or pick list {args.id!r}")
    for reason in found.reasons:
        print(f"{reason.decided_at:%Y-%m-%d %H:%M:%S} {reason.rule}: {reason.words}")
    for words in found.now:
        print(f"now: {words}")
    return 0


def _done(hand: Hand, args: argparse.Namespace) -> int:
    result = Result(counted=args.counted, outcome=args.outcome, note=args.note)
    ended = _recorded(hand, args, lambda centre: done(centre, hand.site, args.id, hand.actor.label, None, result))
    assert isinstance(ended, TaskRow)
    print(f"task {ended.task_id} {ended.state}: {ended.outcome}")
    return 0


def _fail(hand: Hand, args: argparse.Namespace) -> int:
    _recorded(hand, args, lambda centre: fail(centre, hand.site, args.id, hand.actor.label, args.why))
    print(f"task {args.id} failed: {args.why}")
    return 0


def _decide(hand: Hand, args: argparse.Namespace) -> int:
    """Run a supervisor's verb; what it lets go of is released anew."""
    verb, names = _DECIDING[args.what]
    first = [getattr(args, name) for name in names if name != "why"]
    why = [args.why] if "why" in names else []
    decided = _recorded(hand, args, lambda centre: verb(centre, hand.site, args.id, *first, hand.actor.label, *why))
    sweep_in_turns(hand.centre, hand.site)
    print(f"{args.id}: {decided.words}")
    return 0


def _recorded(hand: Hand, args: argparse.Namespace, verb: Callable[[Centre], Any]) -> Any:
    """What a verb did, with its row in the record of deeds. Raises Wrong when nothing was changed."""
    details: Details = {name: getattr(args, name) for name in ("to", "why", "priority") if getattr(args, name, None)}
    subject = Subject("task", args.id)
    deed = Deed(actor=hand.actor, action=f"task.{args.what}", subject=subject, details=details)
    made = hand.centre.do(act, hand.site, deed, verb, lambda found: None if isinstance(found, NotDone) else {})
    if isinstance(made, NotDone):
        raise Wrong(f"{made.field}: {made.why}" if made.field else made.why)
    return made


def _describe(hand: Hand, args: argparse.Namespace) -> int:
    if args.most < 1:
        raise Wrong("--most: expected at least 1")
    hand.centre.do(
        put_worker,
        hand.site,
        args.name,
        kind=STATION if args.bench else PERSON,
        role=args.role,
        skills=tuple(args.skill),
        zones=tuple(args.zone),
        most=args.most,
        on_duty=not args.off,
    )
    skills, zones = ", ".join(args.skill) or "none", ", ".join(args.zone) or "all"
    print(f"{args.name}: {args.role}, skills: {skills}, zones: {zones}")
    return 0


_DECIDING: Final[dict[str, tuple[Callable[..., Any], tuple[str, ...]]]] = {
    "pause": (supervising.pause, ("why",)),
    "resume": (supervising.resume, ()),
    "pin": (supervising.pin, ("to",)),
    "assign": (supervising.assign, ("to", "why")),
    "priority": (supervising.prioritise, ("priority",)),
}
_READING_AND_DOING: Final[dict[str, Verb]] = {
    "list": _list,
    "why": _why,
    "done": _done,
    "fail": _fail,
    "worker": _describe,
}
VERBS: Final[dict[str, Verb]] = {"task": task}
