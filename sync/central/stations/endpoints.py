"""The station end points: enrol, commands up, changes down."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from sync.central.serving.desk import Desk
from sync.central.serving.document.openapi import STATIONS, answers, body_of, numbers, signed_by_station
from sync.central.stations.commands import take_commands
from sync.central.stations.enrolling import Door
from sync.central.stations.feed import give_changes
from sync.central.stations.proofs import answer_signed
from sync.protocol import BatchReply, ChangesReply, CommandBatch, EnrolReply, EnrolRequest


def station_routes(desk: Desk) -> APIRouter:
    """Routes of the stations."""
    router = APIRouter()
    _enrolment(router, Door(desk))
    _commands(router, desk)
    _changes(router, desk)
    return router


def _enrolment(router: APIRouter, door: Door) -> None:
    enrolled = answers({200: EnrolReply}, 400, 403, 408, 413, 426, 429, 503)

    @router.post(
        "/v1/stations/enrol",
        tags=STATIONS,
        response_model=None,
        responses=enrolled,
        openapi_extra=body_of(EnrolRequest),
    )
    async def post_enrol(request: Request) -> Response:
        """Answer a one-time code with an identity and a key."""
        return await door.enrol(request)


def _commands(router: APIRouter, desk: Desk) -> None:
    judged, proofs = answers({200: BatchReply}, 400, 401, 403, 408, 409, 413, 503), signed_by_station(CommandBatch)

    @router.post(
        "/v1/stations/{station_id}/commands", tags=STATIONS, response_model=None, responses=judged, openapi_extra=proofs
    )
    async def post_commands(request: Request, station_id: str) -> Response:
        """Take a contiguous run of commands; each gets a verdict that never changes."""
        return await answer_signed(
            desk, request, lambda station, nonce: take_commands(desk, request, station_id, station, nonce)
        )


def _changes(router: APIRouter, desk: Desk) -> None:
    page = answers({200: ChangesReply}, 400, 401, 403, 410, 503)
    counted = numbers(cursor="changes behind it", limit="at most 1000", wait_s="at most 20: wait for a change")
    words = {"server_epoch": "whose feed the cursor is of", "bench": "a BenchReport as JSON: how the bench stands"}
    told = [{"name": n, "in": "query", "schema": {"type": "string"}, "description": text} for n, text in words.items()]
    asked = {"parameters": [*signed_by_station()["parameters"], *counted, *told]}

    @router.get("/v1/sites/{site}/changes", tags=STATIONS, response_model=None, responses=page, openapi_extra=asked)
    async def get_changes(request: Request, site: str) -> Response:
        """Give the changes behind a cursor, in the order they were committed.

        A query parameter that is not named here is left alone, for a bench may be newer than its centre.
        """
        return await answer_signed(
            desk, request, lambda station, nonce: give_changes(desk, request, site, station, nonce)
        )
