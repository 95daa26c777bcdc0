"""Who asks about tasks, for whom, and at which site."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from app.central.centre import Centre
from app.central.people.actors import Actor
from sync.central.serving.desk import Desk
from sync.central.serving.refusals.problems import Refusal
from sync.central.serving.who import at_site, require


@dataclass(frozen=True, slots=True)
class Asking:
    actor: Actor
    site: str

    def worker(self, named: str) -> str:
        """Who does the work: somebody a program speaks for, or whoever asks. Raises Refusal."""
        if named and self.actor.kind == "user" and named != self.actor.name:
            raise Refusal(403, "permission", "you can not work in somebody else's name", field="who")
        return named or self.actor.name

    def role(self, named: str) -> str:
        """The role of whoever asks; "" when it is somebody else's, who has his own."""
        if named and named != self.actor.name:
            return ""
        return "supervisor" if self.actor.may("task.assign") else "clerk"


async def asking(desk: Desk, request: Request, permission: str, site: str) -> Asking:
    """Who asks, if they may do this at that site ("" their own, or the only one). Raises Refusal."""
    actor = await require(desk, request, permission)
    if site:
        at_site(actor, site)
    sites = (actor.site,) if actor.site else await desk.read(_sites)
    if site in sites:
        return Asking(actor, site)
    if site or len(sites) != 1:
        raise Refusal(422, "field", "name the site", f"one of {', '.join(sites)[:200]}", "site")
    return Asking(actor, sites[0])


def _sites(centre: Centre) -> tuple[str, ...]:
    with centre.read() as work:
        return work.sites()
