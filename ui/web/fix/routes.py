"""GET and POST /fix/{token}: the questions of one order, answered by whoever holds the link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response

from app.central.details.questions.answering import Answered, answer_by_customer
from app.central.details.questions.reading import Asked, FixView, fix_view, record_opened
from app.central.details.questions.tokens import TOKEN_LENGTH
from app.central.doors import Doors
from ui.web.fix.misses import Misses
from ui.web.fix.words import language_of, others, words_in
from ui.web.shell.drawing import Shell, go
from ui.web.shell.routes import Pages

TEMPLATE: Final = "fix/templates/fix.html"
BODY_MOST: Final = 32 * 1024
FIELDS_MOST: Final = 40
_AUTOCOMPLETE: Final = {
    "name": "name",
    "company": "organization",
    "street": "street-address",
    "street2": "address-line2",
    "postcode": "postal-code",
    "city": "address-level2",
    "region": "address-level1",
    "country": "country",
    "phone": "tel",
    "email": "email",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field as it is drawn: what was typed stands in it, `error` below it."""

    id: str
    asked: Asked
    typed: str
    error: str
    ticked: bool
    autocomplete: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a form brought: fields by name, and those ticked as right."""

    answers: Mapping[str, str]
    ticked: frozenset[str]


def fix_pages(shell: Shell, doors: Doors, misses: Misses | None = None) -> APIRouter:
    """The routes of customers' links."""
    pages = Pages(shell)
    counted = misses if misses is not None else Misses()

    async def show(request: Request) -> Response:
        token = str(request.path_params["token"])
        if counted.too_many(_where_from(request)):
            return _bare(shell, request, "slow", 429)
        view = await doors.read(fix_view, token, _language(request)) if _may_be(token) else None
        if view is None:
            counted.missed(_where_from(request))
            return _bare(shell, request, "gone", 404)
        if not view.opened:
            await doors.write(record_opened, token)
        return _page(shell, request, view)

    async def take(request: Request) -> Response:
        token = str(request.path_params["token"])
        if counted.too_many(_where_from(request)):
            return _bare(shell, request, "slow", 429)
        sent = _sent(await request.body())
        done = await _answer(doors, request, token, sent) if _may_be(token) else None
        if done is None:
            counted.missed(_where_from(request))
            return _bare(shell, request, "gone", 404)
        if done.wrong:
            return _page(shell, request, done.view, sent, done.wrong, 422)
        return go(f"/fix/{token}{_query(request)}")

    pages.get("/fix/{token}", show)
    pages.post("/fix/{token}", take)
    return pages.router


async def _answer(doors: Doors, request: Request, token: str, sent: Sent) -> Answered | None:
    return await doors.write(answer_by_customer, token, sent.answers, sent.ticked, _language(request))


def _sent(body: bytes) -> Sent:
    """The form's fields; one that is too large or malformed brings none, and the page asks again."""
    pairs: list[tuple[str, str]] = []
    if len(body) <= BODY_MOST:
        try:
            pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=FIELDS_MOST)
        except ValueError:
            pairs = []
    answers = {name: text for name, text in pairs if name != "confirm"}
    return Sent(answers=answers, ticked=frozenset(text for name, text in pairs if name == "confirm"))


def _page(
    shell: Shell,
    request: Request,
    view: FixView,
    sent: Sent | None = None,
    wrong: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    errors = wrong or {}
    fields = [_field(asked, sent, errors.get(asked.field, "")) for asked in view.asked]
    return _draw(
        shell,
        request,
        view.state.value,
        view.language,
        status,
        view=view,
        fields=fields,
        wrong=errors,
        shop=view.sender,
    )


def _bare(shell: Shell, request: Request, state: str, status: int) -> Response:
    """A page that is the same for every link that is not good, whatever the reason."""
    language = _language(request) or "en"
    return _draw(shell, request, state, language, status, view=None, fields=(), wrong={}, shop="")


def _draw(shell: Shell, request: Request, state: str, language: str, status: int, **values: Any) -> Response:
    view: FixView | None = values["view"]
    answer = shell.page(
        request,
        TEMPLATE,
        status=status,
        state=state,
        language=words_in(language).code,
        direction=words_in(language).direction,
        words=words_in(language).page,
        others=others(language),
        order_number=view.number if view is not None else "",
        query=_query(request),
        **values,
    )
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Vary"] = "Accept-Language"
    return answer


def _field(asked: Asked, sent: Sent | None, error: str) -> Field:
    name = asked.field.removeprefix("recipient.")
    return Field(
        id=f"f-{name}",
        asked=asked,
        typed=asked.value if sent is None else sent.answers.get(asked.field, asked.value),
        error=error,
        ticked=sent is not None and asked.field in sent.ticked,
        autocomplete=_AUTOCOMPLETE.get(name, "off"),
    )


def _may_be(token: str) -> bool:
    return len(token) == TOKEN_LENGTH and token.isascii()


def _language(request: Request) -> str:
    return language_of(request.query_params.get("lang", ""), request.headers.get("accept-language", ""))


def _query(request: Request) -> str:
    asked = request.query_params.get("lang", "")
    return f"?lang={asked}" if language_of(asked, "") else ""


def _where_from(request: Request) -> str:
    return request.client.host if request.client is not None else ""
