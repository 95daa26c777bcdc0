"""How pages and end points reach the verbs without blocking the event loop: what a room of the web is handed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from app.central.centre import Centre
from app.central.channels.values import Reader
from app.central.importing.port import FileImporter

P = ParamSpec("P")
R = TypeVar("R")


class Doors(Protocol):
    """`read` runs a query on a reading thread, `write` a verb on the thread that writes; both hand over the centre.

    Both raise what the verb raised, Broken or StorageFault. `changed` returns at the next commit of any verb of this
    process, or after `timeout_s`, a second at most (other processes write too): a wake-up only, never what correctness
    rests on; `closing` ends endless answers. `importer` reads files of every kind, and `shops` a kept
    delivery of each kind of shop.
    """

    @property
    def centre(self) -> Centre: ...

    @property
    def importer(self) -> FileImporter: ...

    @property
    def closing(self) -> bool: ...

    @property
    def shops(self) -> Mapping[str, Reader]: ...

    def read(self, query: Callable[Concatenate[Centre, P], R], *args: P.args, **kwargs: P.kwargs) -> Awaitable[R]: ...

    def write(self, verb: Callable[Concatenate[Centre, P], R], *args: P.args, **kwargs: P.kwargs) -> Awaitable[R]: ...

    def changed(self, timeout_s: float) -> Awaitable[None]: ...
