"""A list for QML whose rows are tuples; only rows that changed are announced."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    Property,
    QAbstractListModel,
    QByteArray,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtQml import QmlElement

QML_IMPORT_NAME = "Packbench.Bench"
QML_IMPORT_MAJOR_VERSION = 1

Row = tuple[Any, ...]
AnyIndex = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
FIRST_ROLE = int(Qt.ItemDataRole.UserRole) + 1


@QmlElement
class Rows(QAbstractListModel):
    """`roles` name the places of the tuples, in order; a delegate asks for them with `required property`."""

    count_changed = Signal()

    def __init__(self, roles: Sequence[str], parent: QObject) -> None:
        super().__init__(parent)
        self._roles = tuple(roles)
        self._rows: tuple[Row, ...] = ()

    def show(self, rows: Sequence[Row]) -> None:
        """Replace the rows, announcing insertions and removals at the end and changes row by row."""
        before, after = self._rows, tuple(rows)
        kept = min(len(before), len(after))
        if len(after) < len(before):
            self.beginRemoveRows(QModelIndex(), kept, len(before) - 1)
            self._rows = before[:kept]
            self.endRemoveRows()
        self._rows = after[:kept]
        for at in range(kept):
            if before[at] != after[at]:
                self.dataChanged.emit(self.index(at), self.index(at), self._changed_roles(before[at], after[at]))
        if len(after) > kept:
            self.beginInsertRows(QModelIndex(), kept, len(after) - 1)
            self._rows = after
            self.endInsertRows()
        if len(after) != len(before):
            self.count_changed.emit()

    @Property(int, notify=count_changed)
    def count(self) -> int:
        return len(self._rows)

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:  # noqa: N802 (Qt name)
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = FIRST_ROLE) -> Any:
        if not index.isValid() or not 0 <= role - FIRST_ROLE < len(self._roles):
            return None
        return self._rows[index.row()][role - FIRST_ROLE]

    def roleNames(self) -> dict[int, QByteArray]:  # noqa: N802 (Qt name)
        return {FIRST_ROLE + at: QByteArray(name.encode()) for at, name in enumerate(self._roles)}

    def _changed_roles(self, before: Row, after: Row) -> list[int]:
        return [FIRST_ROLE + at for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
