"""The end points of tasks: the one list of work, claiming and ending, what a supervisor decides, and why."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from app.central.people.deeds import Deed, Details, Subject, act
from app.central.work.tasks import doing, supervising
from app.central.work.tasks.effects import NotDone
from app.central.work.tasks.explaining import why_task
from app.central.work.tasks.seeing import PAGE_MOST, list_tasks, see_task
from app.central.work.tasks.supervising import Decided
from app.central.work.values import TaskRow
from app.domain.work.tasks import TaskKind, TaskState
from sync.central.serving.bounds.strict_json import StrictRoute
from sync.central.serving.desk import Desk, whole_number
from sync.central.serving.document.openapi import DECIDERS, PROGRAMS, TASKS, WORKERS, answers
from sync.central.serving.paging import link_to_next
from sync.central.serving.refusals.problems import Refusal, answer
from sync.central.tasks import forms
from sync.central.tasks.asking import Asking, asking
from sync.protocol import encode

READ, WORK, DECIDE = "task.read", "task.work", "task.assign"
Site = Annotated[str, Query(max_length=20, description="Site code; needed when there are several.")]
_SAID: Final = {
    "unknown_task": (404, "task"),
    "field": (422, "field"),
    "unknown_station": (422, "field"),
    "unfit": (403, "unfit"),
    "taken": (409, "lease"),
    "older_lease": (409, "lease"),
}
"""Status and code by that of a verb that changed nothing; any other one is a conflict with how things stand."""
_REFUSED: Final = (400, 401, 403, 404, 409, 422, 429, 503)
_WITH_A_BODY: Final = (408, 413)


def task_routes(desk: Desk) -> APIRouter:
    """Routes of tasks."""
    router = APIRouter(route_class=StrictRoute)
    _reading(router, desk)
    _doing(router, desk)
    _supervising(router, desk)
    return router


def _answering(kind: type[Any], proofs: dict[str, Any] = PROGRAMS) -> dict[str, Any]:
    """How a route of tasks stands in the API's document."""
    said = answers({200: kind}, *_REFUSED, *(() if proofs is PROGRAMS else _WITH_A_BODY))
    return {"tags": TASKS, "response_model": None, "openapi_extra": proofs, "responses": said}


def _reading(router: APIRouter, desk: Desk) -> None:
    @router.get("/v1/tasks", **_answering(forms.TaskList))
    async def get_tasks(
        request: Request,
        site: Site = "",
        kind: TaskKind | None = None,
        state: TaskState | None = None,
        zone: forms.Name = "",
        assignee: forms.Name = "",
        cursor: Annotated[str, Query(max_length=80)] = "",
        limit: Annotated[str, Query(max_length=18)] = "50",
    ) -> Response:
        """Tasks and pick lists in the order of the queue: the open ones, unless a state is asked for."""
        who = await asking(desk, request, READ, site)
        most, after = whole_number(limit, "limit", 50, PAGE_MOST), forms.cursor(cursor)
        named = {"kind": kind, "state": state, "zone": zone, "holder": assignee}
        by = {name: str(value) for name, value in named.items() if value}
        page = await desk.read(list_tasks, who.site, most, after, by)
        found = forms.task_list(page.rows, page.after)
        return answer(encode(found), headers=link_to_next(request, found.next or ""))

    @router.get("/v1/tasks/{task_id}", **_answering(forms.TaskWhole))
    async def get_task(request: Request, task_id: forms.Name, site: Site = "") -> Response:
        """A task by its id, or a pick list by its id or number, with the units it is about."""
        who = await asking(desk, request, READ, site)
        found = await desk.read(see_task, who.site, task_id)
        if found is None:
            raise Refusal(404, "task", "there is no such task or pick list", field="task_id")
        return answer(encode(forms.task_whole(found)))

    @router.get("/v1/tasks/{task_id}/why", **_answering(forms.TaskWhy))
    async def get_why(request: Request, task_id: forms.Name, site: Site = "") -> Response:
        """Why a task or pick list was made, stands where it stands, and went to whom it went."""
        who = await asking(desk, request, READ, site)
        found = await desk.read(why_task, who.site, task_id)
        if found is None:
            raise Refusal(404, "task", "there is no such task or pick list", field="task_id")
        return answer(encode(forms.task_why(found)))


def _doing(router: APIRouter, desk: Desk) -> None:
    shown = _answering(forms.TaskShown, WORKERS)

    @router.post("/v1/tasks/{task_id}/claim", **shown)
    async def claim(request: Request, task_id: forms.Name, form: forms.ClaimForm, site: Site = "") -> Response:
        """Lease a task; the answer has the fence to end it with and until when the lease lasts."""
        who = await asking(desk, request, WORK, site)
        return _row(await desk.write(doing.claim, who.site, task_id, who.worker(form.who), who.role(form.who)))

    @router.post("/v1/tasks/{task_id}/done", **shown)
    async def done(request: Request, task_id: forms.Name, form: forms.DoneForm, site: Site = "") -> Response:
        """End a task with what it does. Under an older fence it is kept as a check and answered with 409."""
        who = await asking(desk, request, WORK if form.fence is not None else DECIDE, site)
        return _row(await desk.write(doing.done, who.site, task_id, who.worker(form.who), form.fence, form.result()))

    @router.post("/v1/tasks/{task_id}/fail", **shown)
    async def fail(request: Request, task_id: forms.Name, form: forms.FailForm, site: Site = "") -> Response:
        """It could not be done: somebody who can is told why."""
        who = await asking(desk, request, WORK if form.fence is not None else DECIDE, site)
        return _row(await desk.write(doing.fail, who.site, task_id, who.worker(form.who), form.why, form.fence))


def _supervising(router: APIRouter, desk: Desk) -> None:
    shown = _answering(forms.TaskChanged, DECIDERS)

    @router.post("/v1/tasks/{task_id}/pause", **shown)
    async def pause(request: Request, task_id: forms.Name, form: forms.PauseForm, site: Site = "") -> Response:
        """Nobody gets it until it goes on."""
        who = await asking(desk, request, DECIDE, site)
        return await _decide(desk, who, "pause", task_id, supervising.pause, form.why)

    @router.post("/v1/tasks/{task_id}/resume", **shown)
    async def resume(request: Request, task_id: forms.Name, form: forms.ResumeForm, site: Site = "") -> Response:
        """Let something that was paused go on."""
        who = await asking(desk, request, DECIDE, site)
        return await _decide(desk, who, "resume", task_id, supervising.resume)

    @router.post("/v1/tasks/{task_id}/pin", **shown)
    async def pin(request: Request, task_id: forms.Name, form: forms.PinForm, site: Site = "") -> Response:
        """Only this person or bench may have it from now on."""
        who = await asking(desk, request, DECIDE, site)
        return await _decide(desk, who, "pin", task_id, supervising.pin, to=form.to)

    @router.post("/v1/tasks/{task_id}/assign", **shown)
    async def assign(request: Request, task_id: forms.Name, form: forms.AssignForm, site: Site = "") -> Response:
        """Give it to somebody else; a pick list in progress is taken back by its fence."""
        who = await asking(desk, request, DECIDE, site)
        return await _decide(desk, who, "assign", task_id, supervising.assign, form.why, to=form.to)

    @router.post("/v1/tasks/{task_id}/priority", **shown)
    async def prioritise(request: Request, task_id: forms.Name, form: forms.PriorityForm, site: Site = "") -> Response:
        """Move it in the queue."""
        who = await asking(desk, request, DECIDE, site)
        return await _decide(desk, who, "prioritise", task_id, supervising.prioritise, priority=form.priority)


async def _decide(desk: Desk, who: Asking, what: str, task_id: str, verb: Any, *why: str, **given: Any) -> Response:
    """Run a supervisor's verb with its row in the record of deeds."""
    details = {**given, **({"why": why[0]} if why else {})}
    deed = Deed(actor=who.actor, action=f"task.{what}", subject=Subject("task", task_id), details=details)

    def decide(centre: Any) -> Decided | NotDone:
        first = (given[name] for name in ("to", "priority") if name in given)
        done: Decided | NotDone = verb(centre, who.site, task_id, *first, who.actor.label, *why)
        return done

    done = await desk.write(act, who.site, deed, decide, _unless_refused)
    if isinstance(done, NotDone):
        raise _refusal(done)
    return answer(encode(forms.TaskChanged(id=task_id, words=done.words)))


def _unless_refused(done: Decided | NotDone) -> Details | None:
    return None if isinstance(done, NotDone) else {}


def _row(done: TaskRow | NotDone) -> Response:
    if isinstance(done, NotDone):
        raise _refusal(done)
    return answer(encode(forms.claimed_task(done)))


def _refusal(done: NotDone) -> Refusal:
    status, code = _SAID.get(done.code, (409, "not_now"))
    return Refusal(status, code, "the task was not changed", done.why, done.field)
