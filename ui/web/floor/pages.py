"""The floor view and the page of one piece of work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from app.central.desk.floor.seeing import hands, see_floor
from app.central.doors import Doors
from app.central.work.tasks.explaining import why_task
from app.central.work.tasks.seeing import list_tasks, see_task
from app.domain.work.tasks import TaskState
from ui.web.floor import words
from ui.web.shell.drawing import Shell
from ui.web.shell.refusals import PageRefusal
from ui.web.shell.routes import Pages
from ui.web.shell.visitor import Visitor, need, visitor_of

PAGE: Final = 40
STATES: Final = (("queued", "waiting"), ("leased", "with somebody"), ("paused", "paused"))
DONE: Final = {
    "claimed": "It is yours: end it below when it is done.",
    "ended": "It is done.",
    "failed": "It is noted that it could not be done, and somebody who can is told.",
    "paused": "It is paused: nobody gets it until it goes on.",
    "resumed": "It goes on.",
    "pinned": "Only who was named may have it from now on.",
    "freed": "Anybody may have it again.",
    "assigned": "It was given over.",
    "moved": "Its place in the queue is changed.",
    "taken-back": "The list was taken back: what nobody packed is in the queue again.",
}


def floor_pages(shell: Shell, doors: Doors) -> APIRouter:
    """GET /floor and /floor/work/{task_id}."""
    pages = Pages(shell)

    async def floor(request: Request) -> Response:
        visitor = await visitor_of(doors, request)
        need(visitor, "task.read")
        by, after = _narrowed(request), _after(request)
        found = await doors.read(see_floor, visitor.site)
        listed = await doors.read(list_tasks, visitor.site, PAGE, after, by)
        following = "" if listed.after is None else _link({**by, "after": f"{listed.after[0]}:{listed.after[1]}"})
        values: dict[str, Any] = {
            "found": found,
            "listed": listed.rows,
            "following": following,
            "by": by,
            "first": after is None,
        }
        values |= {"kinds": words.KINDS, "states": STATES, "link": _link, "say": words}
        return shell.page(request, "floor/templates/floor.html", visitor=visitor, **values)

    async def one(request: Request) -> Response:
        visitor = await visitor_of(doors, request)
        need(visitor, "task.read")
        return await work_page(shell, doors, request, visitor, request.path_params["task_id"])

    pages.get("/floor", floor)
    pages.get("/floor/work/{task_id}", one)
    return pages.router


async def work_page(
    shell: Shell, doors: Doors, request: Request, visitor: Visitor, task_id: str, status: int = 200, **values: Any
) -> Response:
    """One piece of work; `values`: `wrong` in words, `typed` by field, `deed` the form they belong to."""
    found = await doors.read(see_task, visitor.site, task_id)
    why = await doors.read(why_task, visitor.site, task_id)
    if found is None:
        raise PageRefusal(404, "No such work", "There is no task or pick list at this address any more.")
    benches, people = await doors.read(hands, visitor.site)
    given: dict[str, Any] = {"wrong": "", "typed": {}, "deed": "", **values}
    given |= {"found": found, "seen": found.seen, "why": why, "benches": benches, "people": people}
    given |= {"done": DONE.get(request.query_params.get("done", ""), ""), "over": found.seen.state not in _OPEN}
    return shell.page(request, "floor/templates/work.html", visitor=visitor, status=status, say=words, **given)


_OPEN: Final = ("queued", "leased", "paused")


def _narrowed(request: Request) -> dict[str, str]:
    """What the list of work is narrowed to. Raises PageRefusal for a value there is not."""
    known: Mapping[str, frozenset[str]] = {
        "kind": frozenset(kind for kind, _ in words.KINDS),
        "state": frozenset(state.value for state in TaskState),
    }
    asked = {name: value for name in known if (value := request.query_params.get(name, ""))}
    for name, value in asked.items():
        if value not in known[name]:
            raise PageRefusal(400, "No such list", f"there is no {name} {value[:40]!r}")
    return asked


def _after(request: Request) -> tuple[int, str] | None:
    """The place in the queue a further page begins behind."""
    rank, colon, task_id = request.query_params.get("after", "").partition(":")
    if not colon:
        return None
    if not (rank.removeprefix("-").isascii() and rank.removeprefix("-").isdigit() and len(rank) <= 19):
        raise PageRefusal(400, "No such page", "That is no place in the list. Begin at its first page.")
    return int(rank), task_id[:60]


def _link(asked: Mapping[str, str], **changes: str) -> str:
    kept = {name: value for name, value in {**asked, **changes}.items() if value}
    return "/floor" + (f"?{urlencode(kept)}" if kept else "") + "#work"
