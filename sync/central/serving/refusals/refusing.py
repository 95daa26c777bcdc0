"""A problem for everything that ends a request early: refusals, wrong fields, faults and our own mistakes."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from app.central.storage.engines.faults import Broken, NotKnown, StorageFault
from sync.central.serving.refusals.problems import Refusal, refused
from sync.protocol import WrongField

ERRORS_MOST = 50


def refuse_in_words(app: FastAPI) -> None:
    """Answer every exception of a handler with a problem."""

    @app.exception_handler(Refusal)
    async def said_no(request: Request, refusal: Refusal) -> Response:
        return refused(refusal, request)

    @app.exception_handler(RequestValidationError)
    async def malformed(request: Request, error: RequestValidationError) -> Response:
        return refused(wrong_fields(error), request)

    @app.exception_handler(HTTPException)
    async def not_here(request: Request, error: HTTPException) -> Response:
        answer = refused(Refusal(error.status_code, "http", str(error.detail)), request)
        answer.headers.update(error.headers or {})
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            answer.headers["Allow"] = ", ".join(sorted(_methods(app, request)))
        return answer

    @app.exception_handler(StorageFault)
    async def not_stored(request: Request, error: StorageFault) -> Response:
        words = "nothing was stored; try again"
        return refused(Refusal(503, "storage", words, "the database can not be used now", retry_after_s=5), request)

    @app.exception_handler(NotKnown)
    async def not_known(request: Request, error: NotKnown) -> Response:
        words = "whether it was stored is not known: ask again with the same key, or look first"
        return refused(
            Refusal(503, "not_known", words, "the database was lost while it stored", retry_after_s=5), request
        )

    @app.exception_handler(Broken)
    async def not_allowed(request: Request, error: Broken) -> Response:
        words = "the database does not allow this; nothing was stored"
        return refused(Refusal(422, "rule", words, str(error)[:200]), request)

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> Response:
        """A bug of ours: the log has it (the server writes the traceback), the client learns nothing of our insides."""
        words = "the centre made a mistake: ask again with the same key, or look first"
        return refused(Refusal(500, "bug", words), request)


def _methods(app: FastAPI, request: Request) -> set[str]:
    """Every method of this address: several routes share it, and the framework names only those of the first."""
    here = [route for route in app.routes if route.matches(request.scope)[0] is not Match.NONE]
    return {method for route in here for method in getattr(route, "methods", None) or ()}


def wrong_fields(error: RequestValidationError) -> Refusal:
    """Everything wrong with a request, each with the place of its field like "lines.0.sku"."""
    found = error.errors()
    if found[0]["type"] == "json_invalid":
        detail = str(found[0].get("ctx", {}).get("error", found[0]["msg"]))
        return Refusal(422, "field", "the body is not JSON", detail, "body")
    errors = [WrongField(field=_place(one), detail=_words(one)) for one in found[:ERRORS_MOST]]
    return Refusal(422, "field", "the request has a wrong field", errors[0].detail, errors=errors)


def _words(one: Mapping[str, Any]) -> str:
    """What is wrong with a field; an expression is nothing to tell anybody."""
    if one["type"] != "string_pattern_mismatch" or "\\x1f" not in str(one["ctx"]["pattern"]):
        return str(one["msg"])
    controls = any(sign < " " or sign == "\x7f" for sign in str(one["input"]))
    return "control characters are not taken" if controls else "blanks alone are not taken"


def _place(one: dict[str, Any]) -> str:
    """The field as the client wrote it; of what is wrong as a whole the part of the request, which is "body"."""
    part, *names = map(str, one["loc"])
    return ".".join(name or "?" for name in names or [part]).encode("utf-8", "replace").decode()
