"""One bench put together: its store, its devices, its wire to the centre, and the station thread between them."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.floor.labelling import Paper
from app.main import hidden_inputs, places
from app.main.command_line import packbench_version
from app.main.settings import PrinterSettings, ScannerSettings, StationSettings
from app.station.desk import Desk
from app.station.ports import Device, DeviceKind, Printer
from app.station.runtime import Station
from app.station.storage import Identity, NotEnrolled, Store
from app.station.view.bench_view import BenchView
from app.station.view.render import Renderer, sound_of
from devices.escpos.printer import EscposOverTcp
from devices.escpos.slip import PackingSlip
from devices.links.os_queue import OsQueue
from devices.printing.queue_printer import QueuePrinter
from devices.scanner.framer import Framing
from devices.scanner.serial_scanner import ScannerSetup, SerialScanner
from devices.zpl.label import HouseLabel
from devices.zpl.printer import ZplOverTcp
from sync.station.link import Link
from sync.station.seal import seal


def open_store(folder: Path) -> Store:
    """Open the bench's two databases. Raises AlreadyRunning, JournalDamaged, MigrationFailed or StoreFailed."""
    folder.mkdir(parents=True, exist_ok=True)
    return Store.open(
        folder,
        seal=seal,
        now=hidden_inputs.now,
        new_id=hidden_inputs.new_id,
        mono_ms=hidden_inputs.mono_ms,
        boot_id=hidden_inputs.boot_id(),
    )


@dataclass(slots=True)
class Assembly:
    """A bench ready to start. `start` and `stop` are not for two threads at once."""

    station: Station
    link: Link
    devices: Sequence[Device]
    identity: Identity

    def start(self) -> None:
        self.station.start()
        for device in self.devices:
            device.start()
        self.link.start()

    def stop(self) -> None:
        """Devices first, so that nothing is scanned that could not be kept; the store closes last."""
        for device in self.devices:
            device.stop()
        self.link.stop()
        self.station.stop()


def assemble(settings: StationSettings, show: Callable[[BenchView], None]) -> Assembly:
    """Wire a bench by its settings. Raises NotEnrolled when it has no identity yet, or as `open_store`."""
    store = open_store(settings.data)
    identity = store.enrolled()
    if identity is None:
        store.close()
        raise NotEnrolled(f"{settings.name} is not enrolled: run `packbench station enrol` first")
    store.disown()
    resources = places.resources()

    def open_desk(online: Callable[[], bool]) -> Desk:
        return Desk(
            store=store,
            identity=identity,
            now=hidden_inputs.now,
            new_id=hidden_inputs.new_id,
            labels=HouseLabel(resources / "labels" / "house.toml", resources / "fonts"),
            slips=PackingSlip(resources / "slips" / "printer.json", resources / "fonts"),
            online=online,
        )

    station = Station(open_desk, Renderer(places.words(settings.screen.language)), show, sound_of)
    link = Link(
        identity=identity,
        outbox=store,
        to_station=station.post,
        now=hidden_inputs.now,
        new_nonce=lambda: secrets.token_hex(16),
        jitter=random.uniform,
        version=packbench_version,
    )
    scanners = [_scanner(found, station) for found in settings.scanners if found.kind == "serial"]
    printers: dict[Paper, Printer] = {}
    if settings.label_printer:
        printers[Paper.LABEL] = _printer(settings.label_printer, station)
    if settings.slip_printer:
        printers[Paper.SLIP] = _printer(settings.slip_printer, station)
    station.connect(printers, link)
    return Assembly(station, link, [*scanners, *printers.values()], identity)


def _scanner(settings: ScannerSettings, station: Station) -> SerialScanner:
    framing = Framing(prefix=settings.prefix.encode("latin-1"))
    setup = ScannerSetup(path=settings.path, baud=settings.baud, framing=framing)
    return SerialScanner(settings.name, setup, station.post, hidden_inputs.now)


def _printer(settings: PrinterSettings, station: Station) -> Printer:
    if settings.queue:
        kind = DeviceKind.LABEL_PRINTER if settings.kind == "zpl" else DeviceKind.RECEIPT_PRINTER
        spooler = OsQueue(settings.queue)
        return QueuePrinter(settings.name, kind, spooler, station.post, station.record, hidden_inputs.now)
    if settings.kind == "zpl":
        return ZplOverTcp(settings.name, settings.host, settings.port, station.post, station.record, hidden_inputs.now)
    return EscposOverTcp(settings.name, settings.host, settings.port, station.post, station.record, hidden_inputs.now)
