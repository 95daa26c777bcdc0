"""A form as a deed: who sent it, what was typed, and the verb with its row in the record in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import Request
from starlette.datastructures import FormData

from app.central.centre import Centre
from app.central.doors import Doors
from app.central.people.deeds import Deed, Subject, act
from ui.web.shell.visitor import Visitor, need, sent_form, text

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Form:
    """A form sent from a page of ours by somebody who may."""

    request: Request
    visitor: Visitor
    fields: FormData

    def word(self, name: str, most: int = 2000) -> str:
        return text(self.fields, name, most).strip()

    def typed(self, *names: str) -> dict[str, str]:
        """What was typed, to be shown again."""
        return {name: self.word(name) for name in names}

    def number(self, name: str) -> int | None:
        """A whole number of up to nine digits, or None."""
        said = self.word(name, 20)
        digits = said.removeprefix("-").removeprefix("+")
        return int(said) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else None


async def form_of(doors: Doors, request: Request, permission: str) -> Form:
    """Raises PageRefusal when it was not sent from our page, or by somebody who may not."""
    visitor, fields = await sent_form(doors, request)
    need(visitor, permission)
    return Form(request, visitor, fields)


async def do(
    doors: Doors,
    visitor: Visitor,
    action: str,
    subject: Subject,
    verb: Callable[[Centre], R],
    details: Mapping[str, Any] | None = None,
    told: Callable[[R], Mapping[str, Any] | None] | None = None,
) -> R:
    """The verb and its row in the record, in one transaction; no row when `told` answers None."""
    deed = Deed(actor=visitor.actor, action=action, subject=subject, details=details or {})
    return await doors.write(act, visitor.site, deed, verb, told)


def unless(refusal: type[Any]) -> Callable[[Any], Mapping[str, Any] | None]:
    """`told` of a verb that answers a refusal of this type when it did nothing."""
    return lambda found: None if isinstance(found, refusal) else {}
