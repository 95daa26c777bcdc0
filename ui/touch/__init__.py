"""The kiosk of the bench, drawn by Qt Quick.

PySide wraps the import statement to look for its own `from __feature__ import`, which nothing here uses: it then reads
the source of every module imported later and keeps it, 15 MiB and a third of the start. So it is unwrapped again.
"""

import builtins

_own_import = builtins.__import__
import PySide6.QtCore  # noqa: E402, F401  (what wraps it, before any other room of the kiosk)

builtins.__import__ = _own_import
