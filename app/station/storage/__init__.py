"""The station's storage: replica.db (the centre's documents) and journal.db (outbox, bench, numbers: precious)."""

from app.station.storage.files.faults import (
    AlreadyRunning,
    DamagedCommand,
    DocumentUnreadable,
    EnrolmentRefused,
    HistoryGone,
    JournalDamaged,
    NotEnrolled,
    StorageFault,
    StoreFailed,
)
from app.station.storage.files.migrating import MigrationFailed
from app.station.storage.store import Store
from app.station.storage.values import (
    AppliedChanges,
    ChangedRow,
    ChangesPage,
    Draft,
    Identity,
    LeasedBlock,
    OutboxPosition,
    OutboxSummary,
    QueuedCommand,
    Rewind,
    Seal,
    Settled,
    Settlement,
    StartOver,
)
from app.station.storage.work import Work

__all__ = [
    "AlreadyRunning",
    "AppliedChanges",
    "ChangedRow",
    "ChangesPage",
    "DamagedCommand",
    "DocumentUnreadable",
    "Draft",
    "EnrolmentRefused",
    "HistoryGone",
    "Identity",
    "JournalDamaged",
    "LeasedBlock",
    "MigrationFailed",
    "NotEnrolled",
    "OutboxPosition",
    "OutboxSummary",
    "QueuedCommand",
    "Rewind",
    "Seal",
    "Settled",
    "Settlement",
    "StartOver",
    "StorageFault",
    "Store",
    "StoreFailed",
    "Work",
]
