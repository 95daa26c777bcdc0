"""Routes that read strictly: UTF-8, no key twice in one object, nothing nested or written beyond reason."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from app.domain.money import shown
from sync.central.serving.bounds.strict_query import check_query, declared
from sync.central.serving.refusals.problems import Refusal


class StrictRoute(APIRoute):
    """A route whose query and JSON body mean one thing only: readers differ about what stands twice: nobody is let."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler, names, reads = super().get_route_handler(), declared(self), self.body_field is not None

        async def strict(request: Request) -> Response:
            if request.scope["query_string"]:
                check_query(request, names)
            if not reads:
                return await handler(request)
            kind = request.headers.get("content-type", "")
            if kind and not _is_json(kind):
                words = f"expected application/json, got {shown(kind)}"
                raise Refusal(415, "media", "the body is not said to be JSON", words, "Content-Type")
            asked = _StrictRequest(request.scope, request.receive)
            await asked.json()
            return await handler(asked)

        return strict


def _is_json(kind: str) -> bool:
    name = kind.partition(";")[0].strip().lower()
    return name == "application/json" or (name.startswith("application/") and name.endswith("+json"))


class _StrictRequest(Request):
    """Reads its JSON once. Raises Refusal naming the key, or saying why it is no JSON."""

    _read: Any = None

    async def json(self) -> Any:
        if self._read is None:
            body = await self.body()
            self._read = (read(body),) if body else (None,)
        return self._read[0]


def read(body: bytes) -> Any:
    """The value of a JSON text. Raises Refusal."""
    try:
        return json.loads(body.decode("utf-8"), object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise _no_json(f"{error.msg} at character {error.pos}") from error
    except UnicodeDecodeError as error:
        raise _no_json(f"byte {error.start} is not UTF-8") from error
    except RecursionError as error:
        raise _no_json("it is nested too deeply") from error
    except ValueError as error:  # Python reads no whole number of more than 4300 digits
        raise _no_json("a number in it is too long") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        name = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        plain = name.encode("utf-8", "replace").decode()[:80]
        words = f"the key {shown(name)} stands twice in one object"
        raise Refusal(422, "field", "the request has a wrong field", words, plain or "?")
    return made


def _no_json(why: str) -> Refusal:
    return Refusal(422, "field", "the body is not JSON", why, "body")
