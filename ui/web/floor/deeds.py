"""What people do about a piece of work: take it, end it, and what a supervisor decides about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from app.central.centre import Centre
from app.central.doors import Doors
from app.central.people.deeds import Subject
from app.central.work.taking_back import NotTaken, take_back
from app.central.work.tasks import doing, supervising
from app.central.work.tasks.effects import NotDone, Result
from ui.web.floor.pages import work_page
from ui.web.shell.drawing import Shell, go
from ui.web.shell.forms.acting import Form, do, form_of
from ui.web.shell.refusals import PageRefusal
from ui.web.shell.routes import Pages
from ui.web.shell.visitor import Visitor

Decision = Callable[[Centre, Form, str], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A button: the permission it needs, its verb, the key of what is told afterwards, and the fields it takes."""

    permission: str
    verb: Decision
    done: str
    fields: tuple[str, ...] = ()


def work_deeds(shell: Shell, doors: Doors) -> APIRouter:
    """POST /floor/work/{task_id}/{deed} for every deed of DEEDS."""
    pages = Pages(shell)

    async def act_on(request: Request) -> Response:
        deed = str(request.path_params["deed"])
        order = DEEDS.get(deed)
        if order is None:
            raise PageRefusal(404)
        form = await form_of(doors, request, order.permission)
        task_id = str(request.path_params["task_id"])
        action, details = f"task.{deed}", {name: said for name in order.fields if (said := form.word(name, 300))}
        found = await do(
            doors, form.visitor, action, Subject("task", task_id), lambda centre: order.verb(centre, form, task_id),
            details, lambda done: None if isinstance(done, (NotDone, NotTaken)) else {},
        )  # fmt: skip
        if isinstance(found, (NotDone, NotTaken)):
            return await _again(request, form.visitor, task_id, found.why, deed, form.typed(*order.fields))
        told = "freed" if deed == "pin" and not form.word("to") else order.done
        return go(f"/floor/work/{task_id}?done={told}")

    async def _again(
        request: Request, visitor: Visitor, task_id: str, why: str, deed: str, typed: dict[str, str]
    ) -> Response:
        words = f"Nothing was changed: {why}."
        return await work_page(shell, doors, request, visitor, task_id, 422, wrong=words, deed=deed, typed=typed)

    pages.post("/floor/work/{task_id}/{deed}", act_on)
    return pages.router


def _role(visitor: Visitor) -> str:
    return "supervisor" if "task.assign" in visitor.may else "clerk"


def _claim(centre: Centre, form: Form, task_id: str) -> Any:
    return doing.claim(centre, form.visitor.site, task_id, form.visitor.actor.name, _role(form.visitor))


def _fence(form: Form) -> int | NotDone | None:
    """The fence of who has the task; a supervisor may end what nobody has."""
    if form.word("fence"):
        return form.number("fence")
    if "task.close" in form.visitor.may:
        return None
    return NotDone("taken", "take it first: only who has it may end it")


def _done(centre: Centre, form: Form, task_id: str) -> Any:
    counted = form.number("counted")
    if form.word("counted") and counted is None:
        return NotDone("field", "the units counted are a whole number", "counted")
    fence = _fence(form)
    if isinstance(fence, NotDone):
        return fence
    result = Result(counted=counted, outcome=form.word("outcome", 40), note=form.word("note", 500))
    return doing.done(centre, form.visitor.site, task_id, form.visitor.actor.name, fence, result)


def _fail(centre: Centre, form: Form, task_id: str) -> Any:
    why, fence = form.word("why", 300), _fence(form)
    if not why:
        return NotDone("field", "say why it could not be done: somebody else reads it", "why")
    if isinstance(fence, NotDone):
        return fence
    return doing.fail(centre, form.visitor.site, task_id, form.visitor.actor.name, why, fence)


def _pause(centre: Centre, form: Form, task_id: str) -> Any:
    return supervising.pause(centre, form.visitor.site, task_id, form.visitor.actor.label, form.word("why", 300))


def _resume(centre: Centre, form: Form, task_id: str) -> Any:
    return supervising.resume(centre, form.visitor.site, task_id, form.visitor.actor.label)


def _pin(centre: Centre, form: Form, task_id: str) -> Any:
    return supervising.pin(centre, form.visitor.site, task_id, form.word("to", 80), form.visitor.actor.label)


def _assign(centre: Centre, form: Form, task_id: str) -> Any:
    to = form.word("to", 80)
    if not to:
        return NotDone("field", "say who gets it", "to")
    who = form.visitor.actor.label
    return supervising.assign(centre, form.visitor.site, task_id, to, who, form.word("why", 300))


def _priority(centre: Centre, form: Form, task_id: str) -> Any:
    priority = form.number("priority") or 0
    return supervising.prioritise(centre, form.visitor.site, task_id, priority, form.visitor.actor.label)


def _take_back(centre: Centre, form: Form, task_id: str) -> Any:
    why = form.word("why", 300)
    if not why:
        return NotDone("field", "say why it is taken back: the bench shows it", "why")
    return take_back(centre, form.visitor.site, task_id, why)


DEEDS: Final = {
    "claim": Order(permission="task.work", verb=_claim, done="claimed"),
    "done": Order(permission="task.work", verb=_done, done="ended", fields=("counted", "outcome", "note")),
    "fail": Order(permission="task.work", verb=_fail, done="failed", fields=("why",)),
    "pause": Order(permission="task.assign", verb=_pause, done="paused", fields=("why",)),
    "resume": Order(permission="task.assign", verb=_resume, done="resumed"),
    "pin": Order(permission="task.assign", verb=_pin, done="pinned", fields=("to",)),
    "assign": Order(permission="task.assign", verb=_assign, done="assigned", fields=("to", "why")),
    "priority": Order(permission="task.assign", verb=_priority, done="moved", fields=("priority",)),
    "take-back": Order(permission="list.take_back", verb=_take_back, done="taken-back", fields=("why",)),
}
"""By the last word of their address."""
